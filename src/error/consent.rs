//! Consents that did not arrive.

use std::io;
use std::sync::Arc;
use std::time::Duration;

/// The player's consent did not arrive.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum ConsentError {
    /// The browser did not open.
    #[error("the browser did not open: {cause}")]
    #[non_exhaustive]
    Browser {
        /// The error of the function that opens the browser.
        cause: Arc<io::Error>,
    },
    /// The redirect cannot be received: listening on the port failed.
    #[error("port {port} cannot be listened on: {cause}")]
    #[non_exhaustive]
    Listen {
        /// The port; 0 for any free one.
        port: u16,
        /// The system's error.
        cause: Arc<io::Error>,
    },
    /// The player did not come back in time.
    #[error("the player did not come back within {waited:?}")]
    #[non_exhaustive]
    Timeout {
        /// Time waited.
        waited: Duration,
    },
    /// The redirect's address is not usable: it has no code, or it belongs to another sign-in.
    #[error("the redirect {problem}")]
    #[non_exhaustive]
    Redirect {
        /// The problem. Nothing of the address is quoted.
        problem: &'static str,
    },
    /// The system has no random numbers, which protect the sign-in.
    #[error("the system's random number generator does not work")]
    Random,
}

impl ConsentError {
    /// Advice for the user or the developer.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Browser { .. } => {
                "show the address to the player, or use SignIn::consent and SignIn::redeem"
            }
            Self::Listen { .. } => {
                "close the program that uses the port, or use SignIn::consent and SignIn::redeem"
            }
            Self::Timeout { .. } => "start the sign-in again",
            Self::Redirect { .. } => "start the sign-in again; if you paste the address, paste all of it",
            Self::Random => "restart the program; the operating system has a problem",
        }
    }
}
