//! Token stores that cannot be used.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// Tokens cannot be read or saved.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The system does not let the store be read or written.
    #[error("the token store {} cannot be used: {cause}", path.display())]
    #[non_exhaustive]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's error.
        cause: Arc<io::Error>,
    },
    /// Something else is in the place of the token file or of its lock file: a link, a folder, a pipe, or a
    /// file of another user. It was left alone.
    #[error("the token store cannot be used: {}: {problem}: move it away, or use another path", path.display())]
    #[non_exhaustive]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// The problem.
        problem: String,
    },
    /// Another thread or program holds the store's lock, and did not release it in time: made by
    /// [`StoreError::busy`].
    #[error("another thread or program holds the lock of the token store {name}: if it hangs, end it")]
    #[non_exhaustive]
    Busy {
        /// The store's file, or another name of it.
        name: String,
    },
    /// The file is not a token store of this crate. It was moved aside; the next sign-in starts a new one.
    #[error(
        "the token store {} is damaged ({problem}); it was moved to {}: the player must sign in again",
        path.display(), moved_to.display()
    )]
    #[non_exhaustive]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The file's new name.
        moved_to: PathBuf,
        /// The problem. Nothing of the content is quoted.
        problem: String,
    },
    /// A refresh token was rotated, and the new one cannot be saved. It may work only once, so no token is renewed
    /// until it is saved.
    #[error("a new refresh token could not be saved, and no token is renewed until it is: {cause}")]
    #[non_exhaustive]
    NotSaved {
        /// The error of the last attempt.
        cause: Box<Self>,
    },
    /// A later version of this crate wrote the file.
    #[error("the token store {} has the format {version}, which this version cannot read", path.display())]
    #[non_exhaustive]
    Newer {
        /// The file.
        path: PathBuf,
        /// The file's format.
        version: u32,
    },
    /// Windows encrypted the file for another user or on another computer. It was left alone.
    #[error(
        "the token store {} is encrypted for another user of Windows, or on another computer: {cause}",
        path.display()
    )]
    #[non_exhaustive]
    Encrypted {
        /// The file.
        path: PathBuf,
        /// The system's error.
        cause: Arc<io::Error>,
    },
    /// A store of another kind cannot be used: made by [`StoreError::other`].
    #[error("the token store cannot be used: {0}")]
    #[non_exhaustive]
    Other(Arc<dyn std::error::Error + Send + Sync>),
    /// The platform's keyring does not work.
    #[error("the keyring cannot be used: {0}")]
    #[non_exhaustive]
    Keyring(String),
}

impl StoreError {
    /// An error of a file, for a [`TokenStore`](crate::auth::TokenStore) of your own.
    pub fn io(path: impl Into<PathBuf>, cause: io::Error) -> Self {
        Self::Io {
            path: path.into(),
            cause: Arc::new(cause),
        }
    }

    /// The error of a [`TokenStore`](crate::auth::TokenStore) of your own whose lock another caller holds for
    /// longer than the wait. The name, for example the path of a file, must show no token.
    pub fn busy(name: impl Into<String>) -> Self {
        Self::Busy { name: name.into() }
    }

    /// Any error of a [`TokenStore`](crate::auth::TokenStore) of your own. Its message must show no token.
    pub fn other(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Other(cause.into().into())
    }

    /// The error of a save that a rotated refresh token must not go without.
    pub(crate) fn rotated(self) -> Self {
        Self::NotSaved {
            cause: Box::new(self),
        }
    }

    /// Advice for the user or the developer.
    pub fn advice(&self) -> Option<&'static str> {
        match self {
            Self::NotSaved { cause } => cause.advice(),
            Self::Damaged { .. } => Some("the player must sign in again; the damaged file holds tokens"),
            Self::Newer { .. } => Some("use the newer program, or another store"),
            Self::Encrypted { .. } => {
                Some("run the program as the user who saved the file, or move it away and sign in again")
            }
            Self::Io { .. } => Some("check the file's folder, its permissions and the free disk space"),
            Self::NotOurs { .. } => Some("move it away, or use another path"),
            Self::Busy { .. } => Some("wait for the other program, or end it if it hangs"),
            Self::Other(_) => None,
            Self::Keyring(_) => Some("unlock the keyring, or use a FileStore"),
        }
    }
}
