//! Matches, match histories, service records, challenges.
//!
//! The service lives on `halostats.svc.halowaypoint.com`. None of its calls needs clearance.
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! # let gamertag = sandbox.world().home().gamertag();
//! let stats = client.stats();
//! let history = stats.match_history(gamertag).count(1).send()?;
//! let game = stats.match_stats(history.results[0].match_id).send()?;
//! for player in &game.players {
//!     println!("{}: {} kills", player.player_id, player.core_stats().map_or(0, |core| core.kills));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use uuid::Uuid;

use crate::call::Call;
use crate::client::Client;
use crate::environment::Service;
use crate::error::ArgumentError;
use crate::guid::Guid;
use crate::models::stats::{
    ChallengeDecks, MatchCount, MatchHistory, MatchProgression, MatchStats, MatchesPrivacy, ServiceRecord,
};
use crate::player::Player;
use crate::refdata::{GameVariantCategory, GameplayInteraction};
use crate::request::Request;
use crate::season::Season;

/// The largest page of a match history.
pub const MAX_HISTORY_COUNT: u32 = 25;

/// Where matches come from, for narrowing histories and choosing service records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MatchType {
    /// Matches made by matchmaking.
    Matchmade,
    /// Custom games.
    Custom,
    /// Matches on a local network.
    Local,
}

/// The calls of the stats service.
#[derive(Debug, Clone, Copy)]
pub struct Stats<'c> {
    client: &'c Client,
}

impl<'c> Stats<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self { client }
    }

    fn player_call<T>(self, method: &'static str, player: &Player, rest: &[&str]) -> Request<T> {
        let call = player.segment().map(|player| {
            let path = ["hi", "players", player.as_str()]
                .into_iter()
                .chain(rest.iter().copied());
            Call::get(Service::Stats, method, path)
        });
        Request::new(self.client, call)
    }

    /// How many matches a player has played, by kind.
    pub fn match_count(self, player: impl Into<Player>) -> Request<MatchCount> {
        self.player_call("match_count", &player.into(), &["matches", "count"])
    }

    /// A player's statistics summed over many matches: by default all made by matchmaking.
    ///
    /// The setters choose [another kind of match](Request::<ServiceRecord>::match_type) or narrow
    /// the record. Filters are for matchmade matches only, and only these go together:
    /// season; season and category; season, category and playlist; season, category and ranked;
    /// season and playlist; season and interaction; category; category and ranked. Anything else is
    /// refused before it is sent. [`ServiceRecord::subqueries`] lists the values that have matches.
    pub fn service_record(self, player: impl Into<Player>) -> Request<ServiceRecord> {
        self.player_call(
            "service_record",
            &player.into(),
            &[service_record_type(MatchType::Matchmade), "servicerecord"],
        )
        .checked(check_filters)
    }

    /// A page of a player's match history, newest match first: by default the 25 newest of all kinds.
    ///
    /// The setters are [`start`](Request::<MatchHistory>::start),
    /// [`count`](Request::<MatchHistory>::count) and
    /// [`match_type`](Request::<MatchHistory>::match_type). [`iter`](Request::<MatchHistory>::iter) reads
    /// on to the oldest match.
    pub fn match_history(self, player: impl Into<Player>) -> Request<MatchHistory> {
        let whole: Request<MatchHistory> = self.player_call("match_history", &player.into(), &["matches"]);
        whole.start(0).count(MAX_HISTORY_COUNT)
    }

    /// The statistics of a match: its teams and all its players.
    pub fn match_stats(self, match_id: impl Into<Guid>) -> Request<MatchStats> {
        let call = match_id.into().get("match_id").map(|id| {
            Call::get(
                Service::Stats,
                "match_stats",
                ["hi", "matches", &id.to_string(), "stats"],
            )
        });
        Request::new(self.client, call)
    }

    /// A player's challenges. Others than the player's own are refused with 403.
    pub fn challenge_decks(self, player: impl Into<Player>) -> Request<ChallengeDecks> {
        self.player_call("challenge_decks", &player.into(), &["decks"])
    }

    /// Who may see a player's matches.
    pub fn matches_privacy(self, player: impl Into<Player>) -> Request<MatchesPrivacy> {
        self.player_call("matches_privacy", &player.into(), &["matches-privacy"])
    }

    /// What a match did for a player's challenges.
    pub fn match_progression(
        self,
        player: impl Into<Player>,
        match_id: impl Into<Guid>,
    ) -> Request<MatchProgression> {
        let player = player.into();
        match match_id.into().get("match_id") {
            Ok(id) => self.player_call(
                "match_progression",
                &player,
                &["matches", &id.to_string(), "progression"],
            ),
            Err(error) => Request::new(self.client, Err(error)),
        }
    }
}

impl Request<MatchHistory> {
    /// Starts the page at this match of the history; 0, the default, is the newest.
    pub fn start(self, start: u32) -> Self {
        self.query("start", start)
    }

    /// How many matches the page holds: 1 to 25, by default 25.
    pub fn count(self, count: u32) -> Self {
        self.change(|call| {
            if !(1..=MAX_HISTORY_COUNT).contains(&count) {
                return Err(ArgumentError::new(
                    "count",
                    format!("{count} is not allowed: ask for 1 to {MAX_HISTORY_COUNT} matches a page"),
                ));
            }
            call.set_query("count", count);
            Ok(())
        })
    }

    /// Leaves only one kind of match in the history.
    pub fn match_type(self, match_type: MatchType) -> Self {
        self.query(
            "type",
            match match_type {
                MatchType::Matchmade => "matchmaking",
                MatchType::Custom => "custom",
                MatchType::Local => "local",
            },
        )
    }
}

const SEASON: &str = "seasonid";
const CATEGORY: &str = "gamevariantcategory";
const RANKED: &str = "isranked";
const PLAYLIST: &str = "playlistassetid";
const INTERACTION: &str = "gameplayinteraction";

/// The sets of filters that the service understands.
const FILTER_SETS: &[&[&str]] = &[
    &[SEASON],
    &[SEASON, CATEGORY],
    &[SEASON, CATEGORY, PLAYLIST],
    &[SEASON, CATEGORY, RANKED],
    &[SEASON, PLAYLIST],
    &[SEASON, INTERACTION],
    &[CATEGORY],
    &[CATEGORY, RANKED],
];

/// Where a service record's path has the kind of match.
const MATCH_TYPE_SEGMENT: usize = 3;

fn service_record_type(match_type: MatchType) -> &'static str {
    match match_type {
        MatchType::Matchmade => "matchmade",
        MatchType::Custom => "custom",
        MatchType::Local => "local",
    }
}

/// The setter that puts a filter into the query.
fn setter(filter: &str) -> &str {
    match filter {
        SEASON => "season",
        CATEGORY => "category",
        RANKED => "ranked",
        PLAYLIST => "playlist",
        INTERACTION => "interaction",
        other => other,
    }
}

fn check_filters(call: &Call) -> Result<(), ArgumentError> {
    let given: Vec<&str> = call.query.iter().map(|(name, _)| *name).collect();
    if given.is_empty() {
        return Ok(());
    }
    let names = |filters: &[&str]| {
        filters
            .iter()
            .map(|filter| setter(filter))
            .collect::<Vec<_>>()
            .join(" + ")
    };
    if call
        .path
        .get(MATCH_TYPE_SEGMENT)
        .is_none_or(|kind| kind != service_record_type(MatchType::Matchmade))
    {
        return Err(ArgumentError::new(
            "filters",
            format!(
                "{} cannot narrow a record of custom or local matches, only of matchmade ones",
                names(&given)
            ),
        ));
    }
    let fits = |set: &&[&str]| set.len() == given.len() && set.iter().all(|filter| given.contains(filter));
    if FILTER_SETS.iter().any(fits) {
        return Ok(());
    }
    let allowed: Vec<_> = FILTER_SETS.iter().map(|set| names(set)).collect();
    Err(ArgumentError::new(
        "filters",
        format!(
            "{} is not a set that the service knows; these are: {}",
            names(&given),
            allowed.join(", ")
        ),
    ))
}

impl Request<ServiceRecord> {
    /// Asks for the record of another kind of match; by default that of matchmade ones.
    pub fn match_type(self, match_type: MatchType) -> Self {
        self.change(|call| {
            if let Some(segment) = call.path.get_mut(MATCH_TYPE_SEGMENT) {
                *segment = service_record_type(match_type).into();
            }
            Ok(())
        })
    }

    /// Counts only matches of a season.
    pub fn season(self, season: impl Into<Season>) -> Self {
        let season = season.into();
        self.change(|call| {
            call.set_query(SEASON, season.path()?);
            Ok(())
        })
    }

    /// Counts only matches of a family of modes.
    pub fn category(self, category: GameVariantCategory) -> Self {
        self.query(CATEGORY, category.value())
    }

    /// Counts only ranked matches, or only those that are not.
    pub fn ranked(self, ranked: bool) -> Self {
        self.query(RANKED, ranked)
    }

    /// Counts only matches of a playlist, given by its asset GUID.
    pub fn playlist(self, asset_id: impl Into<Guid>) -> Self {
        let asset_id = asset_id.into();
        self.change(|call| {
            let asset_id: Uuid = asset_id.get("playlist")?;
            call.set_query(PLAYLIST, asset_id);
            Ok(())
        })
    }

    /// Counts only matches against players, against AI enemies, or against both.
    pub fn interaction(self, interaction: GameplayInteraction) -> Self {
        self.query(INTERACTION, interaction.value())
    }
}
