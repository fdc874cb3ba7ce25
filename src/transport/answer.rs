//! A complete answer, whatever its status.

use std::time::Duration;

use jiff::Timestamp;
use ureq::http::{HeaderMap, header};

use crate::auth::Secret;
use crate::decode::{DecodeError, excerpt};
use crate::error::{Endpoint, Error, StatusError};
use crate::models::common::ProblemDetails;

/// A complete answer, whatever its status.
#[derive(Debug)]
pub(crate) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// How long to wait before the next try, where the service said so.
    pub retry_after: Option<Duration>,
    /// How many tries the call took.
    pub attempts: u32,
    /// How long ago the service gave it, where it comes from a cache.
    pub age: Option<Duration>,
    /// What the call was sent with: it must not be kept, nor be shown in errors.
    pub secrets: Vec<Secret>,
}

/// Shorter texts are no secrets, but would be found anywhere.
const SHORTEST_SECRET: usize = 6;

impl Answer {
    /// The answer, where its status is success.
    pub fn success(self, endpoint: Endpoint) -> Result<Self, Error> {
        if self.is_success() {
            return Ok(self);
        }
        Err(Error::Status(Box::new(StatusError {
            endpoint,
            status: self.status,
            detail: detail(&self.body),
            retry_after: self.retry_after,
            attempts: self.attempts,
        })))
    }

    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the body repeats a secret that the call was sent with.
    pub fn shows_what_was_sent(&self) -> bool {
        let secrets = self.secrets.iter().map(|secret| secret.expose().as_bytes());
        secrets
            .filter(|secret| secret.len() >= SHORTEST_SECRET)
            .any(|secret| self.body.windows(secret.len()).any(|window| window == secret))
    }

    /// Takes a secret out of the body, wherever the service repeats it.
    pub(super) fn hide(&mut self, secret: &Secret) {
        let secret = secret.expose().as_bytes();
        if secret.len() < SHORTEST_SECRET {
            return;
        }
        let mut hidden = Vec::with_capacity(self.body.len());
        let mut rest = self.body.as_slice();
        while let Some((first, others)) = rest.split_first() {
            if let Some(behind) = rest.strip_prefix(secret) {
                hidden.extend_from_slice(b"...");
                rest = behind;
            } else {
                hidden.push(*first);
                rest = others;
            }
        }
        self.body = hidden;
    }

    /// Why the body could not be decoded, in words that are fit to be shown: they quote the body, which may
    /// repeat what the call was sent with, and be of any length.
    pub fn explain(&self, error: DecodeError) -> DecodeError {
        let fit = |text: String| {
            let secrets = self.secrets.iter().map(Secret::expose);
            let secrets = secrets.filter(|secret| secret.len() >= SHORTEST_SECRET);
            let text = secrets.fold(text, |text, secret| text.replace(secret, "..."));
            shortened(text)
        };
        let problem = if self.shows_what_was_sent() {
            // A quotation may end within it.
            "the body is not what the call promises, and repeats the call's tokens: it is not shown".into()
        } else {
            fit(error.problem)
        };
        DecodeError {
            path: fit(error.path),
            problem,
        }
    }
}

/// A text without its middle, where it is long.
fn shortened(text: String) -> String {
    /// How many letters of each end are left.
    const END: usize = 150;
    let start = text.char_indices().nth(END).map(|(place, _)| place);
    let end = text.char_indices().nth_back(END).map(|(place, _)| place);
    match (start, end) {
        (Some(start), Some(end)) if start < end => {
            let ends = text.get(..start).zip(text.get(end..));
            ends.map_or_else(String::new, |(start, end)| format!("{start}…{end}"))
        }
        _ => text,
    }
}

/// What a refusal's body says: a problem document's words, else its start.
fn detail(body: &[u8]) -> Option<String> {
    if let Ok(problem) = serde_json::from_slice::<ProblemDetails>(body) {
        let words: Vec<_> = [problem.title, problem.detail].into_iter().flatten().collect();
        if !words.is_empty() {
            return Some(excerpt(words.join(": ").as_bytes()));
        }
    }
    Some(excerpt(body)).filter(|text| !text.is_empty())
}

/// How long `Retry-After` says to wait from now on: it has seconds or an HTTP date, which may have
/// passed. What is neither says nothing.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // What fits no number is longer than anything that will be waited for.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    let wait = Timestamp::try_from(date).ok()?.duration_since(now);
    Some(Duration::try_from(wait).unwrap_or(Duration::ZERO))
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
    fn what_is_wrong_with_a_body_is_told_without_secrets_and_in_short() {
        let token = Secret::new("v4=eyJhbGciOi");
        let answer = Answer {
            status: 200,
            headers: HeaderMap::new(),
            body: Vec::new(),
            retry_after: None,
            attempts: 1,
            age: None,
            secrets: vec![token],
        };
        let explain = |path: &str, problem: &str| {
            let error = answer.explain(DecodeError {
                path: path.into(),
                problem: problem.into(),
            });
            (error.path, error.problem)
        };
        let (path, problem) = explain(
            "a.v4=eyJhbGciOi",
            "invalid type: string \"v4=eyJhbGciOi\" at line 1",
        );
        assert_eq!(
            (path.as_str(), problem.as_str()),
            ("a....", "invalid type: string \"...\" at line 1")
        );
        for length in [0, 149, 150, 299, 300, 301, 302, 303, 1_000_000] {
            let long = "é".repeat(length);
            let (path, problem) = explain(&long, &format!("start {long} end"));
            assert!(path.chars().count() <= 302, "{length}");
            assert!(
                problem.starts_with("start ") && problem.ends_with(" end"),
                "{length}"
            );
            assert!(length > 300 || path == long, "{length}");
        }
    }

    #[test]
    fn retry_after_has_seconds_or_one_of_three_dates() {
        for (value, expected) in [
            (b"120".as_slice(), Some(120)),
            (b" 0 ", Some(0)),
            (b"18446744073709551616", Some(u64::MAX)),
            (b"Sun, 06 Nov 1994 08:49:37 GMT", Some(37)),
            (b"Sunday, 06-Nov-94 08:49:37 GMT", Some(37)),
            (b"Sun Nov  6 08:49:37 1994", Some(37)),
            (b"Sat, 05 Nov 1994 08:49:37 GMT", Some(0)),
            (b"-1", None),
            (b"1.5", None),
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
