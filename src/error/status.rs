//! Statuses other than success.

use std::fmt;
use std::time::Duration;

use super::network::ANSWERED_BY_ANOTHER;
use crate::types::{Endpoint, RequiredCredentials};

/// The service responded with a status other than success.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StatusError {
    /// The endpoint.
    pub endpoint: &'static Endpoint,
    /// The HTTP status.
    pub status: u16,
    /// The service's explanation: title and detail of its problem document, else the start of its body
    /// as text.
    pub detail: Option<String>,
    /// The wait in `Retry-After`.
    pub retry_after: Option<Duration>,
    /// Number of attempts.
    pub attempts: u32,
    /// Whether the request should have carried a clearance, and its service returned none.
    pub without_clearance: bool,
}

impl std::error::Error for StatusError {}

impl fmt::Display for StatusError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}: status {}{}",
            self.endpoint,
            self.status,
            Attempts(self.attempts)
        )?;
        if let Some(detail) = &self.detail {
            write!(formatter, ": {detail}")?;
        }
        if let Some(wait) = self.retry_after {
            write!(formatter, "; retry after {wait:?}")?;
        }
        if self.without_clearance {
            formatter.write_str(
                "; the request carried no clearance, because the clearance service returned none",
            )?;
        }
        match self.advice() {
            Some(advice) => write!(formatter, " ({advice})"),
            None => Ok(()),
        }
    }
}

impl StatusError {
    /// Advice for the user or the developer.
    pub fn advice(&self) -> Option<&'static str> {
        Some(match self.status {
            300..=399 => ANSWERED_BY_ANOTHER,
            401 if self.endpoint.credentials() == RequiredCredentials::XboxLive => {
                "the Xbox token is wrong or has expired (it lives about 16 hours): sign in again"
            }
            401 => "the Spartan token is wrong or has expired (it lives about 4 hours): sign in again",
            403 => "the token does not allow this, such as private data of another player",
            404 => "it does not exist, or was deleted: check the ID or the gamertag",
            429 => "too many requests: lower requests_per_second",
            500..=599 => "the service has trouble: try again later",
            _ => return None,
        })
    }
}

/// Shows the number of attempts, if there were several.
pub(super) struct Attempts(pub u32);

impl fmt::Display for Attempts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 | 1 => Ok(()),
            attempts => write!(formatter, " ({attempts} attempts)"),
        }
    }
}
