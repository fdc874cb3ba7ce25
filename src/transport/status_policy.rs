//! Which outcomes of a try are worth another one. The whole policy is here; how many tries there are
//! and how long is waited between them is in [`RetryPolicy`](crate::RetryPolicy).
//!
//! | outcome | GET | POST |
//! |---|---|---|
//! | nothing was sent: host not found, connection not made | again | again |
//! | the connection was lost, or timed out, or had no way to the host any more, before the answer | again | no |
//! | the body broke off, or its compression is damaged | again | no |
//! | 429 | again | again |
//! | 500, 502, 503, 504 | again | with `Retry-After` only |
//! | any other status; a body that is too long or too slow; no HTTP | no | no |

use std::io;

use ureq::Timeout;
use ureq::http::Method;

use super::Answer;

/// A try that ended without a complete answer.
#[derive(Debug)]
pub(super) struct Failure {
    /// Whether the answer had begun.
    pub has_begun: bool,
    pub source: ureq::Error,
}

/// Whether another try could end better, and does no harm.
pub(super) fn is_worth_another(method: &Method, outcome: &Result<Answer, Failure>) -> bool {
    let is_idempotent = *method == Method::GET;
    match outcome {
        Ok(answer) => match answer.status {
            429 => true,
            500 | 502 | 503 | 504 => is_idempotent || answer.retry_after.is_some(),
            _ => false,
        },
        Err(failure) if failure.nothing_was_sent() => true,
        Err(failure) => is_idempotent && failure.is_broken_off(),
    }
}

impl Failure {
    /// Whether certainly no connection was made.
    fn nothing_was_sent(&self) -> bool {
        match &self.source {
            ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => true,
            ureq::Error::Timeout(timeout) => matches!(timeout, Timeout::Resolve | Timeout::Connect),
            ureq::Error::Io(error) => matches!(
                error.kind(),
                io::ErrorKind::ConnectionRefused | io::ErrorKind::AddrNotAvailable
            ),
            _ => false,
        }
    }

    /// Whether the host could not be reached where it was looked for, and may be elsewhere by now.
    pub fn is_out_of_reach(&self) -> bool {
        let has_no_way = matches!(&self.source, ureq::Error::Io(error) if has_no_way(error));
        has_no_way || self.nothing_was_sent()
    }

    /// Whether the answer got lost on its way, or did not come before the timeout. A body that is only
    /// slow would be as slow again.
    fn is_broken_off(&self) -> bool {
        match &self.source {
            ureq::Error::Io(error) => is_lost_connection(error) || has_no_way(error),
            // Where the body was cut off, the decoder may take it for damaged.
            ureq::Error::Decompress(..) => true,
            ureq::Error::Timeout(_) => !self.has_begun,
            _ => false,
        }
    }
}

/// Whether there is no way to the host. That can be found out by a connection that is already made.
fn has_no_way(error: &io::Error) -> bool {
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

    #[test]
    fn a_post_is_made_again_only_where_certainly_nothing_was_sent() {
        let again = |kind: io::ErrorKind| {
            let failure = Failure {
                has_begun: false,
                source: ureq::Error::Io(kind.into()),
            };
            let outcome = Err(failure);
            [Method::GET, Method::POST].map(|method| is_worth_another(&method, &outcome))
        };
        assert_eq!(again(io::ErrorKind::ConnectionRefused), [true, true]);
        assert_eq!(again(io::ErrorKind::AddrNotAvailable), [true, true]);
        // These also end connections over which something was sent.
        assert_eq!(again(io::ErrorKind::HostUnreachable), [true, false]);
        assert_eq!(again(io::ErrorKind::NetworkUnreachable), [true, false]);
        assert_eq!(again(io::ErrorKind::ConnectionReset), [true, false]);
        assert_eq!(again(io::ErrorKind::InvalidData), [false, false]);
    }
}
