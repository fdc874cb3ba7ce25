//! A sandbox with a client of the interface, and the ways to read what functions return.

use std::ffi::{CStr, CString, c_char};
use std::mem::MaybeUninit;
use std::process::Command;
use std::ptr;
use std::time::{Duration, Instant};

use halo_infinite_capi::*;
use halo_infinite_sandbox::{Sandbox, SandboxBuilder};
use serde_json::{Value, json};

/// The longest wait for something that takes far less time, even on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// The same, for the interface.
pub const PATIENCE_MS: u64 = 60_000;
/// A response that does not come while a test runs.
pub const NEVER: Duration = Duration::from_secs(50);
/// Far longer than a stop may take, and far shorter than a stalled response.
pub const SOON: Duration = Duration::from_secs(10);

pub type Out<'a, T> = Option<&'a mut MaybeUninit<T>>;

/// A handle that may go to other threads, as in C.
pub struct Shared<T>(pub *mut T);

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Shared<T> {}

impl<T> Shared<T> {
    /// A method, so that closures take the whole, which they may send.
    pub fn get(self) -> *mut T {
        self.0
    }
}

// SAFETY: a handle is a number, which nobody follows.
unsafe impl<T> Send for Shared<T> {}
// SAFETY: the same.
unsafe impl<T> Sync for Shared<T> {}

/// Calls a function with a place for a result, and returns both.
pub fn out<T: Copy>(empty: T, call: impl FnOnce(Out<'_, T>) -> HaloCode) -> (HaloCode, T) {
    let mut place = MaybeUninit::new(empty);
    let code = call(Some(&mut place));
    // SAFETY: it was initialized above.
    (code, unsafe { place.assume_init() })
}

/// As [`out`], for a function that returns a handle.
pub fn made<T>(call: impl FnOnce(Out<'_, *mut T>) -> HaloCode) -> *mut T {
    let (code, handle) = out(ptr::null_mut(), call);
    assert_eq!(code, HaloCode::Ok);
    assert!(!handle.is_null());
    handle
}

/// Calls a function that fails. Returns its code, the words and the details.
pub fn failure(call: impl FnOnce(Out<'_, *mut HaloError>) -> HaloCode) -> (HaloCode, String, Value) {
    let (code, error) = out(ptr::null_mut(), call);
    let (of_error, message, details) = read_error(error);
    assert_eq!(of_error, code, "{message}");
    (code, message, details)
}

/// Reads an error and closes it.
pub fn read_error(error: *mut HaloError) -> (HaloCode, String, Value) {
    let code = halo_error_code(error);
    let message = text(halo_error_message(error)).expect("an error");
    let details = serde_json::from_str(&text(halo_error_details(error)).unwrap()).unwrap();
    assert_eq!(halo_error_close(error), HaloCode::Ok);
    (code, message, details)
}

/// A copy of a text of the interface.
pub fn text(text: *const c_char) -> Option<String> {
    // SAFETY: the interface returns null or a text with NUL, which lives as long as its handle.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_str().unwrap().to_owned())
}

/// The JSON of a response, which this closes.
pub fn read_response(response: *mut HaloResponse) -> Value {
    let json = text(halo_response_json(response)).expect("a response with JSON");
    assert_eq!(halo_response_close(response), HaloCode::Ok);
    serde_json::from_str(&json).unwrap()
}

/// The JSON of a text, which this closes.
pub fn read_text(handle: *mut HaloText) -> Value {
    let json = text(halo_text_get(handle)).expect("a text");
    assert_eq!(halo_text_length(handle), json.len());
    assert_eq!(halo_text_close(handle), HaloCode::Ok);
    serde_json::from_str(&json).unwrap()
}

/// Waits, without sleeping, until the condition holds.
pub fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < PATIENCE, "still waiting: {what}");
        std::thread::yield_now();
    }
}

/// The number of this process's threads with a name.
#[cfg(target_os = "linux")]
pub fn threads(name: &str) -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    let names = tasks.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("comm")).ok());
    names.filter(|other| other.trim_end() == name).count()
}

/// Runs a test once more in a process of its own, where no other test has threads. Returns whether this is that process.
pub fn is_alone(test: &str) -> bool {
    const ALONE: &str = "HALO_TEST_ALONE";
    if std::env::var_os(ALONE).is_some() {
        return true;
    }
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program)
        .args(["--exact", test, "--test-threads=1", "--nocapture"])
        .env(ALONE, "1")
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{words}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(words.contains("1 passed"), "{words}");
    false
}

/// A sandbox and a client of it.
pub struct Bench {
    pub sandbox: Sandbox,
    pub client: *mut HaloClient,
}

// SAFETY: the client is a number, which nobody follows.
unsafe impl Send for Bench {}
// SAFETY: the same.
unsafe impl Sync for Bench {}

impl Bench {
    pub fn new() -> Self {
        Self::of(Sandbox::builder())
    }

    pub fn of(builder: SandboxBuilder) -> Self {
        let sandbox = builder.start().unwrap();
        let settings = json!({
            "environment": sandbox.url(),
            "spartan_token": sandbox.spartan_token(),
            "clearance": sandbox.clearance(),
            "requests_per_second": 1000.0,
        });
        let settings = CString::new(settings.to_string()).unwrap();
        let client = made(|client| halo_client_new(InText::of(&settings), ptr::null(), client, None));
        Self { sandbox, client }
    }

    pub fn me(&self) -> String {
        self.sandbox.world().home().gamertag().to_owned()
    }

    /// The arguments of a call about the home player.
    pub fn arguments(&self) -> CString {
        CString::new(json!({ "player": self.me() }).to_string()).unwrap()
    }

    /// Waits until the sandbox has received this many requests.
    pub fn until_requests(&self, count: usize) {
        until("the requests arrive", || self.sandbox.requests().len() >= count);
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        halo_client_close(self.client);
    }
}
