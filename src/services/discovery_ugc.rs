//! User-generated content and the studio's own: maps, modes, playlists, their search, films.
//!
//! The service lives on `discovery-infiniteugc.svc.halowaypoint.com`. Every asset can be asked for in
//! a version, or without for its current one; its texts in [another language](Request::language).
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! # let me = sandbox.world().home().xuid();
//! let history = client.stats().match_history(me).count(1).send()?;
//! let info = &history.results[0].match_info;
//! let map = client.discovery_ugc().map(&info.map_variant).language("fr-FR").send()?;
//! println!("{}: {}", map.public_name, map.description.unwrap_or_default());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use ureq::http::{HeaderValue, header};

use crate::asset::AssetId;
use crate::call::Call;
use crate::call::segment;
use crate::client::Client;
use crate::environment::Service;
use crate::error::ArgumentError;
use crate::guid::Guid;
use crate::models::discovery_ugc::{
    AssetSearchPage, EngineGameVariant, Film, Manifest, Map, MapModePair, Playlist, Prefab, Project,
    TagsInfo, UgcGameVariant,
};
use crate::request::Request;

pub use super::search::{MAX_SEARCH_COUNT, SearchOrder, SearchSort};

/// The calls of the UGC discovery service.
#[derive(Debug, Clone, Copy)]
pub struct DiscoveryUgc<'c> {
    client: &'c Client,
}

impl<'c> DiscoveryUgc<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self { client }
    }

    fn call<T>(self, method: &'static str, path: &[&str]) -> Request<T> {
        Request::new(
            self.client,
            Ok(Call::get(Service::DiscoveryUgc, method, path.iter().copied())),
        )
    }

    fn asset<T>(self, method: &'static str, kind: &str, id: &AssetId) -> Request<T> {
        Request::new(
            self.client,
            id.path(kind)
                .map(|path| Call::get(Service::DiscoveryUgc, method, path)),
        )
    }

    /// As [`asset`](Self::asset), for the kinds whose versions depend on the player's flight.
    fn flighted_asset<T>(self, method: &'static str, kind: &str, id: &AssetId) -> Request<T> {
        let request = self.asset(method, kind, id);
        if id.has_version() {
            request.change(|call| {
                call.carry_clearance();
                Ok(())
            })
        } else {
            request
        }
    }

    fn manifest_of(
        self,
        method: &'static str,
        kind: &str,
        name: Result<String, ArgumentError>,
    ) -> Request<Manifest> {
        let call = name.map(|name| {
            let path = ["hi", "manifests", kind, &name, "game"];
            Call::get(Service::DiscoveryUgc, method, path)
        });
        Request::new(self.client, call)
    }

    /// A map.
    pub fn map(self, id: impl Into<AssetId>) -> Request<Map> {
        self.asset("map", "maps", &id.into())
    }

    /// A mode: a game variant as playlists and players use it.
    pub fn ugc_game_variant(self, id: impl Into<AssetId>) -> Request<UgcGameVariant> {
        self.asset("ugc_game_variant", "ugcGameVariants", &id.into())
    }

    /// A pair of map and mode, as playlists choose from.
    pub fn map_mode_pair(self, id: impl Into<AssetId>) -> Request<MapModePair> {
        self.flighted_asset("map_mode_pair", "mapModePairs", &id.into())
    }

    /// A playlist.
    pub fn playlist(self, id: impl Into<AssetId>) -> Request<Playlist> {
        self.flighted_asset("playlist", "playlists", &id.into())
    }

    /// A mode of the engine, which game variants are made of.
    pub fn engine_game_variant(self, id: impl Into<AssetId>) -> Request<EngineGameVariant> {
        self.asset("engine_game_variant", "engineGameVariants", &id.into())
    }

    /// A Forge prefab.
    pub fn prefab(self, id: impl Into<AssetId>) -> Request<Prefab> {
        self.asset("prefab", "prefabs", &id.into())
    }

    /// A project: a list of assets that belong together, such as what the custom games menu offers.
    pub fn project(self, id: impl Into<AssetId>) -> Request<Project> {
        self.asset("project", "projects", &id.into())
    }

    /// What the custom games menu offers: the project that the game itself asks for.
    pub fn custom_game_manifest(self) -> Request<Project> {
        self.call(
            "custom_game_manifest",
            &["hi", "projects", "a9dc0785-2a99-4fec-ba6e-0216feaaf041"],
        )
    }

    /// A manifest: all assets of a build of the game.
    pub fn manifest(self, id: impl Into<AssetId>) -> Request<Manifest> {
        self.flighted_asset("manifest", "manifests", &id.into())
    }

    /// The manifest of a build of the game, such as `6.10025.12948.0`.
    pub fn manifest_by_build(self, build_number: &str) -> Request<Manifest> {
        let build = segment("build_number", build_number);
        self.manifest_of("manifest_by_build", "builds", build)
    }

    /// The manifest of a branch of the game.
    pub fn manifest_by_branch(self, branch_name: &str) -> Request<Manifest> {
        let branch = segment("branch_name", branch_name);
        self.manifest_of("manifest_by_branch", "branches", branch)
    }

    /// The tags that assets can have.
    pub fn tags_info(self) -> Request<TagsInfo> {
        self.call("tags_info", &["hi", "info", "tags"]).change(|call| {
            call.carry_clearance();
            Ok(())
        })
    }

    /// A page of the search over maps, prefabs and modes: by default the first of all.
    ///
    /// The setters narrow and sort it: see those of `Request<AssetSearchPage>`.
    ///
    /// [`iter`](Request::<AssetSearchPage>::iter) reads on to its last result.
    pub fn search_assets(self) -> Request<AssetSearchPage> {
        self.call("search_assets", &["hi", "search"])
    }

    /// The theater film of a match: its chunks and where they are. 404 where there is none, or no
    /// longer.
    pub fn film_by_match_id(self, match_id: impl Into<Guid>) -> Request<Film> {
        let call = match_id.into().get("match_id").map(|id| {
            let path = ["hi", "films", "matches", &id.to_string(), "spectate"];
            Call::get(Service::DiscoveryUgc, "film_by_match_id", path)
        });
        Request::new(self.client, call)
    }
}

/// An asset whose name and description exist in several languages.
pub trait Localized {}

macro_rules! localized {
    ($($asset:ty),+) => { $(impl Localized for $asset {})+ };
}
localized!(
    Map,
    UgcGameVariant,
    MapModePair,
    Playlist,
    EngineGameVariant,
    Prefab,
    Project,
    Manifest
);

impl<T: Localized> Request<T> {
    /// Asks for names and descriptions in a language, by its tag, such as `fr-FR`. Without this, or
    /// where there is no translation, they are in English.
    pub fn language(self, tag: &str) -> Self {
        self.change(|call| {
            let is_tag = !tag.is_empty()
                && tag.len() <= 35
                && tag
                    .split('-')
                    .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            if !is_tag {
                return Err(ArgumentError::new(
                    "language",
                    format!("`{}` is not a language tag such as fr-FR", tag.escape_debug()),
                ));
            }
            let tag = HeaderValue::try_from(tag)
                .map_err(|_| ArgumentError::new("language", "it cannot be a header"))?;
            call.headers.insert(header::ACCEPT_LANGUAGE, tag);
            Ok(())
        })
    }
}
