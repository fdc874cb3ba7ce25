//! Answers that are kept, so that they need not be asked for again. Behind the feature `cache`.
//!
//! A [`ResponseCache`] is a folder that clients are [given](crate::ClientBuilder::cache):
//!
//! ```
//! # let folder = std::env::temp_dir().join(format!("halo-infinite-doc-{}", std::process::id()));
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let builder = halo_infinite::Client::builder().environment(sandbox.environment());
//! # let builder = builder.tokens(sandbox.spartan_token(), sandbox.clearance());
//! use halo_infinite::cache::ResponseCache;
//!
//! let client = builder.cache(ResponseCache::open(&folder)?).build()?;
//! let first = client.gamecms_hacs().medal_metadata().response()?;
//! let second = client.gamecms_hacs().medal_metadata().response()?;
//! assert!(!first.from_cache() && second.from_cache());
//! # drop(client);
//! # std::fs::remove_dir_all(folder)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How long answers are kept
//!
//! | answer | kept |
//! |---|---|
//! | statistics and skill of a match, once they are final; a complete film's list of chunks and the chunks; an asset in a version | for ever |
//! | images | 30 days |
//! | medals, seasons, reward tracks, other files of the game's content; tags; the manifest of a build | 24 hours |
//! | an asset without a version, the manifest of a branch | 1 hour |
//! | histories, counts, service records, ranks in playlists, searches, progress, public customization, profiles | not, unless the request says how old it may be |
//! | what only its owner may see: challenges, privacy, progression, operations, the private view of a customization, the current user | never |
//! | anything but status 200; what is not of the call's kind, such as a proxy's page in place of JSON | never |
//!
//! For ever means until there is no room: the answers that were not used for longest go first. A
//! request can ask for less with [`fresh`](crate::Request::fresh), and for less or more with
//! [`max_age`](crate::Request::max_age). When an answer has become too old and came with an `ETag` or
//! `Last-Modified`, the service is asked only whether it still holds.
//!
//! An answer from the cache costs no request and no turn of the rate limit. It does not depend on who
//! asks: a player who has since hidden a match, say, is still shown it. A player sees in his own history,
//! count and service record also what he hides from others. Where a request says how old these may be,
//! they are kept, and whoever shares the folder shares them: accounts that should not see each other's
//! need a folder each.
//!
//! # What is in the folder
//!
//! An SQLite database that only its owner can read. Threads and processes can share it at any time, and
//! a process that is killed harms nothing. Answers are kept compressed and with a checksum, under a
//! digest of URL and language; no token ever is. A damaged answer is asked for again, and a damaged
//! database emptied. The folder must be on a disk of this machine: databases do not work reliably
//! over networks.

mod calls;
mod database;
mod entry;
mod error;
mod key;
pub(crate) mod policy;

#[cfg(test)]
mod tests;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::private_files::private_folder;
use database::Database;

pub use error::CacheError;

pub(crate) use calls::{Caching, Freshness};
pub(crate) use entry::CachedAnswer;
pub(crate) use key::Key;

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
                asked: self.max_size,
                least: ResponseCache::LEAST_SIZE,
            });
        }
        private_folder(&self.folder).map_err(|source| CacheError::Io {
            path: self.folder.clone(),
            source,
        })?;
        let path = self.folder.join(FILE);
        match Database::open(path.clone(), self.max_size) {
            Ok(Ok(database)) => Ok(ResponseCache(Arc::new(database))),
            Ok(Err(source)) => Err(database_error(&path, source)),
            Err(source) => Err(CacheError::Io { path, source }),
        }
    }
}

fn database_error(path: &Path, source: rusqlite::Error) -> CacheError {
    CacheError::Database {
        path: path.to_owned(),
        source: Box::new(source),
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
        self.0
            .count()
            .map_err(|source| database_error(self.path(), source))
    }

    /// How large the database and its log are, in bytes.
    ///
    /// # Errors
    ///
    /// [`CacheError`] where the database's file cannot be looked at.
    pub fn size(&self) -> Result<u64, CacheError> {
        let database = std::fs::metadata(self.path()).map_err(|source| CacheError::Io {
            path: self.path().to_owned(),
            source,
        })?;
        Ok(database.len() + self.0.log_size())
    }

    /// Removes all answers, for all who share the folder.
    ///
    /// # Errors
    ///
    /// [`CacheError`] where the database cannot be written, perhaps because another process just does.
    pub fn clear(&self) -> Result<(), CacheError> {
        self.0
            .clear()
            .map_err(|source| database_error(self.path(), source))
    }

    /// An answer that was kept. Whatever goes wrong, there is none.
    pub(crate) fn lookup(&self, key: &Key, now: Timestamp) -> Option<CachedAnswer> {
        let packed = self.0.get(key, now);
        let packed = packed
            .inspect_err(|error| log::warn!("the cache {} cannot be read: {error}", self.path().display()));
        let answer = CachedAnswer::unpack(key, &packed.ok()??);
        if answer.is_none() {
            log::warn!("an answer in the cache {} is damaged", self.path().display());
            if let Err(error) = self.0.remove(key) {
                log::debug!("a damaged answer cannot be removed: {error}");
            }
        }
        answer
    }

    /// Keeps an answer, in place of an older one. Whatever goes wrong, it is not kept.
    pub(crate) fn store(&self, key: &Key, answer: &CachedAnswer, now: Timestamp) {
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
