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
    Io {
        /// The file.
        path: PathBuf,
        /// The system's error.
        cause: Arc<io::Error>,
    },
    /// The file is not a token store of this crate. It was moved aside; the next sign-in starts a new one.
    #[error(
        "the token store {} is damaged ({problem}); it was moved to {}: the player must sign in again",
        path.display(), moved_to.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The file's new name.
        moved_to: PathBuf,
        /// The problem. Nothing of the content is quoted.
        problem: String,
    },
    /// A later version of this crate wrote the file.
    #[error("the token store {} has the format {version}, which this version cannot read: use a newer one", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The file's format.
        version: u32,
    },
    /// The platform's keyring does not work.
    #[error("the keyring cannot be used: {0}")]
    Keyring(String),
}

impl StoreError {
    pub(super) fn advice(&self) -> Option<&'static str> {
        match self {
            Self::Damaged { .. } => Some("the player must sign in again; the damaged file holds tokens"),
            Self::Newer { .. } => Some("use the newer program, or another store"),
            Self::Io { .. } => Some("check the file's folder, its permissions and the free disk space"),
            Self::Keyring(_) => Some("unlock the keyring, or use a FileStore"),
        }
    }
}
