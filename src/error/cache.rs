//! Response caches that cannot be used.

use std::path::PathBuf;

/// A response cache cannot be opened or maintained.
///
/// Requests never fail with it: if the cache fails, the request is sent, and a log record says so.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CacheError {
    /// The folder or the file cannot be created or read.
    #[error("the cache {path}: {cause}; check the folder, its permissions and the free disk space", path = path.display())]
    #[non_exhaustive]
    Io {
        /// The folder or file.
        path: PathBuf,
        /// The system's error.
        cause: std::io::Error,
    },
    /// Something else is in the place of the database or of one of its files: a link, a folder, a pipe, or a
    /// file of another user. It was left alone.
    #[error("the cache {path}: {problem}: move it away, or use another folder", path = path.display())]
    #[non_exhaustive]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// The problem.
        problem: String,
    },
    /// The database cannot be used, even after it was emptied.
    #[error("the cache {path}: {cause}; if another program uses it, try again, else delete the file", path = path.display())]
    #[non_exhaustive]
    Database {
        /// The database's file.
        path: PathBuf,
        /// The database's error.
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The requested size is too small for any response.
    #[error("a cache of {requested} bytes is too small: allow at least {min}")]
    #[non_exhaustive]
    TooSmall {
        /// The requested size, in bytes.
        requested: u64,
        /// The smallest size, in bytes.
        min: u64,
    },
}
