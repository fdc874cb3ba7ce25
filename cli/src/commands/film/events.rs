//! The film as records.

use std::collections::HashMap;

use halo_infinite::Names;
use halo_infinite::film::{self, FilmEvents, HighlightEvent, KillPair};
use halo_infinite::jiff::Timestamp;
use halo_infinite::models::stats::{MatchInfo, MatchStats};
use halo_infinite::refdata::FilmMedal;
use serde::Serialize;

use crate::commands::common::{Event, events as events_of, seconds};
use crate::context::Context;
use crate::failure::Failure;
use crate::show::record;

record! {
    /// The events of a film.
    pub struct FilmOfMatch {
        /// The ID of the match; null for a saved chunk
        match_id: Option<String>,
        /// The start of the match, in UTC
        start: Option<Timestamp>,
        /// Mode and map
        title: Option<String>,
        /// The version of the film
        film_version: i64,
        /// The events: objects with time_seconds, player, xuid, event, medal, likely_opponent
        events: Vec<Event>,
        /// Likely killers and victims: objects with killer, victim, kills
        kill_pairs: Vec<Pair>,
        /// Kills in quick succession: objects with time_seconds, player, kills, duration_seconds, medal
        multi_kills: Vec<Multi>,
        /// Whether film and statistics agree; null for a saved chunk
        agrees: Option<bool>,
        /// Counts by film and by statistics: objects with player, kills, deaths, medals, explanation
        check: Vec<Checked>,
        /// Events that are damaged, and left out
        damaged_events: usize,
    }
}

/// A killer and a victim.
#[derive(Debug, Serialize)]
pub struct Pair {
    pub killer: String,
    pub victim: String,
    pub kills: usize,
}

/// Several kills of one player.
#[derive(Debug, Serialize)]
pub struct Multi {
    pub time_seconds: f64,
    pub player: String,
    pub kills: usize,
    pub duration_seconds: f64,
    pub medal: Option<String>,
}

/// A player's counts, by the film and by the statistics.
#[derive(Debug, Serialize)]
pub struct Checked {
    pub player: String,
    pub kills: Count,
    pub deaths: Count,
    pub medals: Count,
    pub agrees: bool,
    pub explanation: Option<&'static str>,
}

/// A count by the film and by the statistics.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Count {
    pub film: i64,
    pub statistics: i64,
}

impl From<film::Counts> for Count {
    fn from(counts: film::Counts) -> Self {
        Self {
            film: counts.film,
            statistics: counts.stats,
        }
    }
}

/// Mode and map.
pub fn title(names: &Names, info: &MatchInfo) -> String {
    format!(
        "{} on {}",
        names.mode(&info.ugc_game_variant),
        names.map(&info.map_variant)
    )
}

impl FilmOfMatch {
    /// The film, with the events of the wanted players and kinds. Pairs and multi-kills are those of the players.
    pub fn new(
        context: &Context,
        events: &FilmEvents,
        film_version: i64,
        stats: Option<&MatchStats>,
        is_wanted: &dyn Fn(&HighlightEvent) -> bool,
        is_of_kind: &dyn Fn(&HighlightEvent) -> bool,
    ) -> Result<Self, Failure> {
        // A saved chunk needs no services, so its medals have the names of the SDK.
        let names = stats.map(|_| context.names()).transpose()?;
        if let (Some(names), Some(stats)) = (names, stats) {
            names.prepare(stats);
        }
        let medal = |medal: FilmMedal| match (names, medal.name_id()) {
            (Some(names), Some(id)) => names.medal(id).to_string(),
            _ => medal.to_string(),
        };
        let pairs = film::kill_pairs(events, film::KILL_PAIR_GAP);
        let shown = events
            .iter()
            .filter(|event| is_wanted(event) && is_of_kind(event));
        let check = stats.map(|stats| film::check(events, stats));
        let info = stats.map(|stats| &stats.match_info);
        Ok(Self {
            match_id: stats.map(|stats| stats.match_id.to_string()),
            start: info.map(|info| info.start_time),
            title: names.zip(info).map(|(names, info)| title(names, info)),
            film_version,
            events: events_of(shown, &pairs, medal),
            kill_pairs: counted(
                pairs
                    .iter()
                    .filter(|pair| is_wanted(pair.kill) || is_wanted(pair.death)),
            ),
            multi_kills: film::multi_kills(events, film::MULTI_KILL_WINDOW)
                .iter()
                .filter(|multi| multi.kills.iter().any(|kill| is_wanted(kill)))
                .map(|multi| Multi {
                    time_seconds: seconds(multi.start()),
                    player: multi.gamertag.to_owned(),
                    kills: multi.kills.len(),
                    duration_seconds: seconds(multi.end().saturating_sub(multi.start())),
                    medal: multi.medal.map(medal),
                })
                .collect(),
            agrees: check.as_ref().map(film::Check::agrees),
            check: check.as_ref().map(checked).unwrap_or_default(),
            damaged_events: events.damaged.len(),
        })
    }
}

/// Who killed whom how often, the most often first.
fn counted<'p>(pairs: impl Iterator<Item = &'p KillPair<'p>>) -> Vec<Pair> {
    let mut counts: HashMap<(&str, &str), usize> = HashMap::new();
    for pair in pairs {
        *counts
            .entry((&pair.kill.gamertag, &pair.death.gamertag))
            .or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|(one, kills), (other, others)| others.cmp(kills).then(one.cmp(other)));
    let pairs = counts.into_iter().map(|((killer, victim), kills)| Pair {
        killer: killer.to_owned(),
        victim: victim.to_owned(),
        kills,
    });
    pairs.collect()
}

fn checked(check: &film::Check) -> Vec<Checked> {
    let players = check.players.iter().map(|player| Checked {
        player: player.gamertag.clone().unwrap_or_else(|| player.xuid.to_string()),
        kills: player.kills.into(),
        deaths: player.deaths.into(),
        medals: player.medals.into(),
        agrees: player.agrees(),
        explanation: check.explanation(player),
    });
    players.collect()
}
