//! The report of one attempt.

use std::fmt;
use std::time::Duration;

use crate::error::NetworkErrorKind;
use crate::types::Endpoint;

/// An attempt of a request, as an observer sees it: see [`ClientBuilder::observer`](crate::ClientBuilder::observer).
///
/// A request has one report for each attempt. It also has one if its response comes from the cache, and one if it ends
/// without being sent. In these two cases the [`number`](Self::number) is 0. A report consists of the endpoint's
/// constant and of numbers: it holds no token, no argument and no part of the response.
///
/// `Display` writes a line for a panel:
///
/// ```text
/// stats.match_history 200 in 180 ms (waited 120 ms, 5.0/s, 34 KB)
/// stats.match_stats 503 in 41 ms (5.0/s, 512 B, will retry)
/// gamecms_hacs.medal_metadata 200 from the cache in 0 ms (71 KB)
/// skill.match_skill cancelled (waited 300 ms, 2.5/s)
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Attempt {
    /// The endpoint, such as `stats.match_history`.
    pub endpoint: &'static Endpoint,
    /// Number of the attempt among those of its request, from 1. It is 0 if nothing was sent for this report: the
    /// response came from the cache, or the [`outcome`](Self::outcome) has the reason.
    pub number: u32,
    /// The status of the response, or the reason why no response arrived.
    pub outcome: AttemptOutcome,
    /// Time of the wait since the start of the request, or since its last report: for the rate limit, for tokens and
    /// for the backoff. By the client's clock.
    pub waited: Duration,
    /// Time of the HTTP exchange, from the connection to the last byte of the response; for a response from the cache,
    /// the time to read it. 0 otherwise. By the client's clock.
    pub took: Duration,
    /// Size of the complete body in bytes, decompressed. 0 if no complete response arrived.
    pub bytes: u64,
    /// Whether the response came from the cache.
    pub from_cache: bool,
    /// The current rate limit of the service and the account, in requests per second. A service that throttles lowers
    /// it, see [`limiter`](crate::limiter). `None` if the client has no limit, or if the request ended before the rate
    /// limiter, as responses from the cache do.
    pub requests_per_second: Option<f64>,
    /// The [account](crate::ClientBuilder::accounts) whose tokens the request carries, from 0. `None` for requests that
    /// carry no account's tokens, such as those of a sign-in, and for responses from the cache.
    pub account: Option<usize>,
    /// Whether the request goes on. Then another report of the same request follows: of the next attempt, or of the
    /// reason why it was not made.
    pub will_retry: bool,
}

impl Attempt {
    /// The report of a request that ended before anything was sent.
    pub(in crate::http) fn unsent(endpoint: &'static Endpoint, outcome: AttemptOutcome) -> Self {
        Self {
            endpoint,
            number: 0,
            outcome,
            waited: Duration::ZERO,
            took: Duration::ZERO,
            bytes: 0,
            from_cache: false,
            requests_per_second: None,
            account: None,
            will_retry: false,
        }
    }
}

/// The outcome of an [`Attempt`]. Most variants have the names of those of [`Error`](crate::Error).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttemptOutcome {
    /// A complete response with this status: a success, or the service's refusal.
    Status(u16),
    /// No complete response arrived, for this reason.
    Network(NetworkErrorKind),
    /// The request was cancelled: during its wait, or during the HTTP exchange.
    Cancelled,
    /// The deadline left no time for the attempt: the wait for the rate limit or for tokens would be, or was, too long.
    Deadline,
    /// The account has no tokens for the request.
    NoTokens,
    /// The file of a [shared rate](crate::ClientBuilder::shared_rate) cannot be used.
    File,
    /// The client is offline, and the cache has no response.
    #[cfg(feature = "cache")]
    NotCached,
}

impl AttemptOutcome {
    /// The status of the response; `None` if no complete response arrived.
    pub fn status(self) -> Option<u16> {
        match self {
            Self::Status(status) => Some(status),
            _ => None,
        }
    }

    /// Whether a response with a status of success arrived.
    pub fn is_success(self) -> bool {
        matches!(self, Self::Status(200..=299))
    }
}

impl fmt::Display for AttemptOutcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(formatter, "{status}"),
            Self::Network(kind) => write!(formatter, "{kind:?}"),
            Self::Cancelled => formatter.write_str("cancelled"),
            Self::Deadline => formatter.write_str("too late"),
            Self::NoTokens => formatter.write_str("no tokens"),
            Self::File => formatter.write_str("file cannot be used"),
            #[cfg(feature = "cache")]
            Self::NotCached => formatter.write_str("not cached"),
        }
    }
}

impl fmt::Display for Attempt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.endpoint, self.outcome)?;
        if self.from_cache {
            formatter.write_str(" from the cache")?;
        }
        if self.number > 0 || self.from_cache {
            write!(formatter, " in {} ms", self.took.as_millis())?;
        }
        let mut separator = " (";
        let mut detail = |shown: bool, text: fmt::Arguments<'_>| {
            if shown {
                write!(formatter, "{separator}{text}")?;
                separator = ", ";
            }
            fmt::Result::Ok(())
        };
        detail(self.number > 1, format_args!("attempt {}", self.number))?;
        let waited = self.waited.as_millis();
        detail(waited > 0, format_args!("waited {waited} ms"))?;
        if let Some(rate) = self.requests_per_second {
            let digits = if rate < 1.0 { 3 } else { 1 };
            detail(true, format_args!("{rate:.digits$}/s"))?;
        }
        match self.bytes {
            0 => {}
            bytes @ ..1_000 => detail(true, format_args!("{bytes} B"))?,
            bytes @ ..1_000_000 => detail(true, format_args!("{:.0} KB", bytes as f64 / 1e3))?,
            bytes => detail(true, format_args!("{:.1} MB", bytes as f64 / 1e6))?,
        }
        detail(self.will_retry, format_args!("will retry"))?;
        match separator {
            ", " => formatter.write_str(")"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Service;

    const HISTORY: Endpoint = Endpoint::get(Service::Stats, "match_history", "/");

    const ATTEMPT: Attempt = Attempt {
        endpoint: &HISTORY,
        number: 1,
        outcome: AttemptOutcome::Status(200),
        waited: Duration::from_millis(120),
        took: Duration::from_millis(180),
        bytes: 34_100,
        from_cache: false,
        requests_per_second: Some(5.0),
        account: Some(0),
        will_retry: false,
    };

    #[test]
    fn a_line_shows_an_attempt() {
        let line = "stats.match_history 200 in 180 ms (waited 120 ms, 5.0/s, 34 KB)";
        assert_eq!(ATTEMPT.to_string(), line);
        let failed = Attempt {
            number: 2,
            outcome: AttemptOutcome::Network(NetworkErrorKind::TimedOut),
            waited: Duration::ZERO,
            bytes: 0,
            requests_per_second: Some(5.0 / 32.0),
            will_retry: true,
            ..ATTEMPT
        };
        let line = "stats.match_history TimedOut in 180 ms (attempt 2, 0.156/s, will retry)";
        assert_eq!(failed.to_string(), line);
    }

    #[test]
    fn a_line_shows_why_nothing_was_sent() {
        let unsent = Attempt {
            number: 0,
            waited: Duration::ZERO,
            took: Duration::ZERO,
            bytes: 0,
            requests_per_second: None,
            ..ATTEMPT
        };
        for (outcome, shown) in [
            (AttemptOutcome::Cancelled, "cancelled"),
            (AttemptOutcome::Deadline, "too late"),
            (AttemptOutcome::NoTokens, "no tokens"),
        ] {
            let unsent = Attempt {
                outcome,
                ..unsent.clone()
            };
            assert_eq!(unsent.to_string(), format!("stats.match_history {shown}"));
        }
        let cached = Attempt {
            bytes: 7_250_000,
            from_cache: true,
            ..unsent
        };
        let line = "stats.match_history 200 from the cache in 0 ms (7.2 MB)";
        assert_eq!(cached.to_string(), line);
    }
}
