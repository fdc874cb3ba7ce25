//! A caller: C's way to use the interface, with results that tests can read.

use std::ffi::{CStr, CString, c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::Mutex;

use halo_infinite_capi::*;
use halo_infinite_sandbox::Sandbox;
use serde_json::{Value, json};

/// A failure, read and closed.
#[derive(Debug)]
pub struct Failed {
    pub code: HaloCode,
    pub message: String,
    pub details: Value,
}

/// Calls a function with a place for an error. Returns the error, if there is one.
pub fn failure(
    run: impl FnOnce(Option<&mut MaybeUninit<*mut HaloError>>) -> HaloCode,
) -> Result<HaloCode, Failed> {
    let mut error = MaybeUninit::new(ptr::null_mut());
    let code = run(Some(&mut error));
    // SAFETY: it was initialized with null.
    let error = unsafe { error.assume_init() };
    if error.is_null() {
        return Ok(code);
    }
    let failed = Failed {
        code,
        message: text(halo_error_message(error)).unwrap(),
        details: serde_json::from_str(&text(halo_error_details(error)).unwrap()).unwrap(),
    };
    assert_eq!(halo_error_code(error), code);
    assert_eq!(halo_error_close(error), HaloCode::Ok);
    Err(failed)
}

/// Calls a function with a place for a result and one for an error.
pub fn result<T: Copy>(
    empty: T,
    run: impl FnOnce(Option<&mut MaybeUninit<T>>, Option<&mut MaybeUninit<*mut HaloError>>) -> HaloCode,
) -> Result<T, Failed> {
    let mut out = MaybeUninit::new(empty);
    failure(|error| run(Some(&mut out), error))?;
    // SAFETY: it was initialized.
    Ok(unsafe { out.assume_init() })
}

/// A text of the interface; `None` for null.
pub fn text(text: *const c_char) -> Option<String> {
    // SAFETY: the interface returns null or a text with NUL, whose owner is open.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_str().unwrap().to_owned())
}

/// A text for the interface.
pub fn c(text: impl ToString) -> CString {
    CString::new(text.to_string()).unwrap()
}

/// A client, which is closed at the end.
pub struct Client(pub *mut HaloClient);

// SAFETY: handles are numbers, which any thread may pass to the interface.
unsafe impl Sync for Client {}
// SAFETY: the same.
unsafe impl Send for Client {}

impl Client {
    pub fn new(settings: &Value) -> Result<Self, Failed> {
        let settings = c(settings);
        result(ptr::null_mut(), |client, error| {
            halo_client_new(InText::of(&settings), ptr::null(), client, error)
        })
        .map(Self)
    }

    /// A client of a sandbox, without a limit and with more settings.
    pub fn of(sandbox: &Sandbox, more: Value) -> Self {
        Self::new(&settings_of(sandbox, more)).unwrap()
    }

    pub fn call(&self, endpoint: &str, arguments: Value) -> Result<Response, Failed> {
        self.call_with(endpoint, arguments, json!({}))
    }

    pub fn call_with(&self, endpoint: &str, arguments: Value, options: Value) -> Result<Response, Failed> {
        let (endpoint, arguments, options) = (c(endpoint), c(arguments), c(options));
        let response = result(ptr::null_mut(), |response, error| {
            halo_call(
                self.0,
                InText::of(&endpoint),
                InText::of(&arguments),
                InText::of(&options),
                ptr::null(),
                response,
                error,
            )
        })?;
        let read = Response {
            status: halo_response_status(response),
            attempts: halo_response_attempts(response),
            age_ms: halo_response_age_ms(response),
        };
        assert_eq!(halo_response_close(response), HaloCode::Ok);
        Ok(read)
    }

    /// The number of responses in the cache.
    #[cfg(feature = "cache")]
    pub fn cached(&self) -> Result<u64, Failed> {
        result(0, |count, error| halo_client_cache_count(self.0, count, error))
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        halo_client_close(self.0);
    }
}

/// The settings for a sandbox, without a limit, and more settings, which win. Null removes a setting.
pub fn settings_of(sandbox: &Sandbox, more: Value) -> Value {
    let mut settings = json!({
        "environment": sandbox.url(),
        "spartan_token": sandbox.spartan_token(),
        "clearance": sandbox.clearance(),
    });
    let settings_object = settings.as_object_mut().unwrap();
    if more.get("requests_per_second").is_none() {
        settings_object.insert("unlimited".into(), true.into());
    }
    for (name, value) in more.as_object().unwrap().clone() {
        match value {
            Value::Null => drop(settings_object.remove(&name)),
            value => drop(settings_object.insert(name, value)),
        }
    }
    settings
}

/// What tests look at of a response.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub attempts: u32,
    pub age_ms: i64,
}

/// A receiver of texts. Its address is the context of [`receive`].
#[derive(Default)]
pub struct Received(Mutex<Vec<Value>>);

impl Received {
    pub fn context(&self) -> *mut c_void {
        ptr::from_ref(self).cast_mut().cast()
    }

    /// Returns what has come so far.
    pub fn take(&self) -> Vec<Value> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// A callback that appends a JSON text to its [`Received`].
pub extern "C" fn receive(context: *mut c_void, json: *const c_char) {
    // SAFETY: the context is that of a `Received` that the test has not dropped.
    let received = unsafe { &*context.cast::<Received>() };
    let json = serde_json::from_str(&text(json).unwrap()).unwrap();
    received.0.lock().unwrap().push(json);
}
