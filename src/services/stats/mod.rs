//! Matches, match histories, service records, challenges.
//!
//! Host: `halostats.svc.halowaypoint.com`. No endpoint needs the clearance.
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

mod match_history;
mod match_type;
mod service_record;

use jiff::Timestamp;
use serde::Deserialize;

use super::arguments::{guid, player_segment};
use crate::models::stats::{
    ChallengeDecks, DailyCustomExperience, MatchCount, MatchHistory, MatchProgression, MatchStats,
    MatchesPrivacy, MatchesPrivacyUpdate, ServiceRecord,
};
use crate::pipeline::Pipeline;
use crate::refdata::MatchesPrivacySetting;
use crate::request::Request;
use crate::types::{ArgumentError, CacheRule, Endpoint, Guid, Player, Query, Service, endpoints};

pub use match_history::MAX_HISTORY_COUNT;
pub use match_type::MatchType;

use service_record::{check_filters, match_type_segment};

const fn get(name: &'static str, path: &'static str) -> Endpoint {
    Endpoint::get(Service::Stats, name, path)
}

endpoints! {
    // These change with every match.
    MATCH_COUNT = get("match_count", "/hi/players/{player}/matches/count").cached(CacheRule::OnRequest);
    SERVICE_RECORD = get("service_record", "/hi/players/{player}/{match_type}/servicerecord")
        .cached(CacheRule::OnRequest);
    MATCH_HISTORY = get("match_history", "/hi/players/{player}/matches").cached(CacheRule::OnRequest);
    MATCH_STATS = get("match_stats", "/hi/matches/{match_id}/stats")
        .cached(CacheRule::Forever).once(has_ended).late();
    // The service refuses other players' data.
    CHALLENGE_DECKS = get("challenge_decks", "/hi/players/{player}/decks");
    MATCHES_PRIVACY = get("matches_privacy", "/hi/players/{player}/matches-privacy");
    UPDATE_MATCHES_PRIVACY = Endpoint::put(
        Service::Stats,
        "update_matches_privacy",
        "/hi/players/{player}/matches-privacy",
    );
    MATCH_PROGRESSION = get(
        "match_progression",
        "/hi/players/{player}/matches/{match_id}/progression",
    ).late();
    DAILY_CUSTOM_EXPERIENCE = get("daily_custom_experience", "/hi/players/{player}/customexperience");
}

/// Whether the statistics are those of a match that has ended: before that, there is no end time.
fn has_ended(_: &Query, body: &[u8]) -> bool {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Stats {
        match_info: Info,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Info {
        start_time: Timestamp,
        end_time: Timestamp,
    }
    let stats = serde_json::from_slice::<Stats>(body);
    stats.is_ok_and(|stats| stats.match_info.end_time > stats.match_info.start_time)
}

/// The endpoints of the stats service.
#[derive(Clone, Copy)]
pub struct Stats<'c> {
    pipeline: &'c Pipeline,
}

impl<'c> Stats<'c> {
    pub(crate) fn new(pipeline: &'c Pipeline) -> Self {
        Self { pipeline }
    }

    fn of_player<T>(
        self,
        endpoint: &'static Endpoint,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<T> {
        Request::new(self.pipeline, endpoint, [player_segment(player)])
    }

    /// The number of matches that a player has played, by kind.
    pub fn match_count(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<MatchCount> {
        self.of_player(&MATCH_COUNT, player)
    }

    /// A player's statistics summed over many matches: by default all made by matchmaking.
    ///
    /// The setters select [another kind of match](Request::<ServiceRecord>::match_type) or narrow the
    /// record. Filters are for matchmade matches only, and the service knows only these sets: season;
    /// season and category; season, category and playlist; season, category and ranked; season and
    /// playlist; season and interaction; category; category and ranked. `send` reports any other set,
    /// before anything is sent. [`ServiceRecord::subqueries`] lists the values that have matches.
    pub fn service_record(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<ServiceRecord> {
        let arguments = [
            player_segment(player),
            Ok(match_type_segment(MatchType::Matchmade).into()),
        ];
        Request::new(self.pipeline, &SERVICE_RECORD, arguments).checked(check_filters)
    }

    /// A page of a player's match history, newest match first: by default the 25 newest of all kinds.
    ///
    /// The setters are [`start`](Request::<MatchHistory>::start),
    /// [`count`](Request::<MatchHistory>::count) and
    /// [`match_type`](Request::<MatchHistory>::match_type). [`iter`](Request::<MatchHistory>::iter) reads
    /// on to the oldest match.
    pub fn match_history(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<MatchHistory> {
        let request: Request<MatchHistory> = self.of_player(&MATCH_HISTORY, player);
        request.start(0).count(MAX_HISTORY_COUNT)
    }

    /// The statistics of a match: its teams and all its players.
    pub fn match_stats(
        self,
        match_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
    ) -> Request<MatchStats> {
        Request::new(self.pipeline, &MATCH_STATS, [guid("match_id", match_id)])
    }

    /// A player's challenges. The service refuses other players' challenges with 403.
    pub fn challenge_decks(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<ChallengeDecks> {
        self.of_player(&CHALLENGE_DECKS, player)
    }

    /// The privacy settings of a player's matches. The service refuses other players' settings with 403.
    pub fn matches_privacy(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<MatchesPrivacy> {
        self.of_player(&MATCHES_PRIVACY, player)
    }

    /// Writes: changes the privacy settings of a player's matches, and returns the new ones. The service refuses to
    /// change other players' settings with 403.
    ///
    /// The body is the one that the public client `halo-infinite-api` sends.
    pub fn update_matches_privacy(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
        matchmade_games: MatchesPrivacySetting,
        other_games: MatchesPrivacySetting,
    ) -> Request<MatchesPrivacy> {
        let matches_privacy = MatchesPrivacy {
            matchmade_games,
            other_games,
        };
        self.of_player(&UPDATE_MATCHES_PRIVACY, player)
            .json(&MatchesPrivacyUpdate { matches_privacy })
    }

    /// The experience that a player has earned in custom games today. It is not known whether the service returns that
    /// of other players.
    ///
    /// Endpoint and field are those of the public client Grunt.
    pub fn daily_custom_experience(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<DailyCustomExperience> {
        self.of_player(&DAILY_CUSTOM_EXPERIENCE, player)
    }

    /// The progress that a match brought a player in challenges.
    pub fn match_progression(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
        match_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
    ) -> Request<MatchProgression> {
        let arguments = [player_segment(player), guid("match_id", match_id)];
        Request::new(self.pipeline, &MATCH_PROGRESSION, arguments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_are_final_once_the_match_has_an_end() {
        let ends = |end: &str| {
            let body =
                format!(r#"{{"MatchInfo":{{"StartTime":"2025-01-24T03:51:46.942Z","EndTime":{end}}}}}"#);
            has_ended(&[], body.as_bytes())
        };
        assert!(ends(r#""2025-01-24T04:04:50.1751234Z""#));
        for none in [
            "null",
            r#""""#,
            r#""0001-01-01T00:00:00Z""#,
            r#""2025-01-24T03:51:46.942Z""#,
        ] {
            assert!(!ends(none), "{none}");
        }
        assert!(!has_ended(&[], b"{}") && !has_ended(&[], b""));
    }
}
