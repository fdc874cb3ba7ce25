//! Failures, and the handle that describes them.

use std::ffi::c_char;
use std::ptr;

use halo_infinite::error::{ArgumentError, Error};
use serde_json::{Map, Value};

use crate::boundary::{enter_close, enter_value};
use crate::code::HaloCode;
use crate::handle::{self, Handle};
use crate::text::Text;

/// A failure in words. Close it with `halo_error_close`.
pub struct HaloError(());

impl Handle for HaloError {
    type Object = Failure;
    const KIND: &'static str = "error";
}

/// A failure of a function.
pub struct Failure {
    pub(crate) code: HaloCode,
    message: Text,
    advice: Option<Text>,
    details: Text,
}

impl Failure {
    pub(crate) fn new(code: HaloCode, message: impl Into<String>) -> Self {
        Self::with(code, message.into(), None, Map::new())
    }

    fn with(code: HaloCode, message: String, advice: Option<&str>, details: Map<String, Value>) -> Self {
        Self {
            code,
            message: Text::new(message),
            advice: advice.map(Text::new),
            details: Text::new(Value::Object(details).to_string()),
        }
    }

    /// The message, for tests.
    #[cfg(test)]
    pub(crate) fn message(&self) -> &str {
        self.message.as_str()
    }

    /// The same failure, with the place where it happened before its message.
    pub(crate) fn at(mut self, place: &str) -> Self {
        self.message = self.message.after(&format!("{place}: "));
        self
    }

    pub(crate) fn null(name: &str) -> Self {
        Self::new(
            HaloCode::NullPointer,
            format!("{name}: it is null, but must not be"),
        )
    }

    pub(crate) fn not_utf8(name: &str, valid: usize) -> Self {
        let message = format!("{name}: it is not UTF-8 from byte {valid} on");
        Self::new(HaloCode::NotUtf8, message)
    }

    pub(crate) fn closed(name: &str, kind: &str) -> Self {
        let message = format!("{name}: the {kind} is closed, or was never opened");
        Self::new(HaloCode::ClosedHandle, message)
    }

    pub(crate) fn wrong_handle(name: &str, found: &str, needed: &str) -> Self {
        let message = format!("{name}: the handle is that of a {found}, not of a {needed}");
        Self::new(HaloCode::WrongHandle, message)
    }

    pub(crate) fn panic() -> Self {
        Self::new(
            HaloCode::Panic,
            "a defect of the library: it has panicked. The standard error may say more",
        )
    }
}

impl From<ArgumentError> for Failure {
    fn from(error: ArgumentError) -> Self {
        let mut details = Map::new();
        details.insert("argument".into(), error.argument.into());
        Self::with(HaloCode::Argument, error.to_string(), None, details)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        if let Error::Argument(error) = error {
            return error.into();
        }
        let code = match &error {
            Error::Network { .. } => HaloCode::Network,
            Error::Status(_) => HaloCode::Status,
            Error::Decode { .. } => HaloCode::Decode,
            Error::SignIn(_) => HaloCode::SignIn,
            Error::Consent(_) => HaloCode::Consent,
            Error::Store(_) => HaloCode::Store,
            Error::Film { .. } => HaloCode::Film,
            Error::Manifest { .. } => HaloCode::Manifest,
            Error::File { .. } => HaloCode::File,
            Error::Deadline { .. } => HaloCode::Deadline,
            #[cfg(feature = "cache")]
            Error::NotCached { .. } => HaloCode::NotCached,
            Error::Cancelled { .. } => HaloCode::Cancelled,
            Error::Thread { .. } => HaloCode::Thread,
            _ => HaloCode::Other,
        };
        let mut details = Map::new();
        if let Some(endpoint) = error.endpoint() {
            details.insert("service".into(), endpoint.service().name().into());
            details.insert("endpoint".into(), endpoint.to_string().into());
        }
        if let Some(status) = error.status() {
            details.insert("status".into(), status.into());
        }
        if let Error::Network { attempts, .. } = &error {
            details.insert("attempts".into(), (*attempts).into());
        }
        Self::with(code, error.to_string(), error.advice(), details)
    }
}

/// The code of an error; `HALO_CODE_CLOSED_HANDLE` if the handle is closed.
#[unsafe(no_mangle)]
pub extern "C" fn halo_error_code(error: *const HaloError) -> HaloCode {
    enter_value(HaloCode::ClosedHandle, || Ok(handle::get("error", error)?.code))
}

/// The message: what failed and why, in English. Null if the handle is closed. The text belongs to the error.
#[unsafe(no_mangle)]
pub extern "C" fn halo_error_message(error: *const HaloError) -> *const c_char {
    enter_value(ptr::null(), || Ok(handle::get("error", error)?.message.as_ptr()))
}

/// What to do about it; null if there is no more to say than the message. The text belongs to the error.
#[unsafe(no_mangle)]
pub extern "C" fn halo_error_advice(error: *const HaloError) -> *const c_char {
    enter_value(ptr::null(), || {
        let error = handle::get("error", error)?;
        Ok(error.advice.as_ref().map_or(ptr::null(), Text::as_ptr))
    })
}

/// More facts, as a JSON object: `service`, `endpoint`, `status`, `attempts`, `argument`, as far as they apply. The
/// text belongs to the error. Null if the handle is closed.
#[unsafe(no_mangle)]
pub extern "C" fn halo_error_details(error: *const HaloError) -> *const c_char {
    enter_value(ptr::null(), || Ok(handle::get("error", error)?.details.as_ptr()))
}

/// Closes an error. Null is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn halo_error_close(error: *mut HaloError) -> HaloCode {
    enter_close(|| handle::close(error).map(drop))
}
