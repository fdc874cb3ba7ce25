//! HTTP dates.

use std::time::SystemTime;

use jiff::Timestamp;
use ureq::http::{HeaderMap, header};

/// Reads an HTTP date, in any of its three forms.
pub(super) fn parse_date(text: &str) -> Option<SystemTime> {
    httpdate::parse_http_date(text).ok()
}

/// The service's time of day, in the header `Date`.
pub(crate) fn date(headers: &HeaderMap) -> Option<Timestamp> {
    let date = parse_date(headers.get(header::DATE)?.to_str().ok()?.trim())?;
    Timestamp::try_from(date).ok()
}
