//! The cache of a client.

use std::mem::MaybeUninit;

use halo_infinite::ClientBuilder;
#[cfg(feature = "cache")]
use halo_infinite::cache::ResponseCache;
#[cfg(feature = "cache")]
use halo_infinite::error::ArgumentError;
#[cfg(feature = "cache")]
use serde::Deserialize;

use super::HaloClient;
#[cfg(feature = "cache")]
use super::folder::named;
use crate::boundary::HaloError;
use crate::boundary::{enter, required};
use crate::code::HaloCode;
use crate::failure::Failure;
use crate::handle;

/// The settings of a cache.
#[cfg(feature = "cache")]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CacheSettings {
    folder: std::path::PathBuf,
    max_size: Option<u64>,
}

/// Settings that this build cannot follow.
#[cfg(not(feature = "cache"))]
pub(super) type CacheSettings = serde::de::IgnoredAny;

/// The cache of a client, if it has one.
#[derive(Clone)]
pub(super) struct ClientCache {
    #[cfg(feature = "cache")]
    cache: Option<ResponseCache>,
}

#[cfg(feature = "cache")]
impl ClientCache {
    pub fn open(settings: Option<CacheSettings>) -> Result<Self, Failure> {
        let Some(settings) = settings else {
            return Ok(Self { cache: None });
        };
        let mut builder = ResponseCache::builder(named("cache.folder", &settings.folder)?);
        if let Some(bytes) = settings.max_size {
            builder = builder.max_size(bytes);
        }
        let cache = Some(builder.open()?);
        Ok(Self { cache })
    }

    /// Sets the cache of a client.
    pub fn set(&self, builder: ClientBuilder) -> ClientBuilder {
        match &self.cache {
            Some(cache) => builder.cache(cache.clone()),
            None => builder,
        }
    }

    pub fn keep_latest(builder: ClientBuilder) -> Result<ClientBuilder, Failure> {
        Ok(builder.cache_latest())
    }

    pub fn set_offline(builder: ClientBuilder) -> Result<ClientBuilder, Failure> {
        Ok(builder.offline())
    }

    fn get(&self) -> Result<&ResponseCache, Failure> {
        let none = || ArgumentError::new("client", "it has no cache: set `cache` in its settings");
        Ok(self.cache.as_ref().ok_or_else(none)?)
    }

    fn count(&self) -> Result<u64, Failure> {
        Ok(self.get()?.count()?)
    }

    fn size(&self) -> Result<u64, Failure> {
        Ok(self.get()?.size()?)
    }

    fn check(&self) -> Result<(), Failure> {
        Ok(self.get()?.check()?)
    }

    fn clear(&self) -> Result<(), Failure> {
        Ok(self.get()?.clear()?)
    }
}

#[cfg(not(feature = "cache"))]
impl ClientCache {
    pub fn open(settings: Option<CacheSettings>) -> Result<Self, Failure> {
        match settings {
            Some(_) => Err(Failure::missing_feature("settings: `cache`", "cache")),
            None => Ok(Self {}),
        }
    }

    pub fn set(&self, builder: ClientBuilder) -> ClientBuilder {
        builder
    }

    pub fn keep_latest(_: ClientBuilder) -> Result<ClientBuilder, Failure> {
        Err(Failure::missing_feature("settings: `cache_latest`", "cache"))
    }

    pub fn set_offline(_: ClientBuilder) -> Result<ClientBuilder, Failure> {
        Err(Failure::missing_feature("settings: `offline`", "cache"))
    }

    fn count(&self) -> Result<u64, Failure> {
        Err(Failure::missing_feature("a cache", "cache"))
    }

    fn size(&self) -> Result<u64, Failure> {
        self.count()
    }

    fn check(&self) -> Result<(), Failure> {
        self.count().map(drop)
    }

    fn clear(&self) -> Result<(), Failure> {
        self.count().map(drop)
    }
}

/// The number of responses in the client's cache.
///
/// `HALO_CODE_ARGUMENT` if the client has no cache, `HALO_CODE_FILE` if it cannot be read, `HALO_CODE_MISSING_FEATURE`
/// without the feature `cache`. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_client_cache_count(
    client: *const HaloClient,
    count: Option<&mut MaybeUninit<u64>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let count = required("count", count, 0)?;
        *count = handle::get("client", client)?.cache.count()?;
        Ok(HaloCode::Ok)
    })
}

/// The size of the client's cache on the disk, in bytes.
///
/// The codes are those of `halo_client_cache_count`. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_client_cache_size(
    client: *const HaloClient,
    bytes: Option<&mut MaybeUninit<u64>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let bytes = required("bytes", bytes, 0)?;
        *bytes = handle::get("client", client)?.cache.size()?;
        Ok(HaloCode::Ok)
    })
}

/// Reads the whole database of the client's cache, and empties it if it is damaged. Calls do the same where they find damage.
///
/// The codes are those of `halo_client_cache_count`, with `HALO_CODE_FILE` also if the database was damaged. Any thread may
/// call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_client_cache_check(
    client: *const HaloClient,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        handle::get("client", client)?.cache.check()?;
        Ok(HaloCode::Ok)
    })
}

/// Removes all responses from the client's cache, for all clients and programs that share its folder.
///
/// The codes are those of `halo_client_cache_count`; `HALO_CODE_FILE` also if another process holds the cache's lock for more
/// than a second. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_client_cache_clear(
    client: *const HaloClient,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        handle::get("client", client)?.cache.clear()?;
        Ok(HaloCode::Ok)
    })
}
