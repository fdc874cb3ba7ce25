//! The settings of a client.

use std::path::PathBuf;
use std::time::Duration;

use halo_infinite::error::ArgumentError;
use halo_infinite::payload::Recording;
use halo_infinite::types::Secret;
use halo_infinite::{Client, ClientBuilder};
use serde::Deserialize;

use super::cache::{CacheSettings, ClientCache};
use super::folder::named;
use crate::failure::Failure;
use crate::json;
use crate::network::Network;

/// The settings of a client beside those of the [`Network`]. `halo_client_new` documents them.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    spartan_token: Option<Secret>,
    clearance: Option<Secret>,
    xbox_user_hash: Option<String>,
    xbox_token: Option<Secret>,
    connect_timeout_ms: Option<u64>,
    deadline_ms: Option<u64>,
    max_body_size: Option<u64>,
    user_agent: Option<String>,
    requests_per_second: Option<f64>,
    #[serde(deserialize_with = "json::or_default")]
    unlimited: bool,
    burst: Option<u32>,
    shared_rate: Option<PathBuf>,
    #[serde(deserialize_with = "json::members")]
    cache: Option<CacheSettings>,
    #[serde(deserialize_with = "json::or_default")]
    cache_latest: bool,
    #[serde(deserialize_with = "json::or_default")]
    offline: bool,
    #[serde(deserialize_with = "json::members")]
    record: Option<RecordSettings>,
    #[serde(deserialize_with = "json::or_default")]
    allow_writes: bool,
}

/// The settings of a recording.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordSettings {
    folder: PathBuf,
    #[serde(default, deserialize_with = "json::or_default")]
    replacing_players: bool,
}

impl Settings {
    /// Whether the settings have tokens of a player, so that the client needs no session.
    pub fn has_tokens(&self) -> bool {
        self.spartan_token.is_some()
    }

    /// A builder with these settings, and the cache that they name.
    pub fn builder(self, network: &Network) -> Result<(ClientBuilder, ClientCache), Failure> {
        let mut builder = network.client(Client::builder())?;
        builder = self.with_tokens(builder)?;
        builder = self.with_rate(builder)?;
        if let Some(timeout) = self.connect_timeout_ms {
            builder = builder.connect_timeout(Duration::from_millis(timeout));
        }
        if let Some(deadline) = self.deadline_ms {
            builder = builder.deadline(Duration::from_millis(deadline));
        }
        if let Some(bytes) = self.max_body_size {
            builder = builder.max_body_size(bytes);
        }
        if let Some(user_agent) = self.user_agent {
            builder = builder.user_agent(user_agent);
        }
        if let Some(record) = self.record {
            builder = builder.record(record.recording()?);
        }
        if self.allow_writes {
            builder = builder.allow_writes();
        }
        let cache = ClientCache::open(self.cache)?;
        if self.cache_latest {
            builder = ClientCache::keep_latest(builder)?;
        }
        if self.offline {
            builder = ClientCache::set_offline(builder)?;
        }
        Ok((cache.set(builder), cache))
    }

    fn with_tokens(&self, builder: ClientBuilder) -> Result<ClientBuilder, Failure> {
        let builder = match (&self.spartan_token, &self.clearance) {
            (Some(token), Some(clearance)) => builder.tokens(token.clone(), clearance.clone()),
            (Some(token), None) => builder.spartan_token(token.clone()),
            (None, Some(_)) => return Err(needs("clearance", "spartan_token")),
            (None, None) => builder,
        };
        match (&self.xbox_user_hash, &self.xbox_token) {
            (Some(user_hash), Some(token)) => Ok(builder.xbox_token(user_hash, token.clone())),
            (Some(_), None) => Err(needs("xbox_user_hash", "xbox_token")),
            (None, Some(_)) => Err(needs("xbox_token", "xbox_user_hash")),
            (None, None) => Ok(builder),
        }
    }

    fn with_rate(&self, mut builder: ClientBuilder) -> Result<ClientBuilder, Failure> {
        match self.requests_per_second {
            Some(_) if self.unlimited => {
                let problem = "it cannot be set together with `requests_per_second`";
                return Err(ArgumentError::new("unlimited", problem).into());
            }
            Some(rate) => builder = builder.requests_per_second(rate),
            None if self.unlimited => builder = builder.unlimited(),
            None => {}
        }
        if let Some(burst) = self.burst {
            builder = builder.burst(burst);
        }
        if let Some(folder) = &self.shared_rate {
            builder = builder.shared_rate(named("shared_rate", folder)?);
        }
        Ok(builder)
    }
}

impl RecordSettings {
    fn recording(self) -> Result<Recording, ArgumentError> {
        let recording = Recording::in_folder(named("record.folder", &self.folder)?);
        Ok(match self.replacing_players {
            true => recording.replacing_players(),
            false => recording,
        })
    }
}

fn needs(setting: &'static str, other: &str) -> Failure {
    ArgumentError::new(setting, format!("it needs `{other}`, which is not set")).into()
}
