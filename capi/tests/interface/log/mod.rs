//! The log, which is one for the whole process: so one test at a time.

use std::ffi::{c_char, c_void};
use std::ptr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use halo_infinite_capi::*;
use halo_infinite_sandbox::{Answer, Sandbox};
use serde_json::{Value, json};

use crate::documented::{comment, in_backticks};
use crate::support::{Client, Failed, Received, c, outcome, receive};

const PLAIN: &str = "discovery_ugc.tags_info";

/// The turn of a test to set the function of the log.
pub fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn set(callback: HaloTextCallback, context: *mut c_void, level: Option<&str>) -> Result<HaloCode, Failed> {
    let level = level.map(c);
    let level = level.as_deref().map_or(InText::none(), InText::of);
    outcome(|error| halo_log_set(callback, context, level, error))
}

/// Removes the function. A call by another test's thread may be under way, but ends soon.
pub fn remove() {
    let ended = (0..1000).any(|_| match set(None, ptr::null_mut(), None) {
        Ok(code) => code == HaloCode::Ok,
        Err(failed) => {
            assert_eq!(failed.code, HaloCode::CallbackBusy, "{}", failed.message);
            false
        }
    });
    assert!(ended);
}

/// Sends a request that is retried once, to a sandbox of its own. Returns the records about its endpoint.
fn records(level: Option<&str>) -> Vec<Value> {
    let sandbox = Sandbox::start().unwrap();
    let received = Received::default();
    let client = Client::of(&sandbox, json!({ "retries": { "initial_backoff_ms": 1 } }));
    sandbox.answer_next("/banprocessor", Answer::new(503));
    assert_eq!(
        set(Some(receive), received.context(), level).unwrap(),
        HaloCode::Ok
    );
    let arguments = json!({ "players": [sandbox.world().home().xuid().to_string()] });
    let response = client.call("banprocessor.ban_summary", arguments).unwrap();
    remove();
    assert_eq!(response.attempts, 2);
    let records = received.take();
    assert!(
        !serde_json::to_string(&records)
            .unwrap()
            .contains(&sandbox.spartan_token())
    );
    let is_own = |record: &Value| record["message"].as_str().unwrap().starts_with("banprocessor.");
    records.into_iter().filter(is_own).collect()
}

fn messages(records: &[Value], level: &str) -> usize {
    records.iter().filter(|record| record["level"] == level).count()
}

#[test]
fn records_of_the_level_are_reported() {
    let _turn = turn();
    let of_debug = records(Some("debug"));
    assert!(
        messages(&of_debug, "debug") > 0 && messages(&of_debug, "info") > 0,
        "{of_debug:?}"
    );
    for level in [Some("info"), None] {
        let of_info = records(level);
        assert!(messages(&of_info, "info") > 0, "{of_info:?}");
        assert_eq!(messages(&of_info, "info"), of_info.len());
    }
    assert!(records(Some("warn")).is_empty() && records(Some("error")).is_empty());
    let record = of_debug[0].as_object().unwrap();
    let words = in_backticks(&comment("halo_log_set").join(" "));
    for member in record.keys() {
        assert!(words.contains(member), "{member}");
    }
    assert!(record["target"].as_str().unwrap().starts_with("halo_infinite::"));
    assert!(record["time"].as_str().unwrap().ends_with('Z'));
    assert_eq!(record.len(), 4);
}

#[test]
fn another_level_is_refused() {
    let _turn = turn();
    let received = Received::default();
    for level in ["Info", "trace", "", "off"] {
        let failed = set(Some(receive), received.context(), Some(level)).unwrap_err();
        assert_eq!(failed.code, HaloCode::Argument);
    }
    // Without a function there is no level to check.
    assert_eq!(set(None, ptr::null_mut(), Some("off")).unwrap(), HaloCode::Ok);
}

/// A function that sends requests itself, and removes itself after the first record of its own request.
struct Caller {
    client: Client,
    is_over: Mutex<Option<HaloCode>>,
}

extern "C" fn call_and_remove(context: *mut c_void, record: *const c_char) {
    // SAFETY: the context is that of a `Caller` that the test has not dropped.
    let caller = unsafe { &*context.cast::<Caller>() };
    let record = crate::support::text(record).unwrap();
    let is_own = caller.client.call(PLAIN, json!({})).is_ok() && record.contains(PLAIN);
    let mut is_over = caller.is_over.lock().unwrap();
    if is_own && is_over.is_none() {
        *is_over = Some(halo_log_set(None, ptr::null_mut(), InText::none(), None));
    }
}

#[test]
fn the_function_may_call_the_interface() {
    let _turn = turn();
    let sandbox = Sandbox::start().unwrap();
    let caller = Caller {
        client: Client::of(&sandbox, json!({})),
        is_over: Mutex::new(None),
    };
    let context = ptr::from_ref(&caller).cast_mut().cast();
    assert_eq!(
        set(Some(call_and_remove), context, Some("debug")).unwrap(),
        HaloCode::Ok
    );
    // Other tests log too, and any thread may deliver.
    let is_over = (0..1000).any(|_| {
        assert_eq!(caller.client.call(PLAIN, json!({})).unwrap().status, 200);
        caller.is_over.lock().unwrap().is_some()
    });
    assert!(is_over);
    remove();
    let requests = sandbox.requests().len();
    assert_eq!(caller.client.call(PLAIN, json!({})).unwrap().status, 200);
    assert_eq!(sandbox.requests().len(), requests + 1);
    assert_eq!(*caller.is_over.lock().unwrap(), Some(HaloCode::Ok));
}
