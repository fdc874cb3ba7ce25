//! Compares a film with the statistics of its match.

use std::collections::BTreeMap;
use std::fmt;

use super::event::{EventKind, HighlightEvent};
use crate::models::stats::{CoreStats, MatchStats};
use crate::refdata::{FilmMedal, GameplayInteraction, MedalNameId};
use crate::types::Xuid;

/// The number of times that something happened, by the film and by the statistics.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Counts {
    /// The film's count.
    pub film: i64,
    /// The statistics' count.
    pub stats: i64,
}

impl Counts {
    /// Whether the two counts are equal.
    pub fn agree(self) -> bool {
        self.film == self.stats
    }
}

/// Shows `12`, or `11 (statistics: 12)` if the counts differ.
impl fmt::Display for Counts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.agree() {
            write!(formatter, "{}", self.film)
        } else {
            write!(formatter, "{} (statistics: {})", self.film, self.stats)
        }
    }
}

/// A medal whose counts differ between film and statistics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct MedalDifference {
    /// The medal; `None` stands for all film codes without a known medal.
    pub medal: Option<MedalNameId>,
    /// The number of times that it was earned.
    pub counts: Counts,
}

/// The comparison of film and statistics for one player.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlayerCheck {
    /// The player.
    pub xuid: Xuid,
    /// The gamertag; `None` if the film has no event of the player.
    pub gamertag: Option<String>,
    /// Kills.
    pub kills: Counts,
    /// Deaths.
    pub deaths: Counts,
    /// Medals of all kinds.
    pub medals: Counts,
    /// The medals whose counts differ. The list can have entries even if the sums in `medals` agree.
    pub medal_differences: Vec<MedalDifference>,
}

impl PlayerCheck {
    /// Whether kills, deaths and medals agree.
    pub fn agrees(&self) -> bool {
        self.kills.agree() && self.deaths.agree() && self.medals_agree()
    }

    /// Whether film and statistics can have the same medals: a film code without a known medal may be any
    /// medal that the film lacks.
    fn medals_agree(&self) -> bool {
        let is_extra = |difference: &MedalDifference| {
            difference.medal.is_some() && difference.counts.film > difference.counts.stats
        };
        self.medals.agree() && !self.medal_differences.iter().any(is_extra)
    }
}

impl fmt::Display for PlayerCheck {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.gamertag {
            Some(gamertag) => write!(formatter, "{gamertag}")?,
            None => write!(formatter, "{}", self.xuid)?,
        }
        write!(
            formatter,
            ": kills {}, deaths {}, medals {}",
            self.kills, self.deaths, self.medals
        )
    }
}

/// The comparison of a film with the statistics of its match.
///
/// Some differences are expected:
///
/// - Statistics count kills of AI enemies, but films have no events for them: see
///   [`against_ai`](Self::against_ai).
/// - Films have no events of bots. Bots are not compared; [`bots`](Self::bots) counts them.
/// - A film sometimes lacks a kill or a death, mostly just one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Check {
    /// The human players of the statistics, in the order of the statistics.
    pub players: Vec<PlayerCheck>,
    /// The players with events but without statistics. If there are any, the film is of another match.
    pub strangers: Vec<Xuid>,
    /// The number of bots in the match.
    pub bots: usize,
    /// Whether the match was played against AI enemies, as in Firefight.
    pub against_ai: bool,
}

impl Check {
    /// Whether the kills, deaths and medals of all players agree, and no other player has events.
    pub fn agrees(&self) -> bool {
        self.strangers.is_empty() && self.players.iter().all(PlayerCheck::agrees)
    }

    /// The players for whom film and statistics differ.
    pub fn disagreements(&self) -> impl Iterator<Item = &PlayerCheck> + '_ {
        self.players.iter().filter(|player| !player.agrees())
    }

    /// The reason why a player's difference is expected; `None` if film and statistics agree, or if no known
    /// reason explains the difference.
    pub fn explanation(&self, player: &PlayerCheck) -> Option<&'static str> {
        let missing = |counts: Counts| counts.stats - counts.film;
        let one_missing = |counts: Counts| (0..=1).contains(&missing(counts));
        if player.agrees() {
            None
        } else if self.against_ai
            && missing(player.kills) >= 0
            && missing(player.deaths) >= 0
            && missing(player.medals) >= 0
        {
            Some("films have no events for kills of AI enemies")
        } else if player.medals_agree() && one_missing(player.kills) && one_missing(player.deaths) {
            Some("films sometimes lack a kill or a death")
        } else {
            None
        }
    }
}

/// Compares the highlight events of a film with the statistics of its match.
///
/// It compares the kills, deaths and medals of each human player, summed over the player's teams.
pub fn check(events: &[HighlightEvent], stats: &MatchStats) -> Check {
    let mut by_player: BTreeMap<Xuid, Tally<'_>> = BTreeMap::new();
    for event in events {
        by_player.entry(event.xuid).or_default().add_event(event);
    }
    let mut players = Vec::new();
    for player in stats.players.iter().filter(|player| player.is_human()) {
        let Some(xuid) = player.player_id.xuid() else {
            continue;
        };
        let mut tally = by_player.remove(&xuid).unwrap_or_default();
        for team in &player.player_team_stats {
            tally.add_stats(&team.stats.core_stats);
        }
        players.push(tally.compare(xuid));
    }
    let against_ai = stats.match_info.gameplay_interaction == Some(GameplayInteraction::Pve)
        || stats
            .players
            .iter()
            .flat_map(|player| &player.player_team_stats)
            .any(|team| team.stats.pve_stats.is_some());
    Check {
        players,
        strangers: by_player.into_keys().collect(),
        bots: stats.players.iter().filter(|player| !player.is_human()).count(),
        against_ai,
    }
}

/// The counts of one player.
#[derive(Default)]
struct Tally<'a> {
    gamertag: Option<&'a str>,
    kills: Counts,
    deaths: Counts,
    medals: BTreeMap<Option<MedalNameId>, Counts>,
}

impl<'a> Tally<'a> {
    fn add_event(&mut self, event: &'a HighlightEvent) {
        self.gamertag.get_or_insert(&event.gamertag);
        match event.kind {
            EventKind::Kill => self.kills.film += 1,
            EventKind::Death => self.deaths.film += 1,
            EventKind::Medal => {
                let medal = event.medal.and_then(FilmMedal::name_id);
                self.medals.entry(medal).or_default().film += 1;
            }
            EventKind::Mode | EventKind::Unknown(_) => {}
        }
    }

    fn add_stats(&mut self, core: &CoreStats) {
        add(&mut self.kills.stats, core.kills);
        add(&mut self.deaths.stats, core.deaths);
        for award in &core.medals {
            let counts = self.medals.entry(Some(award.name_id)).or_default();
            add(&mut counts.stats, award.count);
        }
    }

    fn compare(self, xuid: Xuid) -> PlayerCheck {
        let mut medals = Counts::default();
        for counts in self.medals.values() {
            add(&mut medals.film, counts.film);
            add(&mut medals.stats, counts.stats);
        }
        let differences = self.medals.into_iter().filter(|(_, counts)| !counts.agree());
        PlayerCheck {
            xuid,
            gamertag: self.gamertag.map(str::to_owned),
            kills: self.kills,
            deaths: self.deaths,
            medals,
            medal_differences: differences
                .map(|(medal, counts)| MedalDifference { medal, counts })
                .collect(),
        }
    }
}

fn add(sum: &mut i64, count: i64) {
    *sum = sum.saturating_add(count);
}
