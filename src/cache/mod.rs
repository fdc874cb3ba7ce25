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
mod key;
mod policy;
mod store;

#[cfg(test)]
mod tests;

pub(crate) use calls::Caching;
pub use store::{ResponseCache, ResponseCacheBuilder};

pub use crate::error::CacheError;
