//! The options of downloads.

use std::time::Duration;

use halo_infinite::Client;
use halo_infinite::film::MAX_INFLATED;
use halo_infinite::refdata::FilmChunkType;
use serde::Deserialize;

use crate::failure::Failure;
use crate::in_text::InText;
use crate::json;

/// The largest limit of an inflated chunk, 1 GiB: a chunk of a megabyte can inflate to as much.
const LARGEST_LIMIT: usize = 1 << 30;

/// The limit in bytes: the default one for 0.
pub fn limit(bytes: usize) -> usize {
    match bytes {
        0 => MAX_INFLATED,
        bytes => bytes.min(LARGEST_LIMIT),
    }
}

/// The options of a request for a chunk.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChunkOptions {
    deadline_ms: Option<u64>,
}

/// The options of a list of players.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlayerOptions {
    deadline_ms: Option<u64>,
    #[serde(deserialize_with = "json::or_default")]
    pub all_chunks: bool,
}

/// The options of a download.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DownloadOptions {
    deadline_ms: Option<u64>,
    only: Option<Kind>,
    #[serde(deserialize_with = "json::or_default")]
    inflated: bool,
    #[serde(deserialize_with = "json::or_default")]
    max_inflated: usize,
}

/// A kind of chunks.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    FilmHeader,
    ReplicationData,
    HighlightEvents,
}

/// Reads options of a kind.
pub fn read<T: Default + serde::de::DeserializeOwned>(options: &InText<'_>) -> Result<T, Failure> {
    json::settings("options", options.optional("options")?)
}

fn with_deadline(client: Client, deadline_ms: Option<u64>) -> Client {
    match deadline_ms {
        Some(deadline) => client.with_deadline(Duration::from_millis(deadline)),
        None => client,
    }
}

impl ChunkOptions {
    pub fn apply(&self, client: Client) -> Client {
        with_deadline(client, self.deadline_ms)
    }
}

impl PlayerOptions {
    pub fn apply(&self, client: Client) -> Client {
        with_deadline(client, self.deadline_ms)
    }
}

impl DownloadOptions {
    pub fn apply(&self, client: Client) -> Client {
        with_deadline(client, self.deadline_ms)
    }

    /// The only kind of chunks to download; `None` for all.
    pub fn only(&self) -> Option<FilmChunkType> {
        self.only.map(|kind| match kind {
            Kind::FilmHeader => FilmChunkType::FilmHeader,
            Kind::ReplicationData => FilmChunkType::ReplicationData,
            Kind::HighlightEvents => FilmChunkType::HighlightEvents,
        })
    }

    /// The limit of inflated chunks; `None` leaves them compressed.
    pub fn inflated_to(&self) -> Option<usize> {
        self.inflated.then(|| limit(self.max_inflated))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_stands_for_the_default() {
        let players = r#"{"deadline_ms": null, "all_chunks": null}"#;
        let players: PlayerOptions = json::settings("options", Some(players)).unwrap();
        assert!(!players.all_chunks);
        let download = r#"{"only": null, "inflated": null, "max_inflated": null, "deadline_ms": null}"#;
        let download: DownloadOptions = json::settings("options", Some(download)).unwrap();
        assert!(download.only().is_none() && download.inflated_to().is_none());
        let inflated: DownloadOptions =
            json::settings("options", Some(r#"{"inflated": true, "max_inflated": null}"#)).unwrap();
        assert_eq!(inflated.inflated_to(), Some(MAX_INFLATED));
    }
}
