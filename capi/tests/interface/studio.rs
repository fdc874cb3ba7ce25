//! A client of a sandbox, and C's way to call functions.

use std::ffi::{CStr, CString, c_char};
use std::mem::MaybeUninit;
use std::path::{Path, PathBuf};
use std::ptr;
use std::time::{Duration, Instant};

use halo_infinite_capi::*;
use halo_infinite_sandbox::Sandbox;
use serde_json::{Value, json};

/// The longest wait for something that takes far less time, even on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A failure: its code and its message.
pub type Failed = (HaloCode, String);

/// The place for an error.
pub type ErrorOut<'a> = Option<&'a mut MaybeUninit<*mut HaloError>>;

pub struct Bench {
    pub sandbox: Sandbox,
    pub client: *mut HaloClient,
    /// The matches of the home player, the newest first.
    pub ids: Vec<String>,
}

impl Bench {
    /// A client with a high rate.
    pub fn new() -> Self {
        Self::of_rate(10_000.0)
    }

    pub fn of_rate(requests_per_second: f64) -> Self {
        let sandbox = Sandbox::start().unwrap();
        let settings = json!({
            "environment": sandbox.url(),
            "spartan_token": sandbox.spartan_token(),
            "clearance": sandbox.clearance(),
            "requests_per_second": requests_per_second,
        });
        let settings = c(settings);
        let client =
            out(|client, error| halo_client_new(InText::of(&settings), ptr::null(), client, error)).unwrap();
        let ids = sandbox.world().match_ids(sandbox.world().home());
        Self {
            client,
            ids: ids.iter().map(ToString::to_string).collect(),
            sandbox,
        }
    }

    /// The content of a call.
    pub fn call(&self, endpoint: &str, arguments: Value) -> String {
        let (endpoint, arguments) = (c(endpoint), c(arguments));
        let response = out(|response, error| {
            halo_call(
                self.client,
                InText::of(&endpoint),
                InText::of(&arguments),
                InText::none(),
                ptr::null(),
                response,
                error,
            )
        });
        let response = response.unwrap();
        let content = text(halo_response_json(response));
        assert_eq!(halo_response_close(response), HaloCode::Ok);
        content
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        halo_client_close(self.client);
    }
}

pub fn c(text: impl ToString) -> CString {
    CString::new(text.to_string()).unwrap()
}

/// A text of the interface, which is not null.
pub fn text(text: *const c_char) -> String {
    assert!(!text.is_null());
    // SAFETY: the interface returns texts with NUL, whose owner is open.
    unsafe { CStr::from_ptr(text) }.to_str().unwrap().to_owned()
}

/// Calls a function with places for a result and an error. A failure leaves null in the place for the result.
pub fn out<T>(
    run: impl FnOnce(Option<&mut MaybeUninit<*mut T>>, ErrorOut<'_>) -> HaloCode,
) -> Result<*mut T, Failed> {
    let mut result = MaybeUninit::new(ptr::without_provenance_mut(1));
    let code = outcome(|error| run(Some(&mut result), error))?;
    // SAFETY: it was initialized above.
    let result: *mut T = unsafe { result.assume_init() };
    match code {
        HaloCode::Ok => {
            assert!(!result.is_null());
            Ok(result)
        }
        code => {
            assert!(result.is_null());
            Err((code, String::new()))
        }
    }
}

/// Calls a function with a place for an error.
pub fn outcome(run: impl FnOnce(ErrorOut<'_>) -> HaloCode) -> Result<HaloCode, Failed> {
    let mut error = MaybeUninit::new(ptr::without_provenance_mut(1));
    let code = run(Some(&mut error));
    // SAFETY: it was initialized above.
    let error = unsafe { error.assume_init() };
    if error.is_null() {
        return Ok(code);
    }
    assert_eq!(halo_error_code(error), code);
    let message = text(halo_error_message(error));
    assert_eq!(halo_error_close(error), HaloCode::Ok);
    Err((code, message))
}

/// The JSON of a result, which is closed.
pub fn content(response: *mut HaloResponse) -> Value {
    let content = serde_json::from_str(&text(halo_response_json(response))).unwrap();
    assert_eq!(halo_response_close(response), HaloCode::Ok);
    content
}

/// The bytes of a result, which is closed.
pub fn bytes(response: *mut HaloResponse) -> Vec<u8> {
    let (mut bytes, mut length) = (MaybeUninit::new(ptr::null()), MaybeUninit::new(0));
    outcome(|error| halo_response_bytes(response, Some(&mut bytes), Some(&mut length), error)).unwrap();
    // SAFETY: both were initialized above.
    let (bytes, length) = unsafe { (bytes.assume_init(), length.assume_init()) };
    // SAFETY: the response is open, and has so many bytes.
    let bytes = unsafe { std::slice::from_raw_parts(bytes, length) }.to_vec();
    assert_eq!(halo_response_close(response), HaloCode::Ok);
    bytes
}

/// Bytes for the interface, with their number.
pub fn input(bytes: &[u8]) -> (InBytes<'_>, usize) {
    // SAFETY: the bytes do not change as long as they are borrowed, and the number is theirs.
    (unsafe { InBytes::new(bytes.as_ptr()) }, bytes.len())
}

/// Waits, without sleeping, until the condition holds.
pub fn until(condition_in_words: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < PATIENCE, "still waiting: {condition_in_words}");
        std::thread::yield_now();
    }
}

/// A folder that is removed at the end.
pub struct Folder(pub PathBuf);

impl Folder {
    /// A folder that does not exist yet.
    pub fn new(name: &str) -> Self {
        let name = format!("halo-infinite-capi-{name}-{}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.0.exists() {
            std::fs::remove_dir_all(&self.0).unwrap();
        }
    }
}

/// The places of values that are not handles.
pub fn number<T: Copy>(value: &MaybeUninit<T>) -> T {
    // SAFETY: tests pass places that they have initialized.
    unsafe { value.assume_init() }
}
