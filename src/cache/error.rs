//! Why a cache cannot be opened or looked after.

use std::path::PathBuf;

/// A cache cannot be opened or looked after. Calls never fail with it: what the cache cannot give or keep
/// is asked for, and a record of the crate `log` says so.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CacheError {
    /// The folder or the file cannot be made or read.
    #[error("the cache {path}: {source}; check the folder, who may write there, and the disk's space", path = path.display())]
    Io {
        /// The folder or file.
        path: PathBuf,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// The database in the folder cannot be used, not even after it was emptied.
    #[error("the cache {path}: {source}; where another program holds it, try again, else delete the file", path = path.display())]
    Database {
        /// The database's file.
        path: PathBuf,
        /// What the database says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The size that was asked for is too small to keep anything.
    #[error("a cache of {asked} bytes keeps nothing: allow at least {least}")]
    TooSmall {
        /// The size that was asked for, in bytes.
        asked: u64,
        /// The least that is allowed, in bytes.
        least: u64,
    },
}
