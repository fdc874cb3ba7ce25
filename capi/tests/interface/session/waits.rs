//! Waits that a cancel token, the session's end or a time ends.

use std::ffi::{c_char, c_void};
use std::fs::File;
use std::ptr;

use halo_infinite_capi::*;
use halo_infinite_sandbox::{Consent, Sandbox};
use serde_json::json;

use super::setup::*;

/// Cancels the cancel token that is the context.
extern "C" fn cancel_it(cancel: *mut c_void, _: *const c_char) {
    halo_cancel_cancel(cancel.cast());
}

/// Closes the session that is the context.
extern "C" fn close_it(session: *mut c_void, _: *const c_char) {
    halo_session_close(session.cast());
}

/// Does nothing, as a player who does not come back.
extern "C" fn ignore(_: *mut c_void, _: *const c_char) {}

#[test]
fn a_switch_ends_the_waits_for_the_player() {
    let sandbox = Sandbox::start().unwrap();
    let session = session(&public_settings(&sandbox));
    let stop = cancel();
    let by_browser = call(|error| {
        halo_session_sign_in_with_browser(session, Some(cancel_it), stop.cast(), u64::MAX, stop, error)
    });
    assert_eq!(by_browser.unwrap_err().code, HaloCode::Cancelled);
    let other = cancel();
    let by_code = call(|error| {
        halo_session_sign_in_with_device_code(session, Some(cancel_it), other.cast(), other, error)
    });
    assert_eq!(by_code.unwrap_err().code, HaloCode::Cancelled);
    assert!(!halo_session_is_signed_in(session));

    // A cancelled token ends later waits at once.
    let token = c(json!({ "refresh_token": sandbox.refresh_token() }));
    let imported = call(|error| halo_session_import(session, InText::of(&token), stop, error));
    assert_eq!(imported.unwrap_err().code, HaloCode::Cancelled);
    assert!(!halo_session_is_signed_in(session));
    for stop in [stop, other] {
        assert_eq!(halo_cancel_close(stop), HaloCode::Ok);
    }
    assert_eq!(halo_session_close(session), HaloCode::Ok);
}

#[test]
fn the_sessions_end_ends_the_waits_for_the_player() {
    let sandbox = Sandbox::start().unwrap();
    let first = session(&public_settings(&sandbox));
    let by_browser = call(|error| {
        halo_session_sign_in_with_browser(first, Some(close_it), first.cast(), 0, ptr::null(), error)
    });
    assert_eq!(by_browser.unwrap_err().code, HaloCode::Cancelled);
    assert_eq!(halo_session_close(first), HaloCode::ClosedHandle);
    let second = session(&public_settings(&sandbox));
    // With a cancel token, too.
    let stop = cancel();
    let by_code = call(|error| {
        halo_session_sign_in_with_device_code(second, Some(close_it), second.cast(), stop, error)
    });
    assert_eq!(by_code.unwrap_err().code, HaloCode::Cancelled);
    assert_eq!(halo_cancel_close(stop), HaloCode::Ok);
}

#[test]
fn a_player_who_does_not_come_back_is_waited_for_as_long_as_asked() {
    let sandbox = Sandbox::start().unwrap();
    let session = session(&public_settings(&sandbox));
    let failed = call(|error| {
        halo_session_sign_in_with_browser(session, Some(ignore), ptr::null_mut(), 30, ptr::null(), error)
    })
    .unwrap_err();
    assert_eq!(failed.code, HaloCode::Consent);
    assert_eq!(failed.details["kind"], "timeout");
    assert!(failed.message.contains("30ms"), "{}", failed.message);
    assert!(failed.advice.is_some());
    assert_eq!(halo_session_close(session), HaloCode::Ok);
}

#[test]
fn the_switch_of_a_sign_in_does_not_end_the_session_later() {
    let sandbox = Sandbox::builder().consent(Consent::Accept).start().unwrap();
    let session = session(&settings(&sandbox));
    let stop = cancel();
    let token = c(json!({ "refresh_token": sandbox.refresh_token() }));
    call(|error| halo_session_import(session, InText::of(&token), stop, error)).unwrap();
    halo_cancel_cancel(stop);
    assert_eq!(halo_cancel_close(stop), HaloCode::Ok);

    let client = client(json!({ "environment": sandbox.url() }), session).unwrap();
    assert_eq!(halo_session_close(session), HaloCode::Ok);
    sandbox.clear_requests();
    sandbox.revoke_spartan_tokens();
    whoami(client).unwrap();
    let renewed = sandbox.requests();
    assert!(
        renewed
            .iter()
            .any(|request| request.path.contains("spartan-token"))
    );
    assert_eq!(halo_client_close(client), HaloCode::Ok);
}

#[test]
fn the_wait_for_the_lock_of_a_store_ends() {
    let sandbox = Sandbox::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let stored = with(settings(&sandbox), store_in(&file_in(&folder)));
    let patient = session(&stored);
    sign_in(patient, &sandbox);
    // It has the stored tokens: a sign-in would need more time.
    let held_up = session(&with(stored.clone(), json!({ "deadline_ms": 50 })));
    // As another program that hangs.
    let lock = File::options()
        .write(true)
        .open(folder.path().join("tokens.json.lock"))
        .unwrap();
    lock.lock().unwrap();
    assert_eq!(sign_out(held_up).unwrap_err().code, HaloCode::Deadline);
    let stop = cancel();
    halo_cancel_cancel(stop);
    let failed = call(|error| halo_session_sign_out(patient, stop, error)).unwrap_err();
    assert_eq!(failed.code, HaloCode::Cancelled);
    let failed = try_session(&with(stored, json!({ "deadline_ms": 50 }))).unwrap_err();
    assert_eq!(failed.code, HaloCode::Deadline);
    assert!(halo_session_is_signed_in(held_up) && halo_session_is_signed_in(patient));
    lock.unlock().unwrap();
    for session in [held_up, patient] {
        sign_out(session).unwrap();
        assert_eq!(halo_session_close(session), HaloCode::Ok);
    }
    assert_eq!(halo_cancel_close(stop), HaloCode::Ok);
}
