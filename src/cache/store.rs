//! The public face of the cache: a folder.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::connection::Failure;
use super::database::Database;
use super::entry::CachedResponse;
use super::key::Key;
use crate::error::CacheError;
use crate::fs::{NotOurs, private_folder};
use crate::sync::Wait;

/// The database's file. The number is the format of the entries, so that programs with two versions of
/// this crate can share a folder.
const FILE: &str = "responses-1.sqlite";

/// A cache of responses in a folder. Cheap to clone; clones share the folder.
///
/// [`cache`](crate::cache) lists how long each response is cached.
#[derive(Clone)]
pub struct ResponseCache(Arc<Database>);

/// Configures and opens a [`ResponseCache`].
#[derive(Debug, Clone)]
#[must_use = "the cache is not open before `open()`"]
pub struct ResponseCacheBuilder {
    folder: PathBuf,
    max_size: u64,
}

impl ResponseCacheBuilder {
    /// The maximum size of the database, in bytes. Defaults to 256 MiB, enough for the statistics of about
    /// 30,000 matches. The database's log takes up to about 5 MiB more. Responses larger than an eighth of
    /// the size are not cached.
    pub fn max_size(self, bytes: u64) -> Self {
        Self {
            max_size: bytes,
            ..self
        }
    }

    /// Opens the cache. Creates the folder if it does not exist.
    ///
    /// A file of this user in the place of the database that is not a cache is renamed to `….other-1`. If the
    /// database exists but cannot be written, because the disk is read-only or full, the cache returns the
    /// responses in it and stores no others; a log record says so.
    ///
    /// # Errors
    ///
    /// [`CacheError`] if the size is less than [`ResponseCache::MIN_SIZE`], or the database cannot be
    /// created or opened; [`CacheError::NotOurs`] if a link, a folder, a pipe or a file of another user is in
    /// its place.
    pub fn open(self) -> Result<ResponseCache, CacheError> {
        if self.max_size < ResponseCache::MIN_SIZE {
            return Err(CacheError::TooSmall {
                requested: self.max_size,
                min: ResponseCache::MIN_SIZE,
            });
        }
        let path = database_path(&self.folder).map_err(|cause| CacheError::Io {
            path: self.folder,
            cause,
        })?;
        match Database::open(path.clone(), self.max_size) {
            Ok(database) => Ok(ResponseCache(Arc::new(database))),
            Err(Failure::Database(cause)) => Err(database_error(&path, cause)),
            Err(Failure::File { path, cause }) => Err(match NotOurs::cause_of(&cause) {
                Some(NotOurs { problem, .. }) => CacheError::NotOurs {
                    path,
                    problem: (*problem).into(),
                },
                None => CacheError::Io { path, cause },
            }),
        }
    }
}

/// Creates the folder. Returns the path of the database in it.
fn database_path(folder: &Path) -> std::io::Result<PathBuf> {
    private_folder(folder)?;
    // SQLite refuses any link in the path; links to the folder are the user's.
    #[cfg(unix)]
    let folder = folder.canonicalize()?;
    Ok(folder.join(FILE))
}

fn database_error(path: &Path, cause: rusqlite::Error) -> CacheError {
    CacheError::Database {
        path: path.to_owned(),
        cause: Box::new(cause),
    }
}

impl ResponseCache {
    /// The smallest maximum size of a cache, in bytes: 1 MiB.
    pub const MIN_SIZE: u64 = 1 << 20;

    /// The default maximum size of a cache, in bytes: 256 MiB.
    pub const DEFAULT_SIZE: u64 = 256 << 20;

    /// Opens the cache in a folder. Creates the folder if it does not exist.
    ///
    /// # Errors
    ///
    /// As [`ResponseCacheBuilder::open`].
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self, CacheError> {
        Self::builder(folder).open()
    }

    /// Returns a builder for the cache in a folder, with the default size.
    pub fn builder(folder: impl Into<PathBuf>) -> ResponseCacheBuilder {
        ResponseCacheBuilder {
            folder: folder.into(),
            max_size: Self::DEFAULT_SIZE,
        }
    }

    /// The database's file.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// The number of cached responses.
    ///
    /// # Errors
    ///
    /// [`CacheError`] if the database cannot be read.
    pub fn count(&self) -> Result<u64, CacheError> {
        self.0.count().map_err(|cause| database_error(self.path(), cause))
    }

    /// The size of the database and its log, in bytes.
    ///
    /// # Errors
    ///
    /// [`CacheError`] if the size of the database's file cannot be read.
    pub fn size(&self) -> Result<u64, CacheError> {
        let database = std::fs::metadata(self.path()).map_err(|cause| CacheError::Io {
            path: self.path().to_owned(),
            cause,
        })?;
        Ok(database.len() + self.0.log_size())
    }

    /// Reads the whole database, and empties it if it is damaged. Requests do the same where they find damage.
    ///
    /// # Errors
    ///
    /// [`CacheError`] if the database was damaged, or cannot be read.
    pub fn check(&self) -> Result<(), CacheError> {
        self.0.check().map_err(|cause| database_error(self.path(), cause))
    }

    /// Removes all responses, for all programs that share the folder.
    ///
    /// # Errors
    ///
    /// [`CacheError`] if the database cannot be written, for example because another process holds its lock.
    pub fn clear(&self) -> Result<(), CacheError> {
        self.0.clear().map_err(|cause| database_error(self.path(), cause))
    }

    /// Returns the cached response, if its body has at most `max_body` bytes. Any failure is logged, once for
    /// failures that last, and returns `None`: the request is then sent.
    pub(super) fn lookup(
        &self,
        key: &Key,
        max_body: u64,
        now: Timestamp,
        wait: &Wait,
    ) -> Option<CachedResponse> {
        let packed = self
            .0
            .get(key, CachedResponse::max_packed(max_body), now, wait)
            .inspect_err(|error| log::debug!("the cache {} is not read: {error}", self.path().display()));
        let response = CachedResponse::unpack(key, &packed.ok()??, max_body);
        if response.is_none() {
            log::warn!("a response in the cache {} is damaged", self.path().display());
            if self.0.is_writable(now)
                && let Err(error) = self.0.remove(key, now, wait)
            {
                log::debug!("a damaged response cannot be removed from the cache: {error}");
            }
        }
        response
    }

    /// Caches a response, and replaces an older one. Any failure is logged, once for failures that last, and
    /// the response is not cached.
    pub(super) fn store(&self, key: &Key, response: &CachedResponse, now: Timestamp, wait: &Wait) {
        if !self.0.is_writable(now) {
            return;
        }
        let packed = match response.pack(key) {
            Ok(packed) => packed,
            Err(error) => return log::warn!("a response cannot be packed for the cache: {error}"),
        };
        if packed.len() as u64 > self.0.max_entry() {
            return log::debug!("a response of {} bytes is too large for the cache", packed.len());
        }
        if let Err(error) = self.0.put(key, &packed, now, wait) {
            log::debug!(
                "the cache {} does not store a response: {error}",
                self.path().display()
            );
        }
    }
}

impl fmt::Debug for ResponseCache {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ResponseCache")
            .field("path", &self.path())
            .finish_non_exhaustive()
    }
}
