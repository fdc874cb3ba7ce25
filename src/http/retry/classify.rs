//! The classification of outcomes: retry or not.
//!
//! | outcome | idempotent | other |
//! |---|---|---|
//! | nothing was sent: host not found, connection not made | retry | retry |
//! | the connection was lost, timed out, or had no route any more, before the response | retry | no |
//! | the body broke off, or its compression is damaged | retry | no |
//! | 429 | retry | retry |
//! | 500, 502, 503, 504 | retry | with `Retry-After` only |
//! | any other status; a body that is too long or too slow; not HTTP | no | no |

use std::io;

use ureq::Timeout;

use crate::http::raw_response::RawResponse;

/// The outcome of an attempt: a complete response with any status, or a failure.
pub(crate) type Outcome = Result<RawResponse, Failure>;

/// An attempt that ended without a complete response.
#[derive(Debug)]
pub(crate) struct Failure {
    /// Whether the response had begun.
    pub has_begun: bool,
    pub cause: ureq::Error,
}

/// Whether another attempt may end better and does no harm.
pub(super) fn is_worth_a_retry(is_idempotent: bool, outcome: &Outcome) -> bool {
    match outcome {
        Ok(response) => match response.status {
            429 => true,
            500 | 502 | 503 | 504 => is_idempotent || response.retry_after.is_some(),
            _ => false,
        },
        Err(failure) if failure.nothing_was_sent() => true,
        Err(failure) => is_idempotent && failure.is_broken_off(),
    }
}

/// Whether the service says that there are too many requests.
pub(crate) fn is_throttled(outcome: &Outcome) -> bool {
    matches!(outcome, Ok(response) if response.status == 429)
}

impl Failure {
    /// Whether certainly no connection was made.
    fn nothing_was_sent(&self) -> bool {
        match &self.cause {
            ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => true,
            ureq::Error::Timeout(timeout) => matches!(timeout, Timeout::Resolve | Timeout::Connect),
            ureq::Error::Io(error) => {
                is_lookup_failure(error)
                    || matches!(
                        error.kind(),
                        io::ErrorKind::ConnectionRefused | io::ErrorKind::AddrNotAvailable
                    )
            }
            _ => false,
        }
    }

    /// Whether the host could not be reached at its address, and may have another one by now.
    pub fn is_out_of_reach(&self) -> bool {
        let has_no_route = matches!(&self.cause, ureq::Error::Io(error) if has_no_route(error));
        has_no_route || self.nothing_was_sent()
    }

    /// Whether the response was lost on its way, or did not begin before the timeout. A slow body would be
    /// as slow again.
    fn is_broken_off(&self) -> bool {
        match &self.cause {
            ureq::Error::Io(error) => is_lost_connection(error) || has_no_route(error),
            // A body that broke off can look damaged to the decoder.
            ureq::Error::Decompress(..) => true,
            ureq::Error::Timeout(_) => !self.has_begun,
            _ => false,
        }
    }
}

/// Whether the system could not look the host up. The standard library has no kind for this: on Unix its
/// message says so, on Windows the code does (`WSAHOST_NOT_FOUND` to `WSANO_DATA`).
fn is_lookup_failure(error: &io::Error) -> bool {
    match error.raw_os_error() {
        Some(code) => cfg!(windows) && (11001..=11004).contains(&code),
        None => error
            .to_string()
            .starts_with("failed to lookup address information"),
    }
}

/// Whether there is no route to the host. A connection that is already made can find that out too.
fn has_no_route(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown
    )
}

fn is_lost_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::NotConnected
            | io::ErrorKind::TimedOut
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn retried(error: io::Error) -> [bool; 2] {
        let outcome = Err(Failure {
            has_begun: false,
            cause: ureq::Error::Io(error),
        });
        [true, false].map(|is_idempotent| is_worth_a_retry(is_idempotent, &outcome))
    }

    #[test]
    fn other_requests_are_retried_only_if_nothing_was_sent() {
        let retried = |kind: io::ErrorKind| retried(kind.into());
        assert_eq!(retried(io::ErrorKind::ConnectionRefused), [true, true]);
        assert_eq!(retried(io::ErrorKind::AddrNotAvailable), [true, true]);
        // These also end connections over which something was sent.
        assert_eq!(retried(io::ErrorKind::HostUnreachable), [true, false]);
        assert_eq!(retried(io::ErrorKind::NetworkUnreachable), [true, false]);
        assert_eq!(retried(io::ErrorKind::ConnectionReset), [true, false]);
        assert_eq!(retried(io::ErrorKind::InvalidData), [false, false]);
    }

    #[test]
    fn a_failed_lookup_is_retried() {
        use std::net::ToSocketAddrs;

        // RFC 6761 reserves the name: it never exists.
        let error = ("halo-infinite.invalid", 443).to_socket_addrs().unwrap_err();
        assert_eq!(retried(error), [true, true]);
    }
}
