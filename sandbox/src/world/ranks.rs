//! Competitive skill ranks: the change after each ranked match, in order.

use super::catalog::playlists::Playlist;
use super::catalog::seasons;
use super::matches::Matches;
use super::people::Person;
use super::plan::MatchPlan;
use super::play::{LOSS, TIE, WIN};
use crate::rng::Rng;
use serde_json::{Value, json};
use std::collections::HashMap;
use uuid::Uuid;

/// The points at which Onyx starts. Onyx has no steps and no upper limit.
const ONYX: i64 = 1500;
const TIER: i64 = 300;
const STEP: i64 = 50;
/// From lowest to highest.
pub(crate) const TIERS: [&str; 6] = ["Bronze", "Silver", "Gold", "Platinum", "Diamond", "Onyx"];
/// The number of placement matches in a season.
const PLACEMENTS: i64 = 5;

/// A player's standing in a playlist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Hidden until the placement matches are played.
    points: i64,
    placements_left: i64,
}

impl Standing {
    /// The points, if the player has a rank.
    pub(crate) fn points(self) -> Option<i64> {
        (self.placements_left == 0).then_some(self.points)
    }

    /// The name of the tier, if the player has a rank.
    pub(crate) fn tier(self) -> Option<&'static str> {
        self.points().map(tier)
    }

    pub(crate) fn to_json(self) -> Value {
        let Some(points) = self.points() else {
            return without_rank(-1, self.placements_left, PLACEMENTS);
        };
        let (tier_start, sub_tier) = step(points);
        // The next step of Onyx is Onyx itself.
        let (next_tier_start, next_sub_tier) = step(if points < ONYX { points + STEP } else { points });
        json!({
            "Value": points,
            "MeasurementMatchesRemaining": 0,
            "Tier": tier(points),
            "TierStart": tier_start,
            "SubTier": sub_tier,
            "NextTier": tier(next_tier_start),
            "NextTierStart": next_tier_start,
            "NextSubTier": next_sub_tier,
            "InitialMeasurementMatches": PLACEMENTS,
        })
    }
}

fn tier(points: i64) -> &'static str {
    let index = usize::try_from(points / TIER).unwrap_or(0);
    TIERS[index.min(TIERS.len() - 1)]
}

/// The start of the tier, and the step in it, counted from 0.
fn step(points: i64) -> (i64, i64) {
    if points >= ONYX {
        (ONYX, 0)
    } else {
        (points / TIER * TIER, points % TIER / STEP)
    }
}

/// The JSON of a standing without a rank.
fn without_rank(value: i64, placements_left: i64, placements: i64) -> Value {
    json!({
        "Value": value,
        "MeasurementMatchesRemaining": placements_left,
        "Tier": "",
        "TierStart": 0,
        "SubTier": 0,
        "NextTier": "",
        "NextTierStart": 0,
        "NextSubTier": 0,
        "InitialMeasurementMatches": placements,
    })
}

/// The standing in an unranked playlist.
pub(crate) fn unranked_json() -> Value {
    without_rank(0, 0, 0)
}

/// The standing in a ranked playlist without matches.
pub(crate) fn not_placed_json() -> Value {
    without_rank(-1, PLACEMENTS, PLACEMENTS)
}

/// The change of a player's standing in a match.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RankChange {
    pub(crate) playlist: &'static str,
    /// The CSR season.
    pub(crate) season: &'static str,
    pub(crate) before: Standing,
    pub(crate) after: Standing,
}

/// All rank changes of a player.
#[derive(Debug, Default)]
pub(crate) struct Ladder {
    /// Oldest first.
    changes: Vec<RankChange>,
    by_match: HashMap<Uuid, usize>,
}

impl Ladder {
    pub(crate) fn change_in(&self, id: Uuid) -> Option<&RankChange> {
        self.by_match.get(&id).map(|index| &self.changes[*index])
    }

    /// The changes in a playlist, oldest first.
    pub(crate) fn in_playlist<'a>(&'a self, playlist: &'a Playlist) -> impl Iterator<Item = &'a RankChange> {
        self.changes.iter().filter(|of| of.playlist == playlist.asset.id)
    }
}

/// Computes the rank changes of a person, from the oldest match.
pub(super) fn climb(matches: &Matches, person: usize) -> Ladder {
    let mut ranked: Vec<(&MatchPlan, usize)> =
        matches.of(person).filter(|(plan, _)| plan.is_ranked()).collect();
    ranked.reverse();
    let mut ladder = Ladder::default();
    let mut standings: HashMap<&str, (&str, Standing)> = HashMap::new();
    for (plan, seat) in ranked {
        let Some(playlist) = plan.setting.playlist() else {
            continue;
        };
        let season = seasons::at(plan.start).csr;
        let who = &matches.people()[person];
        let before = match standings.get(playlist.asset.id) {
            Some((in_season, standing)) if *in_season == season => *standing,
            earlier => start(
                who,
                person == 0,
                playlist,
                season,
                earlier.map(|(_, standing)| *standing),
            ),
        };
        let outcome = matches.play(plan).players[seat].outcome;
        let mut rng = Rng::for_subject(plan.seed ^ who.xuid(), "csr");
        let after = Standing {
            points: (before.points + change(&mut rng, outcome)).max(0),
            placements_left: (before.placements_left - 1).max(0),
        };
        standings.insert(playlist.asset.id, (season, after));
        ladder.by_match.insert(plan.id, ladder.changes.len());
        ladder.changes.push(RankChange {
            playlist: playlist.asset.id,
            season,
            before,
            after,
        });
    }
    ladder
}

/// The standing at the start of a season: the last one of the season before, or at first one that matches the
/// player's skill. A few players need placement matches; the home player never does.
fn start(who: &Person, is_home: bool, playlist: &Playlist, season: &str, last: Option<Standing>) -> Standing {
    let mut rng = Rng::for_subject(who.xuid(), &format!("{} in {season}", playlist.asset.name));
    let skill = 150 + 150 * who.skill + rng.between(-60, 60);
    let placed = is_home || rng.chance(85);
    Standing {
        points: last.map_or(skill, |last| last.points),
        placements_left: if placed { 0 } else { PLACEMENTS },
    }
}

fn change(rng: &mut Rng, outcome: i64) -> i64 {
    match outcome {
        WIN => rng.between(4, 13),
        TIE => 0,
        LOSS => -rng.between(3, 11),
        // Leavers lose most.
        _ => -rng.between(12, 15),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(points: i64) -> Value {
        let placements_left = 0;
        Standing {
            points,
            placements_left,
        }
        .to_json()
    }

    #[test]
    fn steps_count_from_0_and_cross_tiers() {
        for (points, now, next) in [
            (0, ("Bronze", 0, 0), ("Bronze", 0, 1)),
            (299, ("Bronze", 0, 5), ("Silver", 300, 0)),
            (1362, ("Diamond", 1200, 3), ("Diamond", 1200, 4)),
            (1499, ("Diamond", 1200, 5), ("Onyx", 1500, 0)),
            (1623, ("Onyx", 1500, 0), ("Onyx", 1500, 0)),
        ] {
            let json = standing(points);
            assert_eq!(json["Value"], points);
            assert_eq!(json["Tier"], now.0, "{points}");
            assert_eq!(json["TierStart"], now.1, "{points}");
            assert_eq!(json["SubTier"], now.2, "{points}");
            assert_eq!(json["NextTier"], next.0, "{points}");
            assert_eq!(json["NextTierStart"], next.1, "{points}");
            assert_eq!(json["NextSubTier"], next.2, "{points}");
        }
    }
}
