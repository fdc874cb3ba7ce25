//! Texts that callbacks receive.

use std::ffi::{c_char, c_void};
use std::ptr;
use std::sync::Mutex;

use serde_json::Value;

use super::json_of;

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
    received.0.lock().unwrap().push(json_of(json));
}
