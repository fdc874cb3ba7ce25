//! Whether a film tells the same as the statistics.

use std::collections::BTreeMap;
use std::fmt;

use crate::film::event::{EventKind, HighlightEvent};
use crate::models::stats::{CoreStats, MatchStats};
use crate::refdata::{FilmMedal, GameplayInteraction, MedalNameId};
use crate::types::Xuid;

/// How often something happened, by the film and by the statistics.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Counts {
    /// By the film.
    pub film: i64,
    /// By the statistics.
    pub stats: i64,
}

impl Counts {
    /// Whether both say the same.
    pub fn agree(self) -> bool {
        self.film == self.stats
    }
}

/// Shown as `12`, or `11 (statistics: 12)` where they disagree.
impl fmt::Display for Counts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.agree() {
            write!(formatter, "{}", self.film)
        } else {
            write!(formatter, "{} (statistics: {})", self.film, self.stats)
        }
    }
}

/// A medal that the film has more or less often than the statistics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct MedalDifference {
    /// The medal by the ID of the statistics; `None` for all codes of films that have none.
    pub medal: Option<MedalNameId>,
    /// How often it was earned.
    pub counts: Counts,
}

/// What film and statistics say of a player.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlayerCheck {
    /// The player.
    pub xuid: Xuid,
    /// The gamertag, where the film has an event of the player.
    pub gamertag: Option<String>,
    /// Kills.
    pub kills: Counts,
    /// Deaths.
    pub deaths: Counts,
    /// Medals, all together.
    pub medals: Counts,
    /// The medals that disagree, one by one. It can have entries though the sums agree.
    pub medal_differences: Vec<MedalDifference>,
}

impl PlayerCheck {
    /// Whether kills, deaths and medals agree.
    pub fn agrees(&self) -> bool {
        self.kills.agree() && self.deaths.agree() && self.medals_agree()
    }

    /// Whether film and statistics have the same medals, as far as the film's codes tell: one that has no
    /// name stands for any that the film lacks.
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

/// How a film and the statistics of its match compare.
///
/// Known exceptions, in which a disagreement is to be expected:
///
/// - killing the AI's enemies leaves no events, though statistics count it: see
///   [`against_ai`](Self::against_ai);
/// - bots leave no events. They are not compared; [`bots`](Self::bots) says how many there were;
/// - a kill or a death is missing in a film now and then, mostly just one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Check {
    /// The people of the statistics, in their order.
    pub players: Vec<PlayerCheck>,
    /// Who has events but no statistics: then it is the film of another match.
    pub strangers: Vec<Xuid>,
    /// How many bots took part.
    pub bots: usize,
    /// Whether the match was played against the AI's enemies, such as Firefight.
    pub against_ai: bool,
}

impl Check {
    /// Whether everybody's kills, deaths and medals agree, and nobody else has events.
    pub fn agrees(&self) -> bool {
        self.strangers.is_empty() && self.players.iter().all(PlayerCheck::agrees)
    }

    /// The players of whom film and statistics disagree.
    pub fn disagreements(&self) -> impl Iterator<Item = &PlayerCheck> + '_ {
        self.players.iter().filter(|player| !player.agrees())
    }

    /// Why a player's disagreement is to be expected; `None` where nothing known explains it.
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
            Some("killing the AI's enemies leaves no events")
        } else if player.medals_agree() && one_missing(player.kills) && one_missing(player.deaths) {
            Some("a kill or a death is missing in films now and then")
        } else {
            None
        }
    }
}

/// Compares the highlight events of a film with the statistics of its match: for each person, on
/// all their teams, kills, deaths and medals.
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

/// What is counted of a player.
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
