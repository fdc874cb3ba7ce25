//! The classification of outcomes: retry or not.
//!
//! | outcome | idempotent | other |
//! |---|---|---|
//! | nothing was sent: host not found, connection not made | retry | retry |
//! | the connection was lost, timed out, or had no route any more, before the response | retry | no |
//! | the body broke off, or its compression is damaged | retry | no |
//! | 429 | retry | retry |
//! | 408, 500, 502, 503, 504 | retry | with `Retry-After` only |
//! | any other status; a body that is too long or too slow; not HTTP | no | no |

use crate::error::NetworkErrorKind;
use crate::http::failure::Failure;
use crate::http::raw_response::RawResponse;

/// The outcome of an attempt: a complete response with any status, or a failure.
pub(crate) type Outcome = Result<RawResponse, Failure>;

/// Whether another attempt may end better and does no harm.
pub(super) fn is_worth_a_retry(is_idempotent: bool, outcome: &Outcome) -> bool {
    match outcome {
        Ok(response) => match response.status {
            429 => true,
            408 | 500 | 502 | 503 | 504 => is_idempotent || response.retry_after.is_some(),
            _ => false,
        },
        Err(failure) if failure.nothing_was_sent => true,
        Err(failure) => is_idempotent && may_pass(failure),
    }
}

/// Whether the service says that there are too many requests.
pub(crate) fn is_throttled(outcome: &Outcome) -> bool {
    matches!(outcome, Ok(response) if response.status == 429)
}

/// Whether the response was lost on its way, or did not begin before the timeout. A slow body would be as slow
/// again.
fn may_pass(failure: &Failure) -> bool {
    match failure.kind {
        NetworkErrorKind::BrokenOff | NetworkErrorKind::Unreachable => true,
        NetworkErrorKind::TimedOut => !failure.has_begun,
        // The way to a proxy can fail like any other.
        NetworkErrorKind::Proxy => failure.is_out_of_reach(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use ureq::tls::TlsConfig;

    use super::*;

    fn retried(error: io::Error) -> [bool; 2] {
        let outcome = Err(Failure::before_response(
            ureq::Error::Io(error),
            None,
            &TlsConfig::default(),
        ));
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
