//! What the fuzz targets in `fuzz/` reach that nobody else can. Compiled for them only.

use jiff::Timestamp;
use ureq::http::{HeaderMap, HeaderValue, header};

use crate::auth::fuzzing as auth;
use crate::error::Error;
use crate::http::RawResponse;
use crate::transport::retry_after_of;

pub use auth::{pasted_code, request_target, token_store_file};

/// The seconds that a `Retry-After` header says to wait.
pub fn retry_after(value: &[u8], now: Timestamp) -> Option<u64> {
    let value = HeaderValue::from_bytes(value).ok()?;
    let headers = HeaderMap::from_iter([(header::RETRY_AFTER, value)]);
    retry_after_of(&headers, now).map(|wait| wait.as_secs())
}

/// The errors that a refusal's body makes: of a service's call, and of each step of the sign-in.
pub fn errors(status: u16, body: &[u8]) -> Vec<Error> {
    let answer = || RawResponse {
        status,
        headers: HeaderMap::new(),
        body: body.to_vec(),
        retry_after: None,
        attempts: 1,
        age: None,
        secrets: Vec::new(),
    };
    let endpoint = crate::auth::SignInStep::SpartanToken.endpoint();
    let mut errors = auth::refusals(&answer());
    errors.extend(answer().success(endpoint).err());
    errors
}
