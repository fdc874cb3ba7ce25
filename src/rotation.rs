//! The rotation of a playlist: maps and modes with their chances.

use std::collections::HashMap;

use uuid::Uuid;

use crate::client::Client;
use crate::error::Error;
use crate::models::discovery_ugc::{AssetLink, MapModePair, Playlist};
use crate::models::gamecms_hacs::PlaylistConfiguration;
use crate::request::Request;
use crate::services::discovery_ugc::Localized;
use crate::types::{ArgumentError, AssetId, Guid, argument};

/// The rotation of a playlist: the maps and modes that matchmaking chooses from, with their chances.
///
/// Matchmaking uses the version of the playlist that its [configuration](Self::configuration) names. With that
/// file, the playlist and each of its map-mode pairs, a rotation of n pairs takes n + 2 requests, the pairs in
/// parallel. For the names of the pairs alone, two requests suffice: see [`Playlist::chances`].
///
/// ```
/// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
/// # let client = sandbox.client()?;
/// use halo_infinite::rotation::Rotation;
/// use halo_infinite::types::playlists;
///
/// let arena = Rotation::fetch(&client, playlists::RANKED_ARENA)?;
/// println!("{}, ranked: {:?}", arena.playlist.public_name, arena.configuration.has_csr);
/// for (map, chance) in arena.maps() {
///     println!("{:5.1} % {}", chance * 100.0, map.public_name);
/// }
/// # assert!(!arena.maps().is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Rotation {
    /// The playlist's configuration for matchmaking: whether it is ranked, and its current version.
    pub configuration: PlaylistConfiguration,
    /// The current version of the playlist: team sizes and rules.
    pub playlist: Playlist,
    /// The map-mode pairs, in the order of the playlist.
    pub pairs: Vec<RotationPair>,
}

/// A map-mode pair of a rotation.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RotationPair {
    /// The pair's name, such as `Ranked:CTF on Bazaar`.
    pub name: String,
    /// The version of the pair.
    pub id: AssetId,
    /// The probability that matchmaking chooses the pair, from 0 to 1.
    pub chance: f64,
    /// The map; `None` if it no longer exists or the request failed.
    pub map: Option<AssetLink>,
    /// The mode; `None` if it no longer exists or the request failed.
    pub mode: Option<AssetLink>,
    /// The error of the request for the pair.
    pub error: Option<Error>,
}

impl Rotation {
    /// Fetches the current rotation of a playlist, with names in English.
    /// [`playlists`](crate::types::playlists) has the GUIDs of well-known playlists.
    ///
    /// A pair whose request fails has no map and no mode, but the error.
    ///
    /// # Errors
    ///
    /// Those of [`Request::send`], such as status 404 for a playlist that matchmaking does not have.
    pub fn fetch(
        client: &Client,
        playlist: impl TryInto<Guid, Error: Into<ArgumentError>>,
    ) -> Result<Self, Error> {
        Self::with(client, argument("playlist", playlist)?, None)
    }

    /// As [`fetch`](Self::fetch), with names in a language, by its tag, such as `fr-FR`.
    ///
    /// # Errors
    ///
    /// Those of [`fetch`](Self::fetch).
    pub fn fetch_in_language(
        client: &Client,
        playlist: impl TryInto<Guid, Error: Into<ArgumentError>>,
        tag: &str,
    ) -> Result<Self, Error> {
        Self::with(client, argument("playlist", playlist)?, Some(tag))
    }

    #[inline]
    fn with(client: &Client, id: Guid, language: Option<&str>) -> Result<Self, Error> {
        let configuration = client.gamecms_hacs().playlist_configuration(id).send()?;
        let ugc = client.discovery_ugc();
        let current = AssetId::version_of(id, configuration.ugc_playlist_version.into());
        let playlist = localized(ugc.playlist(current), language).send()?;
        let mut pairs: Vec<RotationPair> = playlist
            .chances()
            .map(|(entry, chance)| RotationPair {
                name: entry.public_name.clone(),
                id: AssetId::version_of(entry.asset_id.into(), entry.version_id.into()),
                chance,
                map: None,
                mode: None,
                error: None,
            })
            .collect();
        let requests: Vec<Request<MapModePair>> = pairs
            .iter()
            .map(|pair| localized(ugc.map_mode_pair(pair.id), language))
            .collect();
        for fetched in client.fetch(&requests) {
            let Some(pair) = pairs.get_mut(fetched.index) else {
                continue;
            };
            match fetched.result {
                Ok(asset) => {
                    pair.map = asset.map_link;
                    pair.mode = asset.ugc_game_variant_link;
                }
                Err(error) => pair.error = Some(error),
            }
        }
        Ok(Self {
            configuration,
            playlist,
            pairs,
        })
    }

    /// The maps, each with the sum of its pairs' chances; the likeliest first.
    pub fn maps(&self) -> Vec<(&AssetLink, f64)> {
        sums(self.pairs.iter().map(|pair| (pair.map.as_ref(), pair.chance)))
    }

    /// The modes, each with the sum of its pairs' chances; the likeliest first.
    pub fn modes(&self) -> Vec<(&AssetLink, f64)> {
        sums(self.pairs.iter().map(|pair| (pair.mode.as_ref(), pair.chance)))
    }
}

fn localized<T: Localized>(request: Request<T>, language: Option<&str>) -> Request<T> {
    match language {
        Some(tag) => request.language(tag),
        None => request,
    }
}

/// The different assets with the sums of their chances, the likeliest first.
fn sums<'r>(pairs: impl Iterator<Item = (Option<&'r AssetLink>, f64)>) -> Vec<(&'r AssetLink, f64)> {
    let mut places: HashMap<Uuid, usize> = HashMap::new();
    let mut sums: Vec<(&AssetLink, f64)> = Vec::new();
    for (asset, chance) in pairs {
        let Some(asset) = asset else { continue };
        let place = *places.entry(asset.asset_id).or_insert(sums.len());
        match sums.get_mut(place) {
            Some((_, sum)) => *sum += chance,
            None => sums.push((asset, chance)),
        }
    }
    sums.sort_by(|(_, left), (_, right)| right.total_cmp(left));
    sums
}
