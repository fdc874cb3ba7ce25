//! The match as a record.

use std::cmp::Reverse;

use halo_infinite::Names;
use halo_infinite::film::{self, KILL_PAIR_GAP};
use halo_infinite::jiff::Timestamp;
use halo_infinite::models::skill::{MatchSkillResult, StatPerformance};
use halo_infinite::models::stats::{CoreStats, PlayerStats, TeamStats};
use halo_infinite::refdata::{Outcome, Team};
use halo_infinite::types::PlayerId;
use serde::Serialize;

use super::fetch::Parts;
use crate::commands::common::{CountedMedal, Event, events, kind_name};
use crate::context::{Context, season_id};
use crate::failure::Failure;
use crate::show::record;

record! {
    /// A match.
    pub struct Game {
        /// The ID of the match
        match_id: String,
        /// The start, in UTC
        start: Timestamp,
        /// The end, in UTC
        end: Timestamp,
        /// The length of play in seconds
        duration_seconds: i64,
        /// The map
        map: String,
        /// The asset ID of the map
        map_id: String,
        /// The mode
        mode: String,
        /// The asset ID of the mode
        mode_id: String,
        /// The family of modes
        category: String,
        /// The playlist; null for custom games
        playlist: Option<String>,
        /// The asset ID of the playlist; null for custom games
        playlist_id: Option<String>,
        /// The kind: matchmaking, custom or local
        kind: String,
        /// The ID of the season of ranks (CSR), such as CsrSeason5-1; null for custom games
        csr_season: Option<String>,
        /// The XUID of the marked player; null without one
        xuid: Option<String>,
        /// The outcome of the marked player: Win, Loss, Tie, Did Not Finish; null without one
        outcome: Option<String>,
        /// The teams, the winner first: team, team_id, outcome, rank (the place, from 1), score, rounds_won, kills, deaths, assists, mmr; empty in free-for-all
        teams: Vec<TeamLine>,
        /// The players, by team and rank: player, xuid, is_bot, is_marked, team, team_id, outcome, rank (the place, from 1), score, kills, deaths, assists, kda, accuracy, damage_dealt, damage_taken, csr_before, csr_after, csr_change, csr_rank (the name of the rank after the match), team_mmr, expected_kills, expected_deaths, joined_late, left_early, teams (several if the player changed them), medals (medal_id, name, rarity, count)
        players: Vec<PlayerLine>,
        /// The events of the film with --events: time_seconds, player, xuid, event (kill, death, medal, mode), medal, likely_opponent; null without a film
        events: Option<Vec<Event>>,
    }
}

/// A team.
#[derive(Debug, Serialize)]
pub struct TeamLine {
    pub team: String,
    pub team_id: i64,
    pub outcome: String,
    pub rank: i64,
    pub score: i64,
    pub rounds_won: i64,
    pub kills: i64,
    pub deaths: i64,
    pub assists: i64,
    pub mmr: Option<f64>,
    #[serde(skip)]
    pub of: (Team, Outcome),
    #[serde(skip)]
    pub has_rounds: bool,
}

record! {
    /// A player.
    pub struct PlayerLine {
        /// The gamertag, or the name of the bot
        player: String,
        /// The XUID; null for a bot
        xuid: Option<String>,
        /// Whether it is a bot
        is_bot: bool,
        /// Whether it is the asked player
        is_marked: bool,
        /// The team; null in free-for-all
        team: Option<String>,
        /// The ID of the team
        team_id: i64,
        /// The outcome: Win, Loss, Tie, Did Not Finish
        outcome: String,
        /// The place, from 1
        rank: i64,
        /// The personal score
        score: i64,
        /// The kills
        kills: i64,
        /// The deaths
        deaths: i64,
        /// The assists
        assists: i64,
        /// KDA: kills + assists ÷ 3 − deaths
        kda: f64,
        /// The shots that hit, in per cent of those fired
        accuracy: f64,
        /// The damage dealt to opponents
        damage_dealt: i64,
        /// The damage taken
        damage_taken: i64,
        /// The CSR before the match; null if unranked
        csr_before: Option<i64>,
        /// The CSR after the match; null if unranked
        csr_after: Option<i64>,
        /// The CSR after the match, less that before it; null if unranked
        csr_change: Option<i64>,
        /// The rank after the match; null if unranked
        csr_rank: Option<String>,
        /// The MMR of the player's team
        team_mmr: Option<f64>,
        /// The kills that the skill service expected
        expected_kills: Option<f64>,
        /// The deaths that the skill service expected
        expected_deaths: Option<f64>,
        /// Whether the player joined after the start
        joined_late: bool,
        /// Whether the player left before the end
        left_early: bool,
        /// The teams that the player was on: several if the player changed teams; empty in free-for-all
        teams: Vec<String>,
        /// The medals: id, name, rarity, count
        medals: Vec<CountedMedal>;
        /// The team, for the view.
        of: Team,
    }
}

impl Game {
    /// The record of a match.
    pub fn new(context: &Context, parts: &Parts) -> Result<Self, Failure> {
        let (names, stats) = (context.names()?, &parts.stats);
        let info = &stats.match_info;
        let marked = parts.player.and_then(|player| stats.player(player));
        let mut teams: Vec<_> = stats
            .teams
            .iter()
            .map(|team| TeamLine::new(team, parts))
            .collect();
        teams.sort_by_key(|team| team.rank);
        let place = |player: &PlayerLine| {
            let team = teams.iter().position(|team| team.of.0 == player.of);
            (team.unwrap_or(teams.len()), player.rank, Reverse(player.score))
        };
        let mut players: Vec<_> = stats
            .players
            .iter()
            .map(|player| PlayerLine::new(player, parts, names, !teams.is_empty()))
            .collect();
        players.sort_by_key(place);
        Ok(Self {
            match_id: stats.match_id.to_string(),
            start: info.start_time,
            end: info.end_time,
            duration_seconds: info.playable_duration.as_secs(),
            map: names.map(&info.map_variant).into(),
            map_id: info.map_variant.asset_id.to_string(),
            mode: names.mode(&info.ugc_game_variant).into(),
            mode_id: info.ugc_game_variant.asset_id.to_string(),
            category: info.game_variant_category.to_string(),
            playlist: info
                .playlist
                .as_ref()
                .map(|playlist| names.playlist(playlist).into()),
            playlist_id: info
                .playlist
                .as_ref()
                .map(|playlist| playlist.asset_id.to_string()),
            kind: kind_name(info.lifecycle_mode),
            csr_season: info.season_id.as_deref().map(|path| season_id(path).to_owned()),
            xuid: marked.and(parts.player).map(|player| player.get().to_string()),
            outcome: marked.map(|player| player.outcome.to_string()),
            teams,
            players,
            events: parts.events.as_ref().map(|film| {
                let pairs = film::kill_pairs(film, KILL_PAIR_GAP);
                events(film.iter(), &pairs, |medal| match medal.name_id() {
                    Some(id) => parts.medals.name(id),
                    None => medal.to_string(),
                })
            }),
        })
    }
}

impl TeamLine {
    fn new(team: &TeamStats, parts: &Parts) -> Self {
        let core = &team.stats.core_stats;
        let mut results = parts.skill.iter().flat_map(|skill| skill.results());
        let mmr = results.find_map(|(_, result)| result.team_mmrs.as_ref()?.get(&team.team_id));
        Self {
            team: team.team_id.to_string(),
            team_id: team.team_id.value(),
            outcome: team.outcome.to_string(),
            rank: team.rank,
            score: core.score,
            rounds_won: core.rounds_won,
            kills: core.kills,
            deaths: core.deaths,
            assists: core.assists,
            mmr: mmr.map(|mmr| mmr.get()).filter(|mmr| mmr.is_finite()),
            of: (team.team_id, team.outcome),
            has_rounds: core.rounds_won + core.rounds_lost + core.rounds_tied > 1,
        }
    }
}

impl PlayerLine {
    /// Whether the player was on several teams.
    pub fn changed_teams(&self) -> bool {
        self.teams.len() > 1
    }

    fn new(player: &PlayerStats, parts: &Parts, names: &Names, has_teams: bool) -> Self {
        let xuid = player.player_id.xuid();
        let core = player.total_core_stats();
        let core = core.as_ref();
        let count = |field: fn(&CoreStats) -> i64| core.map(field).unwrap_or_default();
        let skill = xuid.and_then(|xuid| parts.skill.as_ref()?.result(xuid));
        let expected = |of: fn(&MatchSkillResult) -> Option<&StatPerformance>| {
            let expected = of(skill?)?.expected.get();
            expected.is_finite().then_some(expected)
        };
        let after = skill
            .and_then(MatchSkillResult::rank_after)
            .filter(|rank| rank.is_ranked());
        let before = skill.and_then(MatchSkillResult::rank_before);
        let took_part = &player.participation_info;
        Self {
            player: name(&player.player_id, names),
            xuid: xuid.map(|xuid| xuid.get().to_string()),
            is_bot: !player.is_human(),
            is_marked: xuid.is_some() && xuid == parts.player,
            team: has_teams.then(|| player.last_team_id.to_string()),
            team_id: player.last_team_id.value(),
            outcome: player.outcome.to_string(),
            rank: player.rank,
            score: count(|core| core.personal_score),
            kills: count(|core| core.kills),
            deaths: count(|core| core.deaths),
            assists: count(|core| core.assists),
            kda: core.map(|core| core.kda).unwrap_or_default(),
            accuracy: core.map(|core| core.accuracy).unwrap_or_default(),
            damage_dealt: count(|core| core.damage_dealt),
            damage_taken: count(|core| core.damage_taken),
            csr_before: before.and_then(|rank| rank.value()),
            csr_after: after.and_then(|rank| rank.value()),
            csr_change: skill.and_then(MatchSkillResult::csr_change),
            csr_rank: after.map(|rank| rank.to_string()),
            team_mmr: skill
                .and_then(|skill| skill.team_mmr)
                .map(|mmr| mmr.get())
                .filter(|mmr| mmr.is_finite()),
            expected_kills: expected(MatchSkillResult::kills),
            expected_deaths: expected(MatchSkillResult::deaths),
            joined_late: took_part.joined_in_progress,
            left_early: took_part.left_in_progress || player.outcome == Outcome::DidNotFinish,
            teams: match has_teams {
                true => player
                    .player_team_stats
                    .iter()
                    .map(|team| team.team_id.to_string())
                    .collect(),
                false => Vec::new(),
            },
            medals: core
                .map(|core| parts.medals.sorted(&core.medals))
                .unwrap_or_default(),
            of: player.last_team_id,
        }
    }
}

fn name(player: &PlayerId, names: &Names) -> String {
    let name = names.player(player);
    match player.bot() {
        Some(_) => format!("{name} (bot)"),
        None => name.into(),
    }
}
