//! HTTP dates.

use std::time::SystemTime;

use jiff::Timestamp;
use ureq::http::{HeaderMap, header};

/// Reads an HTTP date, in any of its three forms.
pub(super) fn parse_date(text: &str) -> Option<Timestamp> {
    let date: SystemTime = httpdate::parse_http_date(text).ok()?;
    Some(Timestamp::try_from(date).unwrap_or(Timestamp::MAX))
}

/// The service's time of day, in the header `Date`.
pub(super) fn date(headers: &HeaderMap) -> Option<Timestamp> {
    parse_date(headers.get(header::DATE)?.to_str().ok()?.trim())
}
