//! User-generated content and the studio's own: maps, modes, playlists, the search, films.
//!
//! Host: `discovery-infiniteugc.svc.halowaypoint.com`. An asset is requested in a given version or in its
//! current one; [`language`](Request::language) selects the language of its texts.
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

mod search;

use std::time::Duration;

use serde::Deserialize;
use ureq::http::header;

use super::arguments::{guid, language};
use crate::http::segment;
use crate::models::discovery_ugc::{
    AssetSearchPage, EngineGameVariant, Film, FilmAsset, Manifest, Map, MapModePair, Playlist, Prefab,
    Project, TagsInfo, UgcGameVariant,
};
use crate::pipeline::Pipeline;
use crate::request::Request;
use crate::types::endpoints;
use crate::types::{ArgumentError, AssetId, CacheRule, Endpoint, Guid, Query, Service};

pub use search::{MAX_SEARCH_COUNT, SearchOrder, SearchSort};

const HOUR: CacheRule = CacheRule::For(Duration::from_secs(3600));
const DAY: CacheRule = CacheRule::For(Duration::from_secs(24 * 3600));

const fn get(name: &'static str, path: &'static str) -> Endpoint {
    Endpoint::get(Service::DiscoveryUgc, name, path)
}

/// An asset: an edit replaces its current version, and no version ever changes.
const fn asset(name: &'static str, path: &'static str) -> Endpoint {
    get(name, path).cached(HOUR).versioned()
}

/// An asset whose versions depend on the player's flight.
const fn flighted_asset(name: &'static str, path: &'static str) -> Endpoint {
    get(name, path).cached(HOUR).versioned_with_clearance()
}

/// A project of the game's menus. The public client Grunt requests these with the clearance.
const fn well_known(name: &'static str, path: &'static str) -> Endpoint {
    get(name, path).with_clearance().cached(HOUR)
}

endpoints! {
    MAP = asset("map", "/hi/maps/{asset_id}");
    UGC_GAME_VARIANT = asset("ugc_game_variant", "/hi/ugcGameVariants/{asset_id}");
    MAP_MODE_PAIR = flighted_asset("map_mode_pair", "/hi/mapModePairs/{asset_id}");
    PLAYLIST = flighted_asset("playlist", "/hi/playlists/{asset_id}");
    ENGINE_GAME_VARIANT = asset("engine_game_variant", "/hi/engineGameVariants/{asset_id}");
    PREFAB = asset("prefab", "/hi/prefabs/{asset_id}");
    PROJECT = asset("project", "/hi/projects/{asset_id}");
    CUSTOM_GAME_MANIFEST = get(
        "custom_game_manifest",
        "/hi/projects/a9dc0785-2a99-4fec-ba6e-0216feaaf041",
    ).cached(HOUR);
    FORGE_TEMPLATES = well_known("forge_templates", "/hi/projects/bf0e9bab-6fed-47a4-8bf7-bfd4422ee552");
    FORGE_MODE_CATEGORIES = well_known(
        "forge_mode_categories",
        "/hi/projects/aff73c44-0771-468f-b9cf-5c52eee7ab4c",
    );
    COMMUNITY_TAB = well_known("community_tab", "/hi/projects/90f9e508-99ce-411c-bf88-7bf12b5e9f52");
    RECOMMENDED = well_known("recommended", "/hi/projects/712add52-f989-48e1-b3bb-ac7cd8a1c17a");
    MANIFEST = flighted_asset("manifest", "/hi/manifests/{asset_id}");
    // The manifest of a build or a branch can change while the build is live.
    MANIFEST_BY_BUILD = get("manifest_by_build", "/hi/manifests/builds/{build_number}/game").cached(DAY);
    MANIFEST_BY_BRANCH = get("manifest_by_branch", "/hi/manifests/branches/{branch_name}/game").cached(HOUR);
    MANIFEST_BY_BUILD_GUID = get("manifest_by_build_guid", "/hi/manifests/guids/{build_guid}/game").cached(DAY);
    TAGS_INFO = get("tags_info", "/hi/info/tags").with_clearance().cached(DAY);
    // Results move with every upload, like and play.
    SEARCH_ASSETS = get("search_assets", "/hi/search").cached(CacheRule::OnRequest);
    // While the film is being recorded, its list of chunks grows.
    FILM_BY_MATCH_ID = get("film_by_match_id", "/hi/films/matches/{match_id}/spectate")
        .cached(CacheRule::Forever).once(is_complete).late();
    FILM = get("film", "/hi/films/{asset_id}").cached(CacheRule::OnRequest);
}

fn is_complete(_: &Query, body: &[u8]) -> bool {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Status {
        film_status_bond: i64,
    }
    const COMPLETE: i64 = 1;
    serde_json::from_slice::<Status>(body).is_ok_and(|film| film.film_status_bond == COMPLETE)
}

/// The endpoints of the UGC discovery service.
#[derive(Clone, Copy)]
pub struct DiscoveryUgc<'c> {
    pipeline: &'c Pipeline,
}

impl<'c> DiscoveryUgc<'c> {
    pub(crate) fn new(pipeline: &'c Pipeline) -> Self {
        Self { pipeline }
    }

    fn asset<T>(
        self,
        endpoint: &'static Endpoint,
        id: impl TryInto<AssetId, Error: Into<ArgumentError>>,
    ) -> Request<T> {
        let id: Result<AssetId, ArgumentError> = id.try_into().map_err(Into::into);
        let asset = id.clone().map(|id| id.asset().to_string());
        Request::new(self.pipeline, endpoint, [asset]).change(|request| {
            if let Some(version) = id?.version() {
                request.set_version(version.to_string());
            }
            Ok(())
        })
    }

    /// A map.
    pub fn map(self, id: impl TryInto<AssetId, Error: Into<ArgumentError>>) -> Request<Map> {
        self.asset(&MAP, id)
    }

    /// A mode: a game variant as playlists and players use it.
    pub fn ugc_game_variant(
        self,
        id: impl TryInto<AssetId, Error: Into<ArgumentError>>,
    ) -> Request<UgcGameVariant> {
        self.asset(&UGC_GAME_VARIANT, id)
    }

    /// A pair of map and mode, as playlists select them.
    pub fn map_mode_pair(
        self,
        id: impl TryInto<AssetId, Error: Into<ArgumentError>>,
    ) -> Request<MapModePair> {
        self.asset(&MAP_MODE_PAIR, id)
    }

    /// A playlist.
    pub fn playlist(self, id: impl TryInto<AssetId, Error: Into<ArgumentError>>) -> Request<Playlist> {
        self.asset(&PLAYLIST, id)
    }

    /// A mode of the engine, the base of game variants.
    pub fn engine_game_variant(
        self,
        id: impl TryInto<AssetId, Error: Into<ArgumentError>>,
    ) -> Request<EngineGameVariant> {
        self.asset(&ENGINE_GAME_VARIANT, id)
    }

    /// A Forge prefab.
    pub fn prefab(self, id: impl TryInto<AssetId, Error: Into<ArgumentError>>) -> Request<Prefab> {
        self.asset(&PREFAB, id)
    }

    /// A project: a list of assets that belong together, such as those of the custom games menu.
    pub fn project(self, id: impl TryInto<AssetId, Error: Into<ArgumentError>>) -> Request<Project> {
        self.asset(&PROJECT, id)
    }

    /// The project of the custom games menu, as the game itself requests it.
    pub fn custom_game_manifest(self) -> Request<Project> {
        Request::new(self.pipeline, &CUSTOM_GAME_MANIFEST, [])
    }

    /// The project of Forge's canvases, from which players start their maps.
    ///
    /// The ID of this project and those of the next three come from the public client Grunt.
    pub fn forge_templates(self) -> Request<Project> {
        Request::new(self.pipeline, &FORGE_TEMPLATES, [])
    }

    /// The project of the modes from which players start their own, by category.
    pub fn forge_mode_categories(self) -> Request<Project> {
        Request::new(self.pipeline, &FORGE_MODE_CATEGORIES, [])
    }

    /// The project of the community tab of the content browser. The service reported 404 for it in 2023.
    pub fn community_tab(self) -> Request<Project> {
        Request::new(self.pipeline, &COMMUNITY_TAB, [])
    }

    /// The project of the assets that the studio recommends in the content browser.
    pub fn recommended(self) -> Request<Project> {
        Request::new(self.pipeline, &RECOMMENDED, [])
    }

    /// A manifest: all assets of a build of the game.
    pub fn manifest(self, id: impl TryInto<AssetId, Error: Into<ArgumentError>>) -> Request<Manifest> {
        self.asset(&MANIFEST, id)
    }

    /// The manifest of a build of the game, such as `6.10025.12948.0`.
    pub fn manifest_by_build(self, build_number: &str) -> Request<Manifest> {
        let build = segment("build_number", build_number);
        Request::new(self.pipeline, &MANIFEST_BY_BUILD, [build])
    }

    /// The manifest of a branch of the game.
    pub fn manifest_by_branch(self, branch_name: &str) -> Request<Manifest> {
        let branch = segment("branch_name", branch_name);
        Request::new(self.pipeline, &MANIFEST_BY_BRANCH, [branch])
    }

    /// The manifest of a build of the game, by the build's GUID, which other manifests have in their
    /// [`custom_data`](Manifest::custom_data).
    pub fn manifest_by_build_guid(
        self,
        build_guid: impl TryInto<Guid, Error: Into<ArgumentError>>,
    ) -> Request<Manifest> {
        let build = guid("build_guid", build_guid);
        Request::new(self.pipeline, &MANIFEST_BY_BUILD_GUID, [build])
    }

    /// The tags that assets can have.
    pub fn tags_info(self) -> Request<TagsInfo> {
        Request::new(self.pipeline, &TAGS_INFO, [])
    }

    /// A page of the search over maps, prefabs and modes: by default the first page of all.
    ///
    /// The setters narrow and sort it: see those of `Request<AssetSearchPage>`.
    /// [`iter`](Request::<AssetSearchPage>::iter) reads on to the last result.
    pub fn search_assets(self) -> Request<AssetSearchPage> {
        Request::new(self.pipeline, &SEARCH_ASSETS, [])
    }

    /// The theater film of a match: its chunks and their addresses. 404 if the film does not exist or was
    /// deleted.
    pub fn film_by_match_id(self, match_id: impl TryInto<Guid, Error: Into<ArgumentError>>) -> Request<Film> {
        Request::new(self.pipeline, &FILM_BY_MATCH_ID, [guid("match_id", match_id)])
    }

    /// A theater film as an asset, such as one of the films in a player's favourites.
    /// [`to_film`](FilmAsset::to_film) makes it the film that [`films`](crate::Client::films) downloads.
    pub fn film(self, asset_id: impl TryInto<Guid, Error: Into<ArgumentError>>) -> Request<FilmAsset> {
        Request::new(self.pipeline, &FILM, [guid("asset_id", asset_id)])
    }
}

mod sealed {
    use crate::models::discovery_ugc::*;

    pub trait Sealed {}

    impl Sealed for Map {}
    impl Sealed for UgcGameVariant {}
    impl Sealed for MapModePair {}
    impl Sealed for Playlist {}
    impl Sealed for EngineGameVariant {}
    impl Sealed for Prefab {}
    impl Sealed for Project {}
    impl Sealed for Manifest {}
}

/// An asset whose name and description exist in several languages. No other type can implement it.
pub trait Localized: sealed::Sealed {}

impl Localized for Map {}
impl Localized for UgcGameVariant {}
impl Localized for MapModePair {}
impl Localized for Playlist {}
impl Localized for EngineGameVariant {}
impl Localized for Prefab {}
impl Localized for Project {}
impl Localized for Manifest {}

impl<T: Localized> Request<T> {
    /// Requests names and descriptions in a language, by its tag, such as `fr-FR`. Defaults to English,
    /// which also stands in for a missing translation.
    pub fn language(self, tag: &str) -> Self {
        self.change(|request| {
            request.headers.insert(header::ACCEPT_LANGUAGE, language(tag)?);
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_film_is_final_once_it_is_complete() {
        assert!(is_complete(&[], br#"{"FilmStatusBond":1}"#));
        assert!(!is_complete(&[], br#"{"FilmStatusBond":2}"#));
    }
}
