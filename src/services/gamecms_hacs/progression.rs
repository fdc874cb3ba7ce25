//! Names and pictures: items, emblems, challenges, playlists, seasons.

use std::time::Duration;

use serde_json::Value;

use super::{GamecmsHacs, file, file_path};
use crate::models::gamecms_hacs::{
    ChallengeDeckDefinition, ChallengeDefinition, EmblemMapping, GameMetadata, InGameItem,
    OperationRewardTrack, PlaylistConfiguration, SeasonMetadata,
};
use crate::request::Request;
use crate::services::arguments::guid;
use crate::types::{ArgumentError, CacheRule, Endpoint, Guid, Season, argument, endpoints};

const HOUR: Duration = Duration::from_secs(3600);

/// A file of the folder with all content of players' progression, by its path.
const fn progression(name: &'static str) -> Endpoint {
    file(name, "/hi/Progression/file/{path…}")
}

endpoints! {
    EMBLEM_MAPPING = file("emblem_mapping", "/hi/Waypoint/file/images/emblems/mapping.json");
    ITEM = progression("item");
    // The current version changes more often than the game, at any time.
    PLAYLIST_CONFIGURATION = file(
        "playlist_configuration",
        "/hi/Multiplayer/file/playlists/assets/{playlist_id}.json",
    )
    .cached(CacheRule::For(HOUR));
    SEASON_METADATA = progression("season_metadata");
    CSR_SEASON = file("csr_season", "/hi/Progression/file/Csr/Seasons/{season}.json");
    EVENT_REWARD_TRACK = progression("event_reward_track");
    CHALLENGE = progression("challenge");
    CHALLENGE_DECK = progression("challenge_deck");
    METADATA = file("metadata", "/hi/Progression/file/metadata/metadata.json");
    ARMOR_CORE_MANIFEST = file(
        "armor_core_manifest",
        "/hi/Progression/file/Inventory/Manifest/armorcores.json",
    );
    EVENT_MANIFEST = file(
        "event_manifest",
        "/hi/Progression/file/RewardTracks/Manifest/eventmanifest.json",
    );
    SEASON_MANIFEST = file(
        "season_manifest",
        "/hi/Progression/file/RewardTracks/Manifest/seasonmanifest.json",
    );
}

/// Names and pictures.
impl GamecmsHacs<'_> {
    fn progression<T>(self, endpoint: &'static Endpoint, path: &str) -> Request<T> {
        Request::new(self.pipeline, endpoint, [file_path(path)])
    }

    /// The pictures of emblems and their nameplates, in all colours. [`waypoint_file`](Self::waypoint_file) returns
    /// them.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// # let me = sandbox.world().home().xuid();
    /// let customization = client.economy().player_customization(me).send()?;
    /// let appearance = customization.appearance.ok_or("the appearance is hidden")?;
    /// let emblem = appearance.emblem.ok_or("the player has no emblem")?;
    /// let (path, colours) = (emblem.emblem_path, emblem.configuration_id);
    ///
    /// let cms = client.gamecms_hacs();
    /// let mapping = cms.emblem_mapping().send()?;
    /// let pictures = mapping.pictures(&path.unwrap_or_default(), colours.unwrap_or_default());
    /// if let Some(nameplate) = pictures.and_then(|pictures| pictures.nameplate_path()) {
    ///     let png = cms.waypoint_file(nameplate).send()?;
    ///     assert_eq!(png.content_type.as_deref(), Some("image/png"));
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn emblem_mapping(self) -> Request<EmblemMapping> {
        Request::new(self.pipeline, &EMBLEM_MAPPING, [])
    }

    /// An item, by its path: its name and picture. Customizations, rewards, inventories and offerings contain such
    /// paths.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// # let me = sandbox.world().home().xuid();
    /// let customization = client.economy().player_customization(me).send()?;
    /// let appearance = customization.appearance.ok_or("the appearance is hidden")?;
    /// let path = appearance.action_pose_path.ok_or("the player has no pose")?;
    ///
    /// let cms = client.gamecms_hacs();
    /// let pose = cms.item(&path).send()?;
    /// println!("{}", pose.title("en-US").unwrap_or("?"));
    /// if let Some(image) = pose.image_path() {
    ///     let png = cms.image(image).send()?;
    ///     assert_eq!(png.content_type.as_deref(), Some("image/png"));
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn item(self, path: &str) -> Request<InGameItem> {
        self.progression(&ITEM, path)
    }

    /// The configuration of a playlist, by its asset GUID: its current version, and whether it is ranked.
    ///
    /// The service responds with 404 if it does not know the playlist. The fields are those that the public clients
    /// Grunt and guilty-spark show.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// let ranked_arena: uuid::Uuid = "edfef3ac-9cbe-4fa2-b949-8f29deafd483".parse()?;
    /// let configuration = client.gamecms_hacs().playlist_configuration(ranked_arena).send()?;
    /// assert_eq!(configuration.has_csr, Some(true));
    /// let version = (ranked_arena, configuration.ugc_playlist_version);
    /// println!("{}", client.discovery_ugc().playlist(version).send()?.public_name);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn playlist_configuration(
        self,
        playlist_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
    ) -> Request<PlaylistConfiguration> {
        let arguments = [guid("playlist_id", playlist_id)];
        Request::new(self.pipeline, &PLAYLIST_CONFIGURATION, arguments)
    }

    /// The name and the pictures of a season, by its path, such as `Seasons/Season7.json`. The
    /// [season calendar](Self::season_calendar) lists the paths.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// let cms = client.gamecms_hacs();
    /// let calendar = cms.season_calendar().send()?;
    /// for path in calendar.seasons.iter().filter_map(|season| season.season_metadata.as_ref()) {
    ///     let season = cms.season_metadata(path).send()?;
    ///     println!("{}", season.name("en-US").unwrap_or("?"));
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn season_metadata(self, path: &str) -> Request<SeasonMetadata> {
        self.progression(&SEASON_METADATA, path)
    }

    /// The file of a CSR season, `CsrSeason9-1` or its path, as raw JSON. No known client documents its shape.
    ///
    /// A season of older payloads, such as `Seasons/Season7.json`, is no CSR season: `send` reports it as a wrong argument.
    pub fn csr_season(self, season: impl TryInto<Season, Error: Into<ArgumentError>>) -> Request<Value> {
        let season = argument::<Season>("season", season);
        let name = season.and_then(|season| season.csr_name().map(str::to_owned));
        Request::new(self.pipeline, &CSR_SEASON, [name])
    }

    /// The ranks of an event and their rewards, by the path of its reward track. The
    /// [season calendar](Self::season_calendar) lists the paths.
    pub fn event_reward_track(self, path: &str) -> Request<OperationRewardTrack> {
        self.progression(&EVENT_REWARD_TRACK, path)
    }

    /// A challenge, by its path: its title, task and reward. A player's
    /// [decks](crate::services::stats::Stats::challenge_decks) and the
    /// [progression](crate::services::stats::Stats::match_progression) of a match contain such paths.
    pub fn challenge(self, path: &str) -> Request<ChallengeDefinition> {
        self.progression(&CHALLENGE, path)
    }

    /// A deck of challenges, by its path. A player's [decks](crate::services::stats::Stats::challenge_decks)
    /// contain such paths, and the challenges themselves.
    pub fn challenge_deck(self, path: &str) -> Request<ChallengeDeckDefinition> {
        self.progression(&CHALLENGE_DECK, path)
    }

    /// The names and pictures of manufacturers and currencies.
    pub fn metadata(self) -> Request<GameMetadata> {
        Request::new(self.pipeline, &METADATA, [])
    }

    /// The list of armour cores, as raw JSON. The game's catalogue has it; no known client documents its shape.
    pub fn armor_core_manifest(self) -> Request<Value> {
        Request::new(self.pipeline, &ARMOR_CORE_MANIFEST, [])
    }

    /// The list of events, as raw JSON. The game's catalogue has it; no known client documents its shape.
    pub fn event_manifest(self) -> Request<Value> {
        Request::new(self.pipeline, &EVENT_MANIFEST, [])
    }

    /// The list of seasons, as raw JSON. The game's catalogue has it; no known client documents its shape.
    pub fn season_manifest(self) -> Request<Value> {
        Request::new(self.pipeline, &SEASON_MANIFEST, [])
    }
}
