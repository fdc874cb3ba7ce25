//! The error of requests and sign-ins.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::consent::ConsentError;
use super::inflate::InflateError;
use super::network::{ANSWERED_BY_ANOTHER, NetworkErrorKind};
use super::sign_in::SignInError;
use super::status::{Attempts, StatusError};
use super::store::StoreError;
use crate::decode::DecodeError;
use crate::types::{ArgumentError, Endpoint};

/// Any failure of a request or a sign-in.
///
/// The message names the service and the endpoint, says what happened and, if possible, what to do.
/// The fields hold the cause; `source` returns none, since the message contains it already.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An argument or a setting is not allowed. Nothing was sent.
    #[error(transparent)]
    Argument(#[from] ArgumentError),
    /// No complete response arrived: the host could not be reached, the connection was lost, a timeout
    /// passed, or the body was longer than [allowed](crate::ClientBuilder::max_body_size).
    #[error("{endpoint}: no complete response: {cause}{} ({})", Attempts(*attempts), kind.advice())]
    #[non_exhaustive]
    Network {
        /// The endpoint.
        endpoint: &'static Endpoint,
        /// Number of attempts.
        attempts: u32,
        /// The reason; [`advice`](NetworkErrorKind::advice) says what to do.
        kind: NetworkErrorKind,
        /// The HTTP client's error.
        cause: Arc<ureq::Error>,
    },
    /// The service responded with a status other than success.
    #[error(transparent)]
    Status(Box<StatusError>),
    /// The service responded with success, but the body does not fit the model.
    #[error("{endpoint}: status {status}: {cause}")]
    #[non_exhaustive]
    Decode {
        /// The endpoint.
        endpoint: &'static Endpoint,
        /// The HTTP status.
        status: u16,
        /// The place in the body, and the problem.
        cause: Box<DecodeError>,
    },
    /// A service refused a step of the sign-in.
    #[error(transparent)]
    SignIn(Box<SignInError>),
    /// The player's consent did not arrive: no browser, no redirect in time, or the redirect of another
    /// sign-in.
    #[error(transparent)]
    Consent(#[from] ConsentError),
    /// Tokens could not be read from their store or saved there.
    #[error(transparent)]
    Store(Box<StoreError>),
    /// [`Credentials`](crate::auth::Credentials) of your own failed: made by [`Error::credentials`].
    #[error("the credentials: {0}")]
    #[non_exhaustive]
    Credentials(Arc<dyn std::error::Error + Send + Sync>),
    /// A downloaded chunk of a film cannot be inflated.
    #[error("{endpoint}: {cause}")]
    #[non_exhaustive]
    Film {
        /// The endpoint.
        endpoint: &'static Endpoint,
        /// The problem with the chunk.
        cause: Box<InflateError>,
    },
    /// A film's manifest cannot be followed: an address in it is not allowed, or two chunks have one
    /// index. Nothing was sent.
    #[error("the film's manifest: {problem}")]
    #[non_exhaustive]
    Manifest {
        /// The problem.
        problem: String,
    },
    /// A file cannot be written or locked: that of a download, of a [recording](crate::ClientBuilder::record) or of a
    /// [shared rate](crate::ClientBuilder::shared_rate).
    #[error("{}: {cause}", path.display())]
    #[non_exhaustive]
    File {
        /// The file.
        path: PathBuf,
        /// The system's error.
        cause: Arc<io::Error>,
    },
    /// The request could not be sent before its deadline. Nothing was sent.
    #[error("{endpoint}: {}", Late(*wait))]
    #[non_exhaustive]
    Deadline {
        /// The endpoint.
        endpoint: &'static Endpoint,
        /// Time until the rate limit's next permit; `None` if the request was waiting for tokens.
        wait: Option<Duration>,
    },
    /// The client is [offline](crate::ClientBuilder::offline), and the response is not cached.
    #[cfg(feature = "cache")]
    #[error("{endpoint}: the client is offline, and the response is not cached")]
    #[non_exhaustive]
    NotCached {
        /// The endpoint.
        endpoint: &'static Endpoint,
    },
    /// A [`CancelToken`](crate::CancelToken) or a [`Worker`](crate::worker::Worker) stopped the request.
    #[error("{}", Cancelled(*endpoint))]
    #[non_exhaustive]
    Cancelled {
        /// The endpoint; `None` for a worker's job that had not begun.
        endpoint: Option<&'static Endpoint>,
    },
    /// The system cannot start a thread.
    #[error("the system cannot start a thread: {cause}")]
    #[non_exhaustive]
    Thread {
        /// The system's error.
        cause: Arc<io::Error>,
    },
}

struct Late(Option<Duration>);

impl fmt::Display for Late {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(wait) => write!(
                formatter,
                "the rate limit's next permit comes in {wait:?}, after the deadline"
            ),
            None => write!(
                formatter,
                "the deadline passed while the tokens were being renewed"
            ),
        }
    }
}

struct Cancelled(Option<&'static Endpoint>);

impl fmt::Display for Cancelled {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(endpoint) => write!(formatter, "{endpoint}: cancelled"),
            None => formatter.write_str("cancelled before it began"),
        }
    }
}

impl Error {
    /// The failure of a file of this program.
    pub(crate) fn file(path: &Path, cause: io::Error) -> Self {
        Self::File {
            path: path.into(),
            cause: Arc::new(cause),
        }
    }

    /// The failure to start a thread.
    pub(crate) fn thread(cause: io::Error) -> Self {
        Self::Thread {
            cause: Arc::new(cause),
        }
    }

    /// Any error of [`Credentials`](crate::auth::Credentials) of your own. Its message must show no token.
    pub fn credentials(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Credentials(cause.into().into())
    }

    /// The HTTP status of the response; `None` without a response.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Status(error) => Some(error.status),
            Self::Decode { status, .. } => Some(*status),
            Self::SignIn(error) => Some(error.status),
            _ => None,
        }
    }

    /// Advice for the user or the developer; `None` if there is no more to do than the message says. The
    /// messages of [`Network`](Self::Network), [`Status`](Self::Status) and [`SignIn`](Self::SignIn) contain it
    /// already.
    pub fn advice(&self) -> Option<&'static str> {
        match self {
            Self::SignIn(error) => Some(error.advice()),
            Self::Consent(error) => Some(error.advice()),
            Self::Status(error) => error.advice(),
            Self::Network { kind, .. } => Some(kind.advice()),
            Self::Decode { cause, .. } => cause.is_web_page().then_some(ANSWERED_BY_ANOTHER),
            Self::Store(error) => error.advice(),
            Self::Deadline { wait: Some(_), .. } => {
                Some("set a later deadline, or send fewer requests at a time")
            }
            Self::Deadline { wait: None, .. } => Some("set a later deadline, or try again"),
            #[cfg(feature = "cache")]
            Self::NotCached { .. } => Some("send the request once with a client that is not offline"),
            Self::Film { cause, .. } => Some(match **cause {
                InflateError::TooLong { .. } => "allow a longer chunk with inflated_to",
                _ => "download the film again: it may have been damaged on its way",
            }),
            Self::Thread { .. } => Some("end some threads or programs, or raise the system's limit"),
            Self::File { .. } => Some("check the folder, its permissions and the free disk space"),
            Self::Argument(_) | Self::Credentials(_) | Self::Manifest { .. } | Self::Cancelled { .. } => None,
        }
    }

    /// The endpoint; `None` if the failure belongs to none.
    pub fn endpoint(&self) -> Option<&'static Endpoint> {
        match self {
            Self::Argument(_)
            | Self::Consent(_)
            | Self::Credentials(_)
            | Self::Store(_)
            | Self::Manifest { .. }
            | Self::File { .. }
            | Self::Thread { .. } => None,
            Self::Network { endpoint, .. }
            | Self::Decode { endpoint, .. }
            | Self::Film { endpoint, .. }
            | Self::Deadline { endpoint, .. } => Some(endpoint),
            Self::Cancelled { endpoint } => *endpoint,
            #[cfg(feature = "cache")]
            Self::NotCached { endpoint } => Some(endpoint),
            Self::Status(error) => Some(error.endpoint),
            Self::SignIn(error) => Some(error.endpoint),
        }
    }
}

impl From<SignInError> for Error {
    fn from(error: SignInError) -> Self {
        Self::SignIn(Box::new(error))
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Store(Box::new(error))
    }
}
