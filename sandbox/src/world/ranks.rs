//! Competitive skill ranks: the change after each ranked match, in order.

use super::catalog::playlists::Playlist;
use super::catalog::seasons;
use super::matches::{Matches, Sitting};
use super::people::Person;
use super::play::{LOSS, TIE, WIN, outcome};
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
/// The number of matches in which a player keeps a new tier. No capture has the fields of demotion protection: order
/// and numbers are those that `halo-infinite-api` and `halo_api` know.
const PROTECTED: i64 = 3;

/// A player's standing in a playlist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Hidden until the placement matches are played.
    points: i64,
    placements_left: i64,
    /// The number of further matches in which the player keeps the tier.
    protected: i64,
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
            return without_rank(-1, self.placements_left, PLACEMENTS, PROTECTED);
        };
        with_rank(points, 0, self.protected)
    }

    /// The JSON of the highest standing: the captured one has the remaining placement matches of the current standing.
    pub(crate) fn highest_json(self, current: Option<Self>) -> Value {
        let left = current.map_or(PLACEMENTS, |current| current.placements_left);
        self.points()
            .map_or_else(not_placed_json, |points| with_rank(points, left, 0))
    }

    /// The standing after a change of the points.
    fn after(self, change: i64) -> Self {
        let protected = self.protected > 0;
        let lowest = if protected { step(self.points).0 } else { 0 };
        let points = (self.points + change).max(lowest);
        let placed = self.placements_left == 0;
        Self {
            points,
            placements_left: (self.placements_left - 1).max(0),
            protected: if placed && step(points).0 > step(self.points).0 {
                PROTECTED
            } else {
                (self.protected - 1).max(0)
            },
        }
    }
}

/// The JSON of a rank.
fn with_rank(points: i64, placements_left: i64, protected: i64) -> Value {
    let (tier_start, sub_tier) = step(points);
    // The next step of Onyx is Onyx itself.
    let (next_tier_start, next_sub_tier) = step(if points < ONYX { points + STEP } else { points });
    json!({
        "Value": points,
        "MeasurementMatchesRemaining": placements_left,
        "Tier": tier(points),
        "TierStart": tier_start,
        "SubTier": sub_tier,
        "NextTier": tier(next_tier_start),
        "NextTierStart": next_tier_start,
        "NextSubTier": next_sub_tier,
        "InitialMeasurementMatches": PLACEMENTS,
        "DemotionProtectionMatchesRemaining": protected,
        "InitialDemotionProtectionMatches": PROTECTED,
    })
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
fn without_rank(value: i64, placements_left: i64, placements: i64, protection: i64) -> Value {
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
        "DemotionProtectionMatchesRemaining": 0,
        "InitialDemotionProtectionMatches": protection,
    })
}

/// The standing in an unranked playlist.
pub(crate) fn unranked_json() -> Value {
    without_rank(0, 0, 0, 0)
}

/// The standing in a ranked playlist without matches.
pub(crate) fn not_placed_json() -> Value {
    without_rank(-1, PLACEMENTS, PLACEMENTS, PROTECTED)
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
    let mut ladder = Ladder::default();
    let mut standings: HashMap<&str, (&str, Standing)> = HashMap::new();
    for Sitting { game, seat } in matches.of(person).iter().rev().copied() {
        let Some(playlist) = matches
            .setting(game)
            .playlist()
            .filter(|playlist| playlist.ranked)
        else {
            continue;
        };
        let plan = matches.at(game);
        let season = seasons::csr_at(plan.start).name;
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
        let outcome = outcome(plan, seat, matches.people());
        let mut rng = Rng::for_subject(plan.seed ^ who.xuid(), "csr");
        let after = before.after(change(&mut rng, outcome));
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
        protected: 0,
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
        placed(points, 0).to_json()
    }

    fn placed(points: i64, protected: i64) -> Standing {
        Standing {
            points,
            placements_left: 0,
            protected,
        }
    }

    #[test]
    fn a_new_tier_is_kept_for_three_matches() {
        let risen = placed(895, 0).after(10);
        assert_eq!(risen, placed(905, 3));
        let kept = risen.after(-11);
        assert_eq!(kept, placed(900, 2));
        assert_eq!(kept.after(-3).after(-3), placed(900, 0));
        assert_eq!(placed(900, 0).after(-3), placed(897, 0));
        assert_eq!(kept.to_json()["DemotionProtectionMatchesRemaining"], 2);
    }

    #[test]
    fn placement_matches_grant_no_protection() {
        let unplaced = Standing {
            points: 895,
            placements_left: 1,
            protected: 0,
        };
        assert_eq!(unplaced.after(10), placed(905, 0));
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
