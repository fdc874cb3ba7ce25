//! What can go wrong, and what to do about it.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::auth::{Refusal, SignInStep, StoreError};
use crate::decode::DecodeError;
use crate::environment::Service;
use crate::film::InflateError;

/// Any failure of this crate.
///
/// The message names the service and the call, says what happened and, where there is something
/// to be done, what. No token, secret or authorization header is ever part of it.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An argument or a setting is wrong; nothing was sent.
    #[error(transparent)]
    Argument(#[from] ArgumentError),
    /// No answer came, or it broke off: the host could not be reached, the connection was lost, a
    /// timeout passed, the body was longer than allowed.
    #[error("{endpoint}: no complete answer: {source}{}", Tries(*attempts))]
    Network {
        /// The call.
        endpoint: Endpoint,
        /// How many tries were made.
        attempts: u32,
        /// What the HTTP client says.
        #[source]
        source: Arc<ureq::Error>,
    },
    /// The service answered, but not with success.
    #[error(transparent)]
    Status(Box<StatusError>),
    /// The service answered with success, but the body is not what the call promises.
    #[error("{endpoint}: status {status}: {source}")]
    Decode {
        /// The call.
        endpoint: Endpoint,
        /// The HTTP status.
        status: u16,
        /// Where in the body, and what is wrong there.
        #[source]
        source: Box<DecodeError>,
    },
    /// A step of the sign-in chain was refused.
    #[error(transparent)]
    SignIn(Box<SignInError>),
    /// Tokens could not be read from their store or kept there.
    #[error(transparent)]
    Store(Box<StoreError>),
    /// A chunk of a film was downloaded, but cannot be inflated.
    #[error("{endpoint}: {source}")]
    Film {
        /// The call.
        endpoint: Endpoint,
        /// What is wrong with the chunk.
        #[source]
        source: Box<InflateError>,
    },
    /// What was downloaded could not be written into its file.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: Arc<io::Error>,
    },
    /// The call could not go before its deadline; nothing was sent.
    #[error("{endpoint}: {}", Late(*wait))]
    Deadline {
        /// The call.
        endpoint: Endpoint,
        /// How long the rate limit would have had it wait; `None` where its tokens were waited for.
        wait: Option<Duration>,
    },
    /// The client is [offline](crate::ClientBuilder::offline), and its cache has no answer to the call.
    #[cfg(feature = "cache")]
    #[error("{endpoint}: offline, and the cache has no such answer")]
    NotCached {
        /// The call.
        endpoint: Endpoint,
    },
    /// The call was stopped by its [`CancelToken`](crate::CancelToken).
    #[error("{endpoint}: cancelled")]
    Cancelled {
        /// The call.
        endpoint: Endpoint,
    },
}

/// How many tries a failure took, where there was more than one.
struct Tries(u32);

impl fmt::Display for Tries {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 | 1 => Ok(()),
            tries => write!(formatter, " ({tries} tries)"),
        }
    }
}

/// What was waited for in vain.
struct Late(Option<Duration>);

impl fmt::Display for Late {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(wait) => write!(
                formatter,
                "the rate limit lets the next call go in {wait:?}, after the deadline"
            ),
            None => write!(formatter, "the deadline passed while the tokens were renewed"),
        }
    }
}

impl Error {
    /// The HTTP status of the answer, where there was one.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Status(error) => Some(error.status),
            Self::Decode { status, .. } => Some(*status),
            Self::SignIn(error) => Some(error.status),
            _ => None,
        }
    }

    /// What to do about it, where there is something that users should be told: for refused
    /// sign-ins, for the statuses of services, for services out of reach and for stores that cannot be
    /// read.
    pub fn advice(&self) -> Option<&'static str> {
        match self {
            Self::SignIn(error) => Some(error.refusal.advice()),
            Self::Status(error) => error.advice(),
            Self::Network { .. } => Some("check the connection to the network, and try again"),
            Self::Store(error) => error.advice(),
            Self::Deadline { wait: Some(_), .. } => {
                Some("allow a later deadline, or make fewer calls at once")
            }
            Self::Deadline { wait: None, .. } => Some("allow a later deadline, or try again"),
            #[cfg(feature = "cache")]
            Self::NotCached { .. } => Some("make the call once with a client that is not offline"),
            Self::Film { .. } => Some("download the film again; it may have been damaged on its way"),
            Self::File { .. } => Some("check the folder, who may write there, and the disk's space"),
            Self::Argument(_) | Self::Decode { .. } | Self::Cancelled { .. } => None,
        }
    }

    /// The call that failed; `None` where there was none.
    pub fn endpoint(&self) -> Option<Endpoint> {
        match self {
            Self::Argument(_) | Self::Store(_) | Self::File { .. } => None,
            Self::Network { endpoint, .. }
            | Self::Decode { endpoint, .. }
            | Self::Film { endpoint, .. }
            | Self::Deadline { endpoint, .. }
            | Self::Cancelled { endpoint } => Some(*endpoint),
            #[cfg(feature = "cache")]
            Self::NotCached { endpoint } => Some(*endpoint),
            Self::Status(error) => Some(error.endpoint),
            Self::SignIn(error) => Some(error.step.endpoint()),
        }
    }
}

impl StoreError {
    fn advice(&self) -> Option<&'static str> {
        match self {
            Self::Damaged { .. } => Some("the player must sign in again; the damaged file holds tokens"),
            Self::Newer { .. } => Some("use the newer program, or another store"),
            Self::Io { .. } => Some("check the file's folder, who may write there, and the disk's space"),
            _ => None,
        }
    }
}

/// An argument or a setting is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{argument}: {problem}")]
#[non_exhaustive]
pub struct ArgumentError {
    /// The name of the argument or setting.
    pub argument: &'static str,
    /// What is wrong with it, and what is allowed.
    pub problem: String,
}

impl ArgumentError {
    pub(crate) fn new(argument: &'static str, problem: impl Into<String>) -> Self {
        Self {
            argument,
            problem: problem.into(),
        }
    }
}

/// A call of the API: the service and this crate's name for the method.
///
/// Shown as `stats.match_history`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Endpoint {
    /// The service.
    pub service: Service,
    /// The method, as it is named in this crate.
    pub method: &'static str,
}

impl fmt::Display for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.service.name(), self.method)
    }
}

/// The service answered, but not with success.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StatusError {
    /// The call.
    pub endpoint: Endpoint,
    /// The HTTP status.
    pub status: u16,
    /// What the service said of it: the title and detail of its problem document, else the start of
    /// its body as text.
    pub detail: Option<String>,
    /// How long to wait before the next try, where the service said so.
    pub retry_after: Option<Duration>,
    /// How many tries were made.
    pub attempts: u32,
}

impl std::error::Error for StatusError {}

impl fmt::Display for StatusError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}: status {}{}",
            self.endpoint,
            self.status,
            Tries(self.attempts)
        )?;
        if let Some(detail) = &self.detail {
            write!(formatter, ": {detail}")?;
        }
        if let Some(wait) = self.retry_after {
            write!(formatter, "; try again in {wait:?}")?;
        }
        match self.advice() {
            Some(advice) => write!(formatter, " ({advice})"),
            None => Ok(()),
        }
    }
}

impl StatusError {
    /// What to do about it.
    pub fn advice(&self) -> Option<&'static str> {
        Some(match self.status {
            401 => "the Spartan token is wrong or has expired (it lives about 4 hours): sign in again",
            403 => {
                "this is not yours to see: another player's private data, or a call that the token does not allow"
            }
            404 => "there is no such thing, or no longer: check the ID or the gamertag",
            429 => "too many requests: lower requests_per_second",
            500..=599 => "the service has trouble: try again later",
            _ => return None,
        })
    }
}

/// A step of the sign-in chain was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignInError {
    /// The step.
    pub step: SignInStep,
    /// The HTTP status.
    pub status: u16,
    /// The service's own word for the refusal: an OAuth2 error such as `invalid_grant`, an XErr
    /// number such as `2148916233`; `None` where it gave none.
    pub code: Option<String>,
    /// Why; its [`advice`](Refusal::advice) says what to do.
    pub refusal: Refusal,
}

impl std::error::Error for SignInError {}

impl From<SignInError> for Error {
    fn from(error: SignInError) -> Self {
        Self::SignIn(Box::new(error))
    }
}

impl fmt::Display for SignInError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "sign-in was refused at the step \"{}\": status {}",
            self.step, self.status
        )?;
        if let Some(code) = &self.code {
            write!(formatter, ", {code}")?;
        }
        write!(formatter, ": {}", self.refusal.advice())
    }
}
