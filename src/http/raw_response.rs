//! A complete response, with any status.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use ureq::http::HeaderMap;

use super::body::ResponseBody;
use super::date::date;
use super::secrets::SecretFinder;
use crate::decode::{DecodeError, excerpt};
use crate::error::{Error, StatusError};
use crate::models::common::ProblemDetails;
use crate::types::{Endpoint, Secret};

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
    /// The secrets of the request: the response may repeat them, and errors and caches must not.
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

impl RawResponse {
    /// Returns the response if its status is success, else the error.
    pub fn success(self, endpoint: &'static Endpoint) -> Result<Self, Error> {
        if self.is_success() {
            return Ok(self);
        }
        Err(Error::Status(Box::new(StatusError {
            endpoint,
            status: self.status,
            detail: self.detail(),
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

    /// Whether the body, or one of these headers, repeats a secret of the request, in any spelling.
    pub fn repeats_a_secret(&self, headers: &[ureq::http::HeaderName]) -> bool {
        let finder = SecretFinder::new(&self.secrets);
        let headers = headers.iter().flat_map(|name| self.headers.get_all(name));
        headers
            .into_iter()
            .any(|value| finder.finds_any(value.as_bytes()))
            || finder.finds_any(&self.body)
    }

    /// Whether a text of the body repeats a secret of the request, in any spelling.
    pub fn repeats_a_secret_in(&self, text: &str) -> bool {
        SecretFinder::new(&self.secrets).finds_any(text.as_bytes())
    }

    /// Makes a decode error fit to be shown: it quotes the body, which may repeat a secret and be of any length.
    pub fn redact(&self, error: DecodeError) -> DecodeError {
        let finder = SecretFinder::new(&self.secrets);
        let fit = |text: &str| shortened(finder.hide_in(text));
        let problem = if finder.finds_any(&self.body) {
            // A quotation may end within the secret.
            "the body does not fit the model, and repeats a token of the request: it is not shown".into()
        } else {
            fit(&error.problem)
        };
        DecodeError {
            path: fit(&error.path),
            problem,
        }
    }

    /// The explanation in the body of an error response: the title and detail of a problem document, else the
    /// start of the body. It repeats no secret of the request.
    fn detail(&self) -> Option<String> {
        let finder = SecretFinder::new(&self.secrets);
        let problem = serde_json::from_slice::<ProblemDetails>(&self.body).ok();
        let words: Vec<_> = problem
            .into_iter()
            .flat_map(|problem| [problem.title, problem.detail])
            .flatten()
            .collect();
        // Secrets are hidden before the excerpt is made, which may end within one.
        let text = match words.is_empty() {
            true => finder.hide(&self.body),
            false => finder.hide(words.join(": ").as_bytes()),
        };
        Some(excerpt(&text)).filter(|text| !text.is_empty())
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

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "v4=eyJhbGciOi";

    fn response(status: u16, body: impl Into<Vec<u8>>) -> RawResponse {
        RawResponse {
            status,
            headers: HeaderMap::new(),
            body: ResponseBody::from(body.into()),
            retry_after: None,
            attempts: 1,
            age: None,
            lacks_clearance: false,
            secrets: vec![TOKEN.into()],
        }
    }

    #[test]
    fn decode_errors_are_short_and_hold_no_token() {
        let response = response(200, "");
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

    #[test]
    fn details_are_exact_but_for_secrets() {
        let long = "x".repeat(110);
        for (body, detail) in [
            (
                "<h1>It isn&#39;t 100%25 here</h1>".to_owned(),
                "<h1>It isn&#39;t 100%25 here</h1>".to_owned(),
            ),
            (format!("no: {TOKEN}!"), "no: ...!".into()),
            (
                r#"{"title": "no", "detail": "v4\u003deyJhbG\u0063iOi, \"x\""}"#.into(),
                "no: ..., \"x\"".into(),
            ),
            (
                r#"{"error": "v4\u003deyJhbG\u0063iOi"}"#.into(),
                r#"{"error": "..."}"#.into(),
            ),
            (
                "/login?token=v4%253DeyJhbGciOi&x".into(),
                "/login?token=...&x".into(),
            ),
            ("<p>v4&#x3d;eyJhbGci&#79;i</p>".into(), "<p>...</p>".into()),
            // The excerpt would end within the token.
            (format!("{long} {TOKEN}"), format!("{long} ...")),
        ] {
            assert_eq!(response(403, body).detail(), Some(detail));
        }
        assert_eq!(response(403, " \n").detail(), None);
    }

    #[cfg(feature = "cache")]
    #[test]
    fn a_secret_in_a_cached_header_counts() {
        let mut response = response(200, "{}");
        let names = [ureq::http::header::ETAG];
        assert!(!response.repeats_a_secret(&names));
        let tag = "\"v4%3deyJhbGciOi\"".parse().unwrap();
        response.headers.insert(&names[0], tag);
        assert!(response.repeats_a_secret(&names) && !response.repeats_a_secret(&[]));
    }
}
