//! Private parts of this crate for the fuzz targets in `fuzz/`. Compiled for them only.

use jiff::Timestamp;
use ureq::http::{HeaderMap, HeaderValue, header};

use crate::auth::fuzzing as auth;
use crate::error::Error;
use crate::http::RawResponse;
use crate::http::retry;

pub use crate::services::waypoint::leaderboard_data;
pub use auth::{pasted_code, request_target, token_store_file};

/// The wait of a `Retry-After` header, in seconds.
pub fn retry_after(value: &[u8], now: Timestamp) -> Option<u64> {
    let value = HeaderValue::from_bytes(value).ok()?;
    let headers = HeaderMap::from_iter([(header::RETRY_AFTER, value)]);
    retry::retry_after(&headers, now).map(|wait| wait.as_secs())
}

/// The errors of an error response with this body: of a service's request, and of each step of the sign-in.
pub fn errors(status: u16, body: &[u8]) -> Vec<Error> {
    let response = || RawResponse {
        status,
        headers: HeaderMap::new(),
        body: body.to_vec().into(),
        retry_after: None,
        attempts: 1,
        age: None,
        lacks_clearance: false,
        secrets: Vec::new(),
    };
    let endpoint = crate::auth::SignInStep::SpartanToken.endpoint();
    let mut errors = auth::refusals(&response());
    errors.extend(response().success(endpoint).err());
    errors
}
