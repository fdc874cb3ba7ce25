//! Responses.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::OnceLock;

use halo_infinite::services::by_name::{Content, NamedResponse};
use halo_infinite::types::Endpoint;

use crate::boundary::HaloError;
use crate::boundary::{enter, enter_close, enter_value, required};
use crate::code::HaloCode;
use crate::handle::{self, Handle};
use crate::text::Text;

/// A response, or another result in JSON or bytes. Close it with `halo_response_close`.
pub struct HaloResponse(());

impl Handle for HaloResponse {
    type Object = ResponseObject;
    const KIND: &'static str = "response";
}

/// A response with its texts for C.
pub struct ResponseObject {
    endpoint: Option<&'static Endpoint>,
    /// The endpoint's name, once somebody has asked for it.
    endpoint_name: OnceLock<Text>,
    status: u16,
    attempts: u32,
    age_ms: i64,
    /// That of a file.
    content_type: Option<Text>,
    /// JSON and files alike, with a NUL at the end.
    body: Text,
    is_json: bool,
}

impl ResponseObject {
    pub(crate) fn new(response: NamedResponse) -> Self {
        let (body, content_type, is_json) = match response.content {
            Content::Json(json) => (json, None, true),
            Content::File(file) => (file.bytes, file.content_type, false),
            _ => (Vec::new(), None, false),
        };
        let age = response
            .age
            .map(|age| i64::try_from(age.as_millis()).unwrap_or(i64::MAX));
        Self {
            endpoint: Some(response.endpoint),
            endpoint_name: OnceLock::new(),
            status: response.status,
            attempts: response.attempts,
            age_ms: age.unwrap_or(-1),
            content_type: content_type.map(Text::new),
            body: Text::of_bytes(body),
            is_json,
        }
    }

    /// A result in JSON that is not the response of one request.
    pub(crate) fn of_json(json: Vec<u8>) -> Self {
        Self {
            endpoint: None,
            endpoint_name: OnceLock::new(),
            status: 0,
            attempts: 0,
            age_ms: -1,
            content_type: None,
            body: Text::of_bytes(json),
            is_json: true,
        }
    }

    /// Bytes that are not the response of one request.
    pub(crate) fn of_bytes(bytes: Vec<u8>) -> Self {
        Self {
            is_json: false,
            ..Self::of_json(bytes)
        }
    }
}

/// The HTTP status, from 200 to 299; 0 if the handle is closed, or if this is not the response of one request.
#[unsafe(no_mangle)]
pub extern "C" fn halo_response_status(response: *const HaloResponse) -> u16 {
    enter_value(0, || Ok(handle::get("response", response)?.status))
}

/// The number of attempts: 1 without retries, 0 if the response was cached and nothing was sent, or if this is not the
/// response of one request.
#[unsafe(no_mangle)]
pub extern "C" fn halo_response_attempts(response: *const HaloResponse) -> u32 {
    enter_value(0, || Ok(handle::get("response", response)?.attempts))
}

/// The age of a cached response in milliseconds; -1 if it was not cached, or the handle is closed.
#[unsafe(no_mangle)]
pub extern "C" fn halo_response_age_ms(response: *const HaloResponse) -> i64 {
    enter_value(-1, || Ok(handle::get("response", response)?.age_ms))
}

/// The name of the endpoint; null if this is not the response of one request, or the handle is
/// closed. The text belongs to the response.
#[unsafe(no_mangle)]
pub extern "C" fn halo_response_endpoint(response: *const HaloResponse) -> *const c_char {
    enter_value(ptr::null(), || {
        let response = handle::get("response", response)?;
        let name = |endpoint: &'static Endpoint| {
            let name = response
                .endpoint_name
                .get_or_init(|| Text::new(endpoint.to_string()));
            name.as_ptr()
        };
        Ok(response.endpoint.map_or(ptr::null(), name))
    })
}

/// The media type of the content, such as `image/png`; null if the service does not send it, or the handle is closed.
/// The text belongs to the response.
#[unsafe(no_mangle)]
pub extern "C" fn halo_response_content_type(response: *const HaloResponse) -> *const c_char {
    enter_value(ptr::null(), || {
        let response = handle::get("response", response)?;
        Ok(match &response.content_type {
            Some(content_type) => content_type.as_ptr(),
            None if response.is_json => c"application/json".as_ptr(),
            None => ptr::null(),
        })
    })
}

/// The content as JSON in UTF-8, with a NUL at its end; null if it is a file, or the handle is closed. The text belongs
/// to the response.
#[unsafe(no_mangle)]
pub extern "C" fn halo_response_json(response: *const HaloResponse) -> *const c_char {
    enter_value(ptr::null(), || {
        let response = handle::get("response", response)?;
        Ok(if response.is_json {
            response.body.as_ptr()
        } else {
            ptr::null()
        })
    })
}

/// The content as bytes, of JSON or of a file, and their number. The bytes belong to the response. A NUL follows them, which
/// does not count.
#[unsafe(no_mangle)]
pub extern "C" fn halo_response_bytes(
    response: *const HaloResponse,
    bytes: Option<&mut MaybeUninit<*const u8>>,
    length: Option<&mut MaybeUninit<usize>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let bytes = required("bytes", bytes, ptr::null());
        let length = required("length", length, 0);
        let (bytes, length) = (bytes?, length?);
        let response = handle::get("response", response)?;
        *bytes = response.body.as_ptr().cast();
        *length = response.body.len();
        Ok(HaloCode::Ok)
    })
}

/// Closes a response, and frees its texts. Null is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn halo_response_close(response: *mut HaloResponse) -> HaloCode {
    enter_close(|| handle::close(response).map(drop))
}
