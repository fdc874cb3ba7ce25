//! A cache of responses, so that a program need not request them again. Behind the feature `cache`.
//!
//! A [`ResponseCache`] is a folder that [a client uses](crate::ClientBuilder::cache):
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
//! # How long responses are cached
//!
//! | response | cached for |
//! |---|---|
//! | statistics and skill of a match, once they are final; the list of chunks of a complete film, and the chunks; a version of an asset | as long as the cache has room |
//! | images, files of assets | 30 days |
//! | medals, seasons, reward tracks, other files of the game's content; tags; the manifest of a build; the API settings; the servers of regions | 24 hours |
//! | an asset without a version, the configuration of a playlist, the manifest of a branch | 1 hour |
//! | histories, counts, service records, ranks in playlists, searches, careers of several players, public customization, profiles, bans, feature flags, articles, service awards by slug, news, guides | the request's maximum age; without one, they are not cached, unless the client [keeps the latest](crate::ClientBuilder::cache_latest) for clients that are offline |
//! | data that only its owner can read: challenges, privacy, progression, the own career, operations, the private view of a customization, own assets, favourites and ratings, the current user, notifications, own service awards, custom experience, clearances, join handles; presence; leaderboards; all of Xbox Live, where players see each other differently | not cached |
//! | a status other than 200; a body of the wrong kind, such as a proxy's page in place of JSON | not cached |
//!
//! A full cache removes the least recently used responses. For one request, [`fresh`](crate::Request::fresh) bypasses the cached response, and
//! [`max_age`](crate::Request::max_age) sets a shorter or longer age than the table's. If a cached response
//! is too old but came with an `ETag` or `Last-Modified`, a conditional request revalidates it.
//!
//! A cached response costs no request and no permit of the rate limit. It does not depend on the player who
//! is signed in: if somebody has hidden a match since, the cache still returns it. Players see their hidden
//! matches in their own history, count and service record. Requests with a maximum age cache these too, and
//! all accounts that share the folder can read them: accounts that must not see each other's matches need
//! a folder each.
//!
//! # What is in the folder
//!
//! The folder holds an SQLite database that only its owner can read. Threads and processes can share it at
//! any time, and a process that is killed damages nothing. Responses are compressed and have a checksum;
//! their keys are digests of URL and language; tokens are never stored. A damaged response is requested
//! again, and a damaged database is emptied. The folder must be on a local disk: databases do not work
//! reliably over networks.
//!
//! A file in the place of the database that is not a cache is renamed to `….other-1`, and nothing of it is
//! lost. A link, a folder, a pipe or a file of another user in that place is left alone, and reported as
//! [`CacheError::NotOurs`].
//!
//! # Trouble
//!
//! A cache in trouble fails no request. If another process holds the database's lock, a response waits for it
//! at most one second, and no longer than its request's deadline or cancellation. If that, or any other write
//! or read, fails, a log record says so, and the cache rests from it for a minute. A database on a read-only
//! or full disk can still be read.

mod calls;
mod connection;
mod database;
mod entry;
mod key;
mod policy;
mod rest;
mod store;

#[cfg(test)]
mod tests;

pub(crate) use calls::Caching;
pub use store::{ResponseCache, ResponseCacheBuilder};

pub use crate::error::CacheError;
