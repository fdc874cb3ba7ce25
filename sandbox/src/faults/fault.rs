//! What can go wrong with an answer, by name.

use super::twist::{End, Revoked, Style, Twist};
use crate::answer::Answer;
use axum::http::HeaderValue;
use std::fmt;
use std::time::Duration;

/// What goes wrong with an answer. Rules give it to requests: see [`Sandbox::faults`](crate::Sandbox::faults).
///
/// Some faults have an answer of their own: those made of an [`Answer`], and [`status`](Self::status),
/// [`redirect`](Self::redirect), [`html_page`](Self::html_page) and [`deep_nesting`](Self::deep_nesting). With them the
/// sandbox does nothing of what was asked for.
///
/// All others happen to the sandbox's real answer, whatever the route: JSON, an image, a step of the sign-in, a
/// refusal. The sandbox has done what was asked for, even if nobody ever hears of it: a code is redeemed, a refresh
/// token used. [`of`](Self::of) has them happen to another answer.
///
/// A fault has a name, for tables of tests:
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
    /// What answers instead of the sandbox.
    pub(super) answer: Option<Answer>,
    pub(super) twist: Twist,
    pub(super) delay: Duration,
}

impl Fault {
    fn twist(twist: Twist) -> Self {
        Self {
            answer: None,
            twist,
            delay: Duration::ZERO,
        }
    }

    /// An answer with a status and nothing else. For headers and a body there is [`Answer`], which is a fault, too:
    /// `Answer::new(429).retry_after(2)`.
    ///
    /// # Panics
    ///
    /// If the status is not from 200 to 999.
    pub fn status(status: u16) -> Self {
        Answer::new(status).into()
    }

    /// The four statuses of servers in trouble, 500, 502, 503 and 504, for
    /// [`answer_in_turn`](crate::RuleBuilder::answer_in_turn).
    pub fn server_errors() -> [Self; 4] {
        [500, 502, 503, 504].map(Self::status)
    }

    /// A redirect: a status such as 302 or 307, and where to.
    ///
    /// # Panics
    ///
    /// If the status is not from 200 to 999, or the location nothing that a header can carry.
    pub fn redirect(status: u16, location: &str) -> Self {
        Answer::new(status).header("Location", location).into()
    }

    /// A page in HTML with the status 200, as proxies and portals answer.
    pub fn html_page() -> Self {
        let page = "<!DOCTYPE html>\n<html><head><title>Maintenance</title></head>\n\
                    <body><h1>We will be back soon</h1></body></html>\n";
        Answer::new(200)
            .header("content-type", "text/html; charset=utf-8")
            .body(page)
            .into()
    }

    /// JSON that is nothing but arrays in arrays, so many of them.
    pub fn deep_nesting(arrays: usize) -> Self {
        Answer::new(200)
            .header("content-type", "application/json; charset=utf-8")
            .body("[".repeat(arrays) + &"]".repeat(arrays))
            .into()
    }

    /// The real answer, later. The sandbox ends without waiting for it.
    pub fn delay(delay: Duration) -> Self {
        Self::twist(Twist::None).delayed(delay)
    }

    /// Has all Spartan tokens issued up to now refused, as
    /// [`Sandbox::revoke_spartan_tokens`](crate::Sandbox::revoke_spartan_tokens) does, beginning with this request:
    /// its token has expired when it arrives.
    pub fn spartan_tokens_revoked() -> Self {
        Self::twist(Twist::Revoke(Revoked::Spartan))
    }

    /// Has all Xbox user tokens issued up to now refused, as
    /// [`Sandbox::revoke_user_tokens`](crate::Sandbox::revoke_user_tokens) does, beginning with this request.
    pub fn user_tokens_revoked() -> Self {
        Self::twist(Twist::Revoke(Revoked::User))
    }

    /// The connection is reset (RST) before any byte of the answer.
    pub fn reset() -> Self {
        Self::twist(Twist::Lost(End::Reset))
    }

    /// The connection is closed in order (FIN) before any byte of the answer.
    pub fn close() -> Self {
        Self::twist(Twist::Lost(End::Close))
    }

    /// Announces the whole body, sends so many bytes of it as it is on the wire, and resets the connection (RST). At
    /// least the last byte is missing. A reset destroys what the client has not received yet: beyond the 64 KiB or so
    /// that systems keep for a connection, fewer bytes may arrive.
    pub fn reset_after(bytes: usize) -> Self {
        Self::twist(Twist::CutOff {
            after: bytes,
            end: End::Reset,
        })
    }

    /// Announces the whole body, sends so many bytes of it as it is on the wire, and closes the connection in order.
    /// At least the last byte is missing.
    pub fn truncated_after(bytes: usize) -> Self {
        Self::twist(Twist::CutOff {
            after: bytes,
            end: End::Close,
        })
    }

    /// The head at once, and the body so many bytes at a time, with a pause before each but the first.
    ///
    /// # Panics
    ///
    /// If it is no bytes at a time.
    pub fn drip(bytes: usize, every: Duration) -> Self {
        assert!(bytes > 0, "no body ends that comes by no bytes at a time");
        Self::twist(Twist::Drip { bytes, every })
    }

    /// The head at once, and then spaces without end, so many at a time: a client that waits for each read alone waits
    /// for ever. The sandbox ends without waiting for it.
    ///
    /// # Panics
    ///
    /// If it is no bytes at a time.
    pub fn drip_forever(bytes: usize, every: Duration) -> Self {
        assert!(bytes > 0, "for silence, one byte after a long time does");
        Self::twist(Twist::DripForever { bytes, every })
    }

    /// So many bytes that are no HTTP, and the end of the connection. They are the same every time.
    pub fn garbage(bytes: usize) -> Self {
        Self::twist(Twist::Garbage { bytes })
    }

    /// The answer with the middle third of its body replaced by bytes that are the same every time.
    pub fn garbage_inside() -> Self {
        Self::twist(Twist::GarbageInside)
    }

    /// The answer under another content type.
    ///
    /// # Panics
    ///
    /// If it is nothing that a header can carry.
    pub fn content_type(content_type: &str) -> Self {
        let value = HeaderValue::try_from(content_type)
            .unwrap_or_else(|_| panic!("{content_type:?} is not a header's value"));
        Self::twist(Twist::ContentType(value))
    }

    /// The answer compressed, whether the client accepts that or not, with the second half damaged.
    pub fn broken_gzip() -> Self {
        Self::twist(Twist::BrokenGzip)
    }

    /// Small on the wire, about a thousandth of its size, and so many spaces when it is inflated. The status and the
    /// other headers are those of the answer.
    pub fn gzip_bomb(inflated: u64) -> Self {
        Self::twist(Twist::GzipBomb { inflated })
    }

    /// A chunked body of spaces that never ends. The status and the headers are those of the answer.
    pub fn endless_body() -> Self {
        Self::twist(Twist::EndlessBody)
    }

    /// A body of spaces of a size that is announced, and sent if anyone takes it. The status and the other headers are
    /// those of the answer.
    pub fn huge_body(bytes: u64) -> Self {
        Self::twist(Twist::HugeLength { announced: bytes })
    }

    /// The answer with so many bytes of headers more, or a few more than that, in lines of 128 bytes.
    pub fn huge_headers(bytes: u64) -> Self {
        Self::twist(Twist::HugeHeaders { bytes })
    }

    /// Headers without end, in lines of 128 bytes.
    pub fn endless_headers() -> Self {
        Self::twist(Twist::EndlessHeaders)
    }

    /// The JSON of the answer with every key of every object twice: with `null`, and then with its value. An answer
    /// that is no JSON is replaced by a small document.
    pub fn duplicate_keys() -> Self {
        Self::twist(Twist::Rewrite(Style::DuplicateKeys))
    }

    /// The JSON of the answer with all its numbers replaced by such as no number of a program holds: 40 digits, 1e999
    /// and the like. An answer that is no JSON is replaced by a small document.
    pub fn huge_numbers() -> Self {
        Self::twist(Twist::Rewrite(Style::HugeNumbers))
    }

    /// The JSON of the answer with bytes in its texts that are no UTF-8. An answer that is no JSON is replaced by a
    /// small document.
    pub fn invalid_utf8() -> Self {
        Self::twist(Twist::Rewrite(Style::InvalidUtf8))
    }

    /// Has it happen to this answer instead of the sandbox's own. The sandbox then does nothing of what was asked
    /// for.
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

    /// Has it happen later: when the answer is ready, and before any byte of it is sent. Delays of one fault add up.
    #[must_use]
    pub fn delayed(mut self, delay: Duration) -> Self {
        self.delay = self.delay.saturating_add(delay);
        self
    }

    /// One fault of every kind, for tests that go through all of them. Sizes are such that a client with limits meets
    /// them and one without gets into trouble: 1 GiB of bomb, 100,000 arrays, delays and drips of 10 seconds. The
    /// redirect leads to a host that is none.
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
    /// The answer instead of the sandbox's own, truncated if it is to be.
    fn from(answer: Answer) -> Self {
        let twist = match answer.cut_off() {
            Some(after) => Twist::CutOff {
                after,
                end: End::Close,
            },
            None => Twist::None,
        };
        Self::twist(twist).of(answer)
    }
}

impl fmt::Display for Fault {
    /// Its name: which answer, what becomes of it, and when.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.answer, &self.twist) {
            (Some(answer), Twist::None) => write!(formatter, "{answer}")?,
            (Some(answer), twist) => write!(formatter, "{answer}, {twist}")?,
            (None, twist) => write!(formatter, "{twist}")?,
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
    fn every_kind_has_a_name_of_its_own() {
        let all = Fault::one_of_each();
        let names: BTreeSet<String> = all.iter().map(Fault::to_string).collect();
        assert_eq!(names.len(), all.len(), "{names:#?}");
    }

    #[test]
    fn a_name_tells_the_answer_the_fault_and_the_delay() {
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
        assert_eq!(name(Fault::delay(Duration::from_secs(2))), "as it is, after 2s");
    }

    #[test]
    fn delays_add_up() {
        let second = Duration::from_secs(1);
        assert_eq!(Fault::delay(second).delayed(second), Fault::delay(2 * second));
    }
}
