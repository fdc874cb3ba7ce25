//! The cache as users have it: a folder.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::cache::database::Database;
use crate::cache::entry::CachedResponse;
use crate::cache::key::Key;
use crate::error::CacheError;
use crate::fs::private_folder;

/// The database's file. Another format of entries would have another name, so that programs of two
/// versions can share a folder.
const FILE: &str = "responses-1.sqlite";

/// Answers that are kept in a folder. Cheap to clone; clones share it.
#[derive(Clone)]
pub struct ResponseCache(Arc<Database>);

/// Opens a [`ResponseCache`] that is not like the default.
#[derive(Debug, Clone)]
#[must_use = "nothing is opened before `open()`"]
pub struct ResponseCacheBuilder {
    folder: PathBuf,
    max_size: u64,
}

impl ResponseCacheBuilder {
    /// How large the database may become, in bytes; 256 MiB by default, which is room for the
    /// statistics of some 30,000 matches. Its log takes up to some 5 MiB more. An answer that is larger
    /// than an eighth of the size is not kept.
    pub fn max_size(self, bytes: u64) -> Self {
        Self {
            max_size: bytes,
            ..self
        }
    }

    /// Opens the cache; the folder is made where there is none.
    ///
    /// # Errors
    ///
    /// [`CacheError`] where the size is less than [`ResponseCache::LEAST_SIZE`], or the database cannot
    /// be made or opened.
    pub fn open(self) -> Result<ResponseCache, CacheError> {
        if self.max_size < ResponseCache::LEAST_SIZE {
            return Err(CacheError::TooSmall {
                requested: self.max_size,
                min: ResponseCache::LEAST_SIZE,
            });
        }
        private_folder(&self.folder).map_err(|cause| CacheError::Io {
            path: self.folder.clone(),
            cause,
        })?;
        let path = self.folder.join(FILE);
        match Database::open(path.clone(), self.max_size) {
            Ok(Ok(database)) => Ok(ResponseCache(Arc::new(database))),
            Ok(Err(cause)) => Err(database_error(&path, cause)),
            Err(cause) => Err(CacheError::Io { path, cause }),
        }
    }
}

fn database_error(path: &Path, cause: rusqlite::Error) -> CacheError {
    CacheError::Database {
        path: path.to_owned(),
        cause: Box::new(cause),
    }
}

impl ResponseCache {
    /// The least size that a cache can be given, in bytes: 1 MiB.
    pub const LEAST_SIZE: u64 = 1 << 20;

    /// How large a cache may become by default, in bytes: 256 MiB.
    pub const DEFAULT_SIZE: u64 = 256 << 20;

    /// Opens the cache in a folder, which is made where there is none.
    ///
    /// # Errors
    ///
    /// Those of [`ResponseCacheBuilder::open`].
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self, CacheError> {
        Self::builder(folder).open()
    }

    /// Starts opening the cache in a folder.
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

    /// How many answers are kept.
    ///
    /// # Errors
    ///
    /// [`CacheError`] where the database cannot be read.
    pub fn count(&self) -> Result<u64, CacheError> {
        self.0.count().map_err(|cause| database_error(self.path(), cause))
    }

    /// How large the database and its log are, in bytes.
    ///
    /// # Errors
    ///
    /// [`CacheError`] where the database's file cannot be looked at.
    pub fn size(&self) -> Result<u64, CacheError> {
        let database = std::fs::metadata(self.path()).map_err(|cause| CacheError::Io {
            path: self.path().to_owned(),
            cause,
        })?;
        Ok(database.len() + self.0.log_size())
    }

    /// Removes all answers, for all who share the folder.
    ///
    /// # Errors
    ///
    /// [`CacheError`] where the database cannot be written, perhaps because another process just does.
    pub fn clear(&self) -> Result<(), CacheError> {
        self.0.clear().map_err(|cause| database_error(self.path(), cause))
    }

    /// An answer that was kept. Whatever goes wrong, there is none.
    pub(crate) fn lookup(&self, key: &Key, now: Timestamp) -> Option<CachedResponse> {
        let packed = self.0.get(key, now);
        let packed = packed
            .inspect_err(|error| log::warn!("the cache {} cannot be read: {error}", self.path().display()));
        let answer = CachedResponse::unpack(key, &packed.ok()??);
        if answer.is_none() {
            log::warn!("an answer in the cache {} is damaged", self.path().display());
            if let Err(error) = self.0.remove(key) {
                log::debug!("a damaged answer cannot be removed: {error}");
            }
        }
        answer
    }

    /// Keeps an answer, in place of an older one. Whatever goes wrong, it is not kept.
    pub(crate) fn store(&self, key: &Key, answer: &CachedResponse, now: Timestamp) {
        let packed = match answer.pack(key) {
            Ok(packed) => packed,
            Err(error) => return log::warn!("an answer cannot be packed: {error}"),
        };
        if packed.len() as u64 > self.0.max_entry() {
            return log::debug!("an answer of {} bytes is too large to be kept", packed.len());
        }
        if let Err(error) = self.0.put(key, &packed, now) {
            log::warn!(
                "the cache {} cannot keep an answer: {error}",
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
