//! The header `Retry-After`.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use ureq::http::{HeaderMap, header};

use crate::http::date::parse_date;

/// Returns the wait in `Retry-After`: seconds, perhaps with a fraction, or the time until an HTTP date, which
/// may have passed. A value that is neither is ignored.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        if let Ok(seconds) = text.parse() {
            // A number that is too large to represent is longer than any wait.
            return Some(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX));
        }
    }
    // As a `SystemTime`: the last day of the year 9999, which means "never", is not a `Timestamp`.
    let wait = parse_date(text)?.duration_since(SystemTime::from(now));
    Some(wait.unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ureq::http::HeaderValue;

    fn wait(value: &[u8]) -> Option<u64> {
        let now = "1994-11-06T08:49:00Z".parse().unwrap();
        let value = HeaderValue::from_bytes(value).unwrap();
        retry_after(&HeaderMap::from_iter([(header::RETRY_AFTER, value)]), now).map(|wait| wait.as_secs())
    }

    #[test]
    fn seconds_and_three_forms_of_dates_are_read() {
        for (value, expected) in [
            (b"120".as_slice(), Some(120)),
            (b" 0 ", Some(0)),
            // No number is rounded.
            (b"9007199254740993", Some(9_007_199_254_740_993)),
            (b"18446744073709551616", Some(u64::MAX)),
            (b"Sun, 06 Nov 1994 08:49:37 GMT", Some(37)),
            (b"Sunday, 06-Nov-94 08:49:37 GMT", Some(37)),
            (b"Sun Nov  6 08:49:37 1994", Some(37)),
            (b"Sat, 05 Nov 1994 08:49:37 GMT", Some(0)),
            (b"Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
            (b"Thu, 30 Dec 9999 22:00:01 GMT", Some(252_618_095_461)),
            (b"Fri, 31 Dec 9999 23:59:59 GMT", Some(252_618_189_059)),
            (b"-1", None),
            (b"1.5", Some(1)),
            (b"1.2.3", None),
            (b".", None),
            (b"+5", None),
            (b"", None),
            (b"soon", None),
            (b"\xff\xfe", None),
            (b"Sun, 99 Nov 1994 08:49:37 GMT", None),
        ] {
            assert_eq!(wait(value), expected, "{}", value.escape_ascii());
        }
    }
}
