//! What functions return: errors, texts, responses.

use std::ffi::{CStr, c_char};
use std::ptr;

use halo_infinite_capi::*;
use serde_json::Value;

use super::place;

/// A failure, read and closed.
#[derive(Debug, PartialEq)]
pub struct Failed {
    pub code: HaloCode,
    pub message: String,
    pub advice: Option<String>,
    /// In a box, since results with large errors are slow to pass on.
    pub details: Box<Value>,
}

impl Failed {
    /// A code for which there is no error.
    pub fn without_words(code: HaloCode) -> Self {
        Self {
            code,
            message: String::new(),
            advice: None,
            details: Box::new(Value::Null),
        }
    }
}

/// Reads an error, and closes it.
pub fn read_error(error: *mut HaloError) -> Failed {
    let failed = Failed {
        code: halo_error_code(error),
        message: text(halo_error_message(error)).expect("an error"),
        advice: text(halo_error_advice(error)),
        details: serde_json::from_str(&text(halo_error_details(error)).unwrap()).unwrap(),
    };
    assert_eq!(halo_error_close(error), HaloCode::Ok);
    failed
}

/// A copy of a text of the interface; `None` for null.
pub fn text(text: *const c_char) -> Option<String> {
    // SAFETY: the interface returns null or a text with NUL, whose owner is open.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_str().unwrap().to_owned())
}

/// A text of the interface, which has JSON.
pub fn json_of(json: *const c_char) -> Value {
    serde_json::from_str(&text(json).expect("a text")).unwrap()
}

/// The JSON of a response, which is closed.
pub fn content(response: *mut HaloResponse) -> Value {
    let json = json_of(halo_response_json(response));
    assert_eq!(halo_response_close(response), HaloCode::Ok);
    json
}

/// The bytes of a response, which is closed.
pub fn bytes(response: *mut HaloResponse) -> Vec<u8> {
    let bytes = bytes_of(|bytes, length| halo_response_bytes(response, bytes, length, None));
    assert_eq!(halo_response_close(response), HaloCode::Ok);
    bytes
}

/// A copy of the bytes that a function returns, with their number.
pub fn bytes_of(run: impl FnOnce(super::Out<'_, *const u8>, super::Out<'_, usize>) -> HaloCode) -> Vec<u8> {
    let (mut bytes, mut length) = (ptr::null(), 0);
    let code = run(Some(place(&mut bytes)), Some(place(&mut length)));
    assert_eq!(code, HaloCode::Ok);
    assert!(!bytes.is_null());
    // SAFETY: the interface returns the address of so many bytes, whose owner is open.
    unsafe { std::slice::from_raw_parts(bytes, length) }.to_vec()
}
