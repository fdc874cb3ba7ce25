//! Jobs whose results go to a callback.

use std::ffi::c_void;
use std::ptr;
use std::sync::{Mutex, PoisonError};

use halo_infinite::types::Endpoint;

use super::answer::Answer;
use crate::callback::Context;
use crate::code::HaloCode;
use crate::error::{Failure, HaloError};
use crate::handle;
use crate::response::HaloResponse;

/// A function of the program that receives the result of a job. `context` and `value` are those that were passed with the
/// function. `code` is `HALO_CODE_OK` with a response and no error, or the code of the failure with an error and no
/// response. The program closes the response or the error, in the callback or later, on any thread.
pub type HaloResultCallback = Option<
    extern "C" fn(
        context: *mut c_void,
        value: u64,
        code: HaloCode,
        response: *mut HaloResponse,
        error: *mut HaloError,
    ),
>;

/// A job whose result goes to a callback, once.
pub struct CallbackJob {
    value: u64,
    endpoint: &'static Endpoint,
    /// `None` once the callback was called.
    callback: Mutex<Option<Callback>>,
}

type Callback = Box<dyn FnOnce(Answer) + Send>;

impl CallbackJob {
    pub fn new(
        value: u64,
        endpoint: &'static Endpoint,
        function: HaloResultCallback,
        context: *mut c_void,
    ) -> Result<Self, Failure> {
        let function = function.ok_or_else(|| Failure::null("callback"))?;
        let context = Context::new(context);
        let callback = move |result: Answer| {
            let context = context.get();
            match result {
                Ok(response) => {
                    let response = handle::open(response);
                    function(context, value, HaloCode::Ok, response, ptr::null_mut());
                }
                Err(failure) => {
                    let code = failure.code;
                    function(context, value, code, ptr::null_mut(), handle::open(failure));
                }
            }
        };
        Ok(Self {
            value,
            endpoint,
            callback: Mutex::new(Some(Box::new(callback))),
        })
    }

    pub fn value(&self) -> u64 {
        self.value
    }

    fn take(&self) -> Option<Callback> {
        let mut callback = self.callback.lock().unwrap_or_else(PoisonError::into_inner);
        callback.take()
    }

    /// Calls the callback, unless it was called before; `None` stands for a job that was cancelled before it began.
    pub fn call(&self, result: Option<Answer>) {
        if let Some(callback) = self.take() {
            callback(result.unwrap_or_else(|| Err(Failure::cancelled(self.endpoint))));
        }
    }

    /// The queue has refused the job: its callback is not called.
    pub fn disarm(&self) {
        drop(self.take());
    }
}
