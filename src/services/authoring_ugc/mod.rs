//! The authors' side of user-generated content: a player's assets, favourites and ratings.
//!
//! Host: `authoring-infiniteugc.svc.halowaypoint.com`. No endpoint needs the clearance. The service takes XUIDs, not
//! gamertags, and refuses data of other players with 403. Published assets of other players are in
//! [`discovery_ugc`](super::discovery_ugc).
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! # let me = sandbox.world().home().xuid();
//! for asset in client.authoring_ugc().player_assets(me).iter() {
//!     let asset = asset?;
//!     println!("{} {}", asset.kind, asset.public_name.unwrap_or_default());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod marks;
mod pages;
mod version_patch;

use super::arguments::{asset_kind, guid};
use crate::models::authoring_ugc::{
    AuthoringAsset, AuthoringAssetPage, AuthoringAssetVersion, AuthoringAssetVersionPage, Favorite,
    FavoritePage, Rating,
};
use crate::pipeline::Pipeline;
use crate::refdata::AssetKind;
use crate::request::{Request, xuid};
use crate::types::{ArgumentError, AssetId, Endpoint, Guid, Player, Service, endpoints};

pub use pages::{AuthoringPage, MAX_AUTHORING_COUNT};
pub use version_patch::VersionPatch;

const fn get(name: &'static str, path: &'static str) -> Endpoint {
    Endpoint::get(Service::AuthoringUgc, name, path)
}

const fn put(name: &'static str, path: &'static str) -> Endpoint {
    Endpoint::put(Service::AuthoringUgc, name, path)
}

// All of this depends on the signed-in player: nothing is cached.
endpoints! {
    ASSET = get("asset", "/hi/{asset_kind}/{asset_id}");
    LATEST_VERSION = get("latest_version", "/hi/{asset_kind}/{asset_id}/versions/latest");
    PUBLISHED_VERSION = get("published_version", "/hi/{asset_kind}/{asset_id}/versions/published");
    VERSION = get("version", "/hi/{asset_kind}/{asset_id}/versions/{version_id}");
    VERSIONS = get("versions", "/hi/{asset_kind}/{asset_id}/versions");
    PLAYER_ASSETS = get("player_assets", "/hi/players/{player}/assets");
    FAVORITES = get("favorites", "/hi/players/{player}/favorites");
    FAVORITES_OF = get("favorites_of", "/hi/players/{player}/favorites/{asset_kind}");
    FAVORITE = get("favorite", "/hi/players/{player}/favorites/{asset_kind}/{asset_id}");
    RATING = get("rating", "/hi/players/{player}/ratings/{asset_kind}/{asset_id}");
    ADD_FAVORITE = put("add_favorite", "/hi/players/{player}/favorites/{asset_kind}/{asset_id}");
    FAVORITE_FILM_OF_MATCH = put(
        "favorite_film_of_match",
        "/hi/players/{player}/favorites/films/matches/{match_id}",
    );
    RATE = put("rate", "/hi/players/{player}/ratings/{asset_kind}/{asset_id}");
    PATCH_VERSION = Endpoint::patch(
        Service::AuthoringUgc,
        "patch_version",
        "/hi/{asset_kind}/{asset_id}/versions/{version_id}",
    );
}

/// The endpoints of the UGC authoring service.
#[derive(Clone, Copy)]
pub struct AuthoringUgc<'c> {
    pipeline: &'c Pipeline,
}

fn owner(player: impl TryInto<Player, Error: Into<ArgumentError>>) -> Result<String, ArgumentError> {
    xuid("player", player).map(|xuid| xuid.to_string())
}

impl<'c> AuthoringUgc<'c> {
    pub(crate) fn new(pipeline: &'c Pipeline) -> Self {
        Self { pipeline }
    }

    fn of_asset<T>(
        self,
        endpoint: &'static Endpoint,
        kind: AssetKind,
        asset_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
    ) -> Request<T> {
        Request::new(
            self.pipeline,
            endpoint,
            [asset_kind(kind), guid("asset_id", asset_id)],
        )
    }

    fn of_version<T>(
        self,
        endpoint: &'static Endpoint,
        kind: AssetKind,
        asset_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
        version_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
    ) -> Request<T> {
        let ids = [guid("asset_id", asset_id), guid("version_id", version_id)];
        Request::new(self.pipeline, endpoint, [asset_kind(kind)].into_iter().chain(ids))
    }

    fn of_player_and_asset<T>(
        self,
        endpoint: &'static Endpoint,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
        kind: AssetKind,
        asset_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
    ) -> Request<T> {
        let arguments = [owner(player), asset_kind(kind), guid("asset_id", asset_id)];
        Request::new(self.pipeline, endpoint, arguments)
    }

    /// An asset of the signed-in player: rights and counts. Its versions have its content.
    pub fn asset(
        self,
        kind: AssetKind,
        asset_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
    ) -> Request<AuthoringAsset> {
        self.of_asset(&ASSET, kind, asset_id)
    }

    /// The latest version of an asset, published or not.
    ///
    /// For a film, [`film`](AuthoringAssetVersion::film) reads the recording. By the public client Grunt, the service
    /// refuses engine game variants with 403.
    pub fn latest_version(
        self,
        kind: AssetKind,
        asset_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
    ) -> Request<AuthoringAssetVersion> {
        self.of_asset(&LATEST_VERSION, kind, asset_id)
    }

    /// The published version of an asset, which other players see.
    pub fn published_version(
        self,
        kind: AssetKind,
        asset_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
    ) -> Request<AuthoringAssetVersion> {
        self.of_asset(&PUBLISHED_VERSION, kind, asset_id)
    }

    /// A version of an asset.
    pub fn version(
        self,
        kind: AssetKind,
        asset_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
        version_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
    ) -> Request<AuthoringAssetVersion> {
        self.of_version(&VERSION, kind, asset_id, version_id)
    }

    /// A page of the versions of an asset, without their files.
    /// [`iter`](Request::<AuthoringAssetVersionPage>::iter) reads on to the last version.
    pub fn versions(
        self,
        kind: AssetKind,
        asset_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
    ) -> Request<AuthoringAssetVersionPage> {
        self.of_asset(&VERSIONS, kind, asset_id)
    }

    /// A page of the signed-in player's assets of all kinds: maps, modes, prefabs, films.
    ///
    /// The setters narrow and sort it: see those of `Request<AuthoringAssetPage>`.
    /// [`iter`](Request::<AuthoringAssetPage>::iter) reads on to the last asset.
    pub fn player_assets(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<AuthoringAssetPage> {
        Request::new(self.pipeline, &PLAYER_ASSETS, [owner(player)])
    }

    /// A page of the signed-in player's favourites of all kinds.
    /// [`iter`](Request::<FavoritePage>::iter) reads on to the last favourite.
    pub fn favorites(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<FavoritePage> {
        Request::new(self.pipeline, &FAVORITES, [owner(player)])
    }

    /// A page of the signed-in player's favourites of one kind.
    /// [`iter`](Request::<FavoritePage>::iter) reads on to the last favourite.
    pub fn favorites_of(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
        kind: AssetKind,
    ) -> Request<FavoritePage> {
        Request::new(self.pipeline, &FAVORITES_OF, [owner(player), asset_kind(kind)])
    }

    /// An asset in the signed-in player's favourites. Nobody has captured the response for an asset that is not
    /// among them; the sandbox responds with 404.
    pub fn favorite(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
        kind: AssetKind,
        asset_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
    ) -> Request<Favorite> {
        self.of_player_and_asset(&FAVORITE, player, kind, asset_id)
    }

    /// The signed-in player's rating of an asset. The game's catalogue of its API lacks this request, but
    /// the service responds to it. Nobody has captured the response for an asset that the player has
    /// not rated; the sandbox responds with 404.
    pub fn rating(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
        kind: AssetKind,
        asset_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
    ) -> Request<Rating> {
        self.of_player_and_asset(&RATING, player, kind, asset_id)
    }

    /// Writes: adds an asset to the signed-in player's favourites: its current version, or a given one.
    ///
    /// The bodies are those that public tools send: Grunt an empty object, `infinite-ugc-tool` also the version. The
    /// response has neither the name nor the description.
    pub fn add_favorite(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
        kind: AssetKind,
        asset_id: impl TryInto<AssetId, Error: Into<ArgumentError>>,
    ) -> Request<Favorite> {
        let id: Result<AssetId, ArgumentError> = asset_id.try_into().map_err(Into::into);
        let version = id.as_ref().ok().and_then(|id| id.version());
        let asset = id.map(|id| id.asset().to_string());
        Request::new(
            self.pipeline,
            &ADD_FAVORITE,
            [owner(player), asset_kind(kind), asset],
        )
        .json(&marks::favorite(version))
    }

    /// Writes: adds the film of a match to the signed-in player's favourites, so that the service does not delete it.
    ///
    /// The path is the one that the public tool `infinite-ugc-tool` uses.
    /// [`film`](super::discovery_ugc::DiscoveryUgc::film) returns the film, by the favourite's `asset_id`.
    pub fn favorite_film_of_match(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
        match_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
    ) -> Request<Favorite> {
        let arguments = [owner(player), guid("match_id", match_id)];
        Request::new(self.pipeline, &FAVORITE_FILM_OF_MATCH, arguments).json(&marks::favorite(None))
    }

    /// Writes: rates an asset for the signed-in player, with 1 to 5 stars. It replaces an earlier rating.
    ///
    /// The public client Grunt sends the same body, with more fields that are empty.
    pub fn rate(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
        kind: AssetKind,
        asset_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
        stars: u8,
    ) -> Request<Rating> {
        let request = self.of_player_and_asset(&RATE, player, kind, asset_id);
        match marks::rating(stars) {
            Ok(body) => request.json(&body),
            Err(error) => request.change(|_| Err(error)),
        }
    }

    /// Writes: changes the name, the description or the tags of a version of an own asset, and returns the version.
    /// The service refuses other players' assets with 403.
    ///
    /// The request is not repeated if its response is lost. Only the given fields are sent; the public client Grunt
    /// sends `null` for the others.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = halo_infinite::Client::builder().environment(sandbox.environment())
    /// #     .tokens(sandbox.spartan_token(), sandbox.clearance()).allow_writes().build()?;
    /// # let me = sandbox.world().home().xuid();
    /// use halo_infinite::services::authoring_ugc::VersionPatch;
    ///
    /// let authoring = client.authoring_ugc();
    /// let asset = authoring.player_assets(me).send()?.results.swap_remove(0);
    /// let version = authoring.latest_version(asset.kind, asset.asset_id).send()?;
    /// let patch = VersionPatch::new().name("Foundry, renewed").tags(["remake", "4v4"]);
    /// let version = authoring
    ///     .patch_version(asset.kind, asset.asset_id, version.asset_version_id, &patch)
    ///     .send()?;
    /// assert_eq!(version.public_name, "Foundry, renewed");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn patch_version(
        self,
        kind: AssetKind,
        asset_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
        version_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
        patch: &VersionPatch,
    ) -> Request<AuthoringAssetVersion> {
        let request = self.of_version(&PATCH_VERSION, kind, asset_id, version_id);
        match patch.check() {
            Ok(()) => request.json(patch),
            Err(error) => request.change(|_| Err(error)),
        }
    }
}
