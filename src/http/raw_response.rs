//! A complete response, with any status.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use ureq::http::HeaderMap;

use super::body::ResponseBody;
use super::date::date;
use crate::decode::{DecodeError, excerpt};
use crate::error::{Error, StatusError};
use crate::models::common::ProblemDetails;
use crate::types::Endpoint;
use crate::types::Secret;

/// A complete response, with any status.
pub(crate) struct RawResponse {
    pub status: u16,
    pub headers: HeaderMap,
    /// Wiped when dropped if it is a response of the sign-in.
    pub body: ResponseBody,
    /// The wait in `Retry-After`.
    pub retry_after: Option<Duration>,
    /// Number of attempts.
    pub attempts: u32,
    /// Its age, if it comes from a cache.
    pub age: Option<Duration>,
    /// Whether the request should have carried a clearance, and there was none.
    pub lacks_clearance: bool,
    /// The tokens of the request: the body may repeat them, and errors and caches must not.
    pub secrets: Vec<Secret>,
}

/// Shows neither the body nor the headers, which may hold secrets.
impl fmt::Debug for RawResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RawResponse")
            .field("status", &self.status)
            .field("attempts", &self.attempts)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// A shorter text is no secret, but would be found anywhere.
const MIN_SECRET_LENGTH: usize = 6;

impl RawResponse {
    /// Returns the response if its status is success, else the error.
    pub fn success(self, endpoint: &'static Endpoint) -> Result<Self, Error> {
        if self.is_success() {
            return Ok(self);
        }
        Err(Error::Status(Box::new(StatusError {
            endpoint,
            status: self.status,
            detail: detail(&self.body),
            retry_after: self.retry_after,
            attempts: self.attempts,
            // Throttling and trouble have other reasons.
            without_clearance: self.lacks_clearance
                && (400..500).contains(&self.status)
                && self.status != 429,
        })))
    }

    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The service's time of day, in the header `Date`.
    pub fn date(&self) -> Option<Timestamp> {
        date(&self.headers)
    }

    /// Whether the body repeats a token of the request.
    pub fn repeats_a_token(&self) -> bool {
        let secrets = self.secrets.iter().map(|secret| secret.expose().as_bytes());
        secrets
            .filter(|secret| secret.len() >= MIN_SECRET_LENGTH)
            .any(|secret| self.body.windows(secret.len()).any(|window| window == secret))
    }

    /// Removes a token from the body.
    pub(super) fn hide(&mut self, secret: &Secret) {
        let secret = secret.expose().as_bytes();
        if secret.len() < MIN_SECRET_LENGTH {
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
        self.body = self.body.with_bytes(hidden);
    }

    /// Makes a decode error fit to be shown: it quotes the body, which may repeat a token and be of any length.
    pub fn redact(&self, error: DecodeError) -> DecodeError {
        let fit = |text: String| {
            let secrets = self.secrets.iter().map(Secret::expose);
            let secrets = secrets.filter(|secret| secret.len() >= MIN_SECRET_LENGTH);
            let text = secrets.fold(text, |text, secret| text.replace(secret, "..."));
            shortened(text)
        };
        let problem = if self.repeats_a_token() {
            // A quotation may end within the token.
            "the body does not fit the model, and repeats a token of the request: it is not shown".into()
        } else {
            fit(error.problem)
        };
        DecodeError {
            path: fit(error.path),
            problem,
        }
    }
}

/// Cuts the middle out of a long text.
fn shortened(text: String) -> String {
    /// Number of characters kept at each end.
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

/// The explanation in the body of an error response: the title and detail of a problem document, else the
/// start of the body.
fn detail(body: &[u8]) -> Option<String> {
    if let Ok(problem) = serde_json::from_slice::<ProblemDetails>(body) {
        let words: Vec<_> = [problem.title, problem.detail].into_iter().flatten().collect();
        if !words.is_empty() {
            return Some(excerpt(words.join(": ").as_bytes()));
        }
    }
    Some(excerpt(body)).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decode_errors_are_short_and_hold_no_token() {
        let token = Secret::new("v4=eyJhbGciOi");
        let response = RawResponse {
            status: 200,
            headers: HeaderMap::new(),
            body: ResponseBody::default(),
            retry_after: None,
            attempts: 1,
            age: None,
            lacks_clearance: false,
            secrets: vec![token],
        };
        let explain = |path: &str, problem: &str| {
            let error = response.redact(DecodeError {
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
}
