//! The faults by name.

use super::effect::{Effect, End, JsonFlaw, Revoked};
use crate::answer::Answer;
use axum::http::HeaderValue;
use std::fmt;
use std::time::Duration;

/// A fault in a response. Rules assign it to requests: see [`Sandbox::faults`](crate::Sandbox::faults).
///
/// Some faults replace the response: those made from an [`Answer`], and [`status`](Self::status),
/// [`redirect`](Self::redirect), [`html_page`](Self::html_page) and [`deep_nesting`](Self::deep_nesting). The sandbox
/// then does not process the request.
///
/// All others change the sandbox's real response, on every route: JSON, images, sign-in steps, errors. The sandbox
/// has then processed the request, even if no response arrives: a code is redeemed, a refresh token is used.
/// [`of`](Self::of) applies them to another response.
///
/// `Display` returns a name, for test tables:
///
/// ```
/// use halo_infinite_sandbox::{Answer, Fault};
/// use std::time::Duration;
///
/// assert_eq!(Fault::reset_after(10).to_string(), "reset after 10 bytes");
/// let late = Fault::truncated_after(0).of(Answer::new(503)).delayed(Duration::from_millis(20));
/// assert_eq!(late.to_string(), "503, truncated after 0 bytes, after 20ms");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The response that replaces the sandbox's own.
    pub(super) answer: Option<Answer>,
    pub(super) effect: Effect,
    pub(super) delay: Duration,
}

impl Fault {
    fn effect(effect: Effect) -> Self {
        Self {
            answer: None,
            effect,
            delay: Duration::ZERO,
        }
    }

    /// A response with a status, no headers and an empty body. For headers and a body use an [`Answer`], which
    /// converts to a fault: `Answer::new(429).retry_after(2)`.
    ///
    /// # Panics
    ///
    /// If the status is below 200 or above 999.
    pub fn status(status: u16) -> Self {
        Answer::new(status).into()
    }

    /// The statuses 500, 502, 503 and 504, for [`answer_in_turn`](crate::RuleBuilder::answer_in_turn).
    pub fn server_errors() -> [Self; 4] {
        [500, 502, 503, 504].map(Self::status)
    }

    /// A redirect with a status, such as 302 or 307, and a target.
    ///
    /// # Panics
    ///
    /// If the status is below 200 or above 999, or the location is not a valid header value.
    pub fn redirect(status: u16, location: &str) -> Self {
        Answer::new(status).header("Location", location).into()
    }

    /// An HTML page with status 200, as proxies and captive portals send it.
    pub fn html_page() -> Self {
        let page = "<!DOCTYPE html>\n<html><head><title>Maintenance</title></head>\n\
                    <body><h1>We will be back soon</h1></body></html>\n";
        Answer::new(200)
            .header("content-type", "text/html; charset=utf-8")
            .body(page)
            .into()
    }

    /// JSON of this many nested arrays.
    pub fn deep_nesting(arrays: usize) -> Self {
        Answer::new(200)
            .header("content-type", "application/json; charset=utf-8")
            .body("[".repeat(arrays) + &"]".repeat(arrays))
            .into()
    }

    /// Delays the real response. The sandbox stops without waiting for it.
    pub fn delay(delay: Duration) -> Self {
        Self::effect(Effect::None).delayed(delay)
    }

    /// Revokes all Spartan tokens issued so far, as
    /// [`Sandbox::revoke_spartan_tokens`](crate::Sandbox::revoke_spartan_tokens) does, from this request on: its
    /// token has expired when it arrives.
    pub fn spartan_tokens_revoked() -> Self {
        Self::effect(Effect::Revoke(Revoked::Spartan))
    }

    /// Revokes all Xbox user tokens issued so far, as
    /// [`Sandbox::revoke_user_tokens`](crate::Sandbox::revoke_user_tokens) does, from this request on.
    pub fn user_tokens_revoked() -> Self {
        Self::effect(Effect::Revoke(Revoked::User))
    }

    /// Resets the connection (RST) before the first byte of the response.
    pub fn reset() -> Self {
        Self::effect(Effect::NoResponse(End::Reset))
    }

    /// Closes the connection (FIN) before the first byte of the response.
    pub fn close() -> Self {
        Self::effect(Effect::NoResponse(End::Close))
    }

    /// Announces the length of the whole body, sends this many bytes of it as encoded on the wire, and resets the
    /// connection (RST). At least the last byte is missing. A reset discards data that the client has not received
    /// yet: beyond some 64 KiB, which systems buffer for a connection, fewer bytes may arrive.
    pub fn reset_after(bytes: usize) -> Self {
        Self::effect(Effect::CutOff {
            after: bytes,
            end: End::Reset,
        })
    }

    /// Announces the length of the whole body, sends this many bytes of it as encoded on the wire, and closes the
    /// connection (FIN). At least the last byte is missing.
    pub fn truncated_after(bytes: usize) -> Self {
        Self::effect(Effect::CutOff {
            after: bytes,
            end: End::Close,
        })
    }

    /// Sends the head at once and the body in pieces of this size, with a pause between them.
    ///
    /// # Panics
    ///
    /// If `bytes` is 0.
    pub fn drip(bytes: usize, every: Duration) -> Self {
        assert!(bytes > 0, "a drip needs at least one byte at a time");
        Self::effect(Effect::Drip { bytes, every })
    }

    /// Sends the head at once and then spaces without end, in pieces of this size. A client that only limits each
    /// read waits forever. The sandbox stops without waiting for it.
    ///
    /// # Panics
    ///
    /// If `bytes` is 0.
    pub fn drip_forever(bytes: usize, every: Duration) -> Self {
        assert!(
            bytes > 0,
            "a drip needs at least one byte at a time; for silence, use a long pause"
        );
        Self::effect(Effect::DripForever { bytes, every })
    }

    /// Sends this many bytes that are not HTTP, the same ones every time, and closes the connection.
    pub fn garbage(bytes: usize) -> Self {
        Self::effect(Effect::Garbage { bytes })
    }

    /// Replaces the middle third of the body with bytes that are the same every time.
    pub fn garbage_inside() -> Self {
        Self::effect(Effect::GarbageInside)
    }

    /// Changes the content type.
    ///
    /// # Panics
    ///
    /// If it is not a valid header value.
    pub fn content_type(content_type: &str) -> Self {
        Self::checked_content_type(content_type).unwrap_or_else(|problem| panic!("{problem}"))
    }

    pub(super) fn checked_content_type(content_type: &str) -> Result<Self, String> {
        let value = HeaderValue::try_from(content_type)
            .map_err(|_| format!("{content_type:?} is not a valid header value"))?;
        Ok(Self::effect(Effect::ContentType(value)))
    }

    /// Compresses the body, even if the client does not accept that, and damages the second half.
    pub fn broken_gzip() -> Self {
        Self::effect(Effect::BrokenGzip)
    }

    /// A gzip body that inflates to this many spaces and is about a thousandth of that on the wire. The status and
    /// the other headers are those of the response.
    pub fn gzip_bomb(inflated: u64) -> Self {
        Self::effect(Effect::GzipBomb { inflated })
    }

    /// A chunked body of spaces that never ends. The status and the headers are those of the response.
    pub fn endless_body() -> Self {
        Self::effect(Effect::EndlessBody)
    }

    /// A body of this many spaces. All of it is announced, and sent as long as the client reads. The status and the
    /// other headers are those of the response.
    pub fn huge_body(bytes: u64) -> Self {
        Self::effect(Effect::HugeLength { announced: bytes })
    }

    /// Adds this many bytes of headers, rounded up to lines of 128 bytes.
    pub fn huge_headers(bytes: u64) -> Self {
        Self::effect(Effect::HugeHeaders { bytes })
    }

    /// Sends headers without end, in lines of 128 bytes.
    pub fn endless_headers() -> Self {
        Self::effect(Effect::EndlessHeaders)
    }

    /// Repeats every key of the JSON: first with `null`, then with its value. A small document replaces a response
    /// that is not JSON.
    pub fn duplicate_keys() -> Self {
        Self::effect(Effect::Rewrite(JsonFlaw::DuplicateKeys))
    }

    /// Replaces all numbers of the JSON with numbers that no integer or float type holds: 40 digits, 1e999 and
    /// others. A small document replaces a response that is not JSON.
    pub fn huge_numbers() -> Self {
        Self::effect(Effect::Rewrite(JsonFlaw::HugeNumbers))
    }

    /// Adds invalid UTF-8 to the strings of the JSON. A small document replaces a response that is not JSON.
    pub fn invalid_utf8() -> Self {
        Self::effect(Effect::Rewrite(JsonFlaw::InvalidUtf8))
    }

    /// Applies the fault to this response instead of the sandbox's own. The sandbox then does not process the
    /// request.
    ///
    /// ```
    /// use halo_infinite_sandbox::{Answer, Fault};
    /// use std::time::Duration;
    ///
    /// let refused = Answer::new(400).body(r#"{"error":"invalid_grant"}"#);
    /// let slowly = Fault::drip(5, Duration::from_millis(10)).of(refused);
    /// ```
    #[must_use]
    pub fn of(mut self, answer: Answer) -> Self {
        self.answer = Some(answer);
        self
    }

    /// Delays the fault: after the response is ready, before its first byte. Delays of one fault add up.
    #[must_use]
    pub fn delayed(mut self, delay: Duration) -> Self {
        self.delay = self.delay.saturating_add(delay);
        self
    }

    /// One fault of every kind, for tests that cover all of them. The sizes exceed the limits of a careful client: a
    /// bomb of 1 GiB, 100,000 arrays, delays and drips of 10 seconds. The redirects lead to a host that does not
    /// exist.
    pub fn one_of_each() -> Vec<Self> {
        let long = Duration::from_secs(10);
        let mut all = Self::server_errors().to_vec();
        all.extend([
            Answer::new(429).retry_after(1).into(),
            Self::redirect(302, "http://elsewhere.invalid/"),
            Self::redirect(307, "http://elsewhere.invalid/"),
            Self::html_page(),
            Self::deep_nesting(100_000),
            Self::delay(long),
            Self::spartan_tokens_revoked(),
            Self::user_tokens_revoked(),
            Self::reset(),
            Self::close(),
            Self::reset_after(10),
            Self::truncated_after(10),
            Self::drip(1, long),
            Self::drip_forever(1, long),
            Self::garbage(1000),
            Self::garbage_inside(),
            Self::content_type("text/plain"),
            Self::broken_gzip(),
            Self::gzip_bomb(1 << 30),
            Self::endless_body(),
            Self::huge_body(1 << 40),
            Self::huge_headers(1 << 20),
            Self::endless_headers(),
            Self::duplicate_keys(),
            Self::huge_numbers(),
            Self::invalid_utf8(),
        ]);
        all
    }
}

impl From<Answer> for Fault {
    /// Replaces the sandbox's response, truncated if the [`Answer`] is.
    fn from(answer: Answer) -> Self {
        let effect = match answer.truncation() {
            Some(after) => Effect::CutOff {
                after,
                end: End::Close,
            },
            None => Effect::None,
        };
        Self::effect(effect).of(answer)
    }
}

impl fmt::Display for Fault {
    /// The name: the response, the fault and the delay.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.answer, &self.effect) {
            (Some(answer), Effect::None) => write!(formatter, "{answer}")?,
            (Some(answer), effect) => write!(formatter, "{answer}, {effect}")?,
            (None, effect) => write!(formatter, "{effect}")?,
        }
        if self.delay.is_zero() {
            Ok(())
        } else {
            write!(formatter, ", after {:?}", self.delay)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_kind_has_its_own_name() {
        let all = Fault::one_of_each();
        let names: BTreeSet<String> = all.iter().map(Fault::to_string).collect();
        assert_eq!(names.len(), all.len(), "{names:#?}");
    }

    #[test]
    fn a_name_contains_the_response_the_fault_and_the_delay() {
        let name = |fault: Fault| fault.to_string();
        assert_eq!(name(Fault::status(503)), "503");
        assert_eq!(
            name(Answer::new(429).retry_after(2).into()),
            "429 with retry-after: 2"
        );
        assert_eq!(name(Fault::redirect(302, "/x")), "302 with location: /x");
        assert_eq!(
            name(Answer::new(200).body("abc").truncated_after(1).into()),
            "200 with 3 bytes, truncated after 1 bytes"
        );
        assert_eq!(name(Fault::delay(Duration::from_secs(2))), "unchanged, after 2s");
    }

    #[test]
    fn delays_add_up() {
        let second = Duration::from_secs(1);
        assert_eq!(Fault::delay(second).delayed(second), Fault::delay(2 * second));
    }
}
