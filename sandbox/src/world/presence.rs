//! Who is in the game at a time: in a match of the world, in the menus after one, or in the menus alone.

use super::catalog::Asset;
use super::plan::{MatchPlan, Seat, Who};
use super::{Person, World};
use crate::rng::Rng;
use uuid::Uuid;

/// How long players stay in the menus after a match, in milliseconds.
const AFTER_A_MATCH: i64 = 10 * 60_000;
const HOUR: i64 = 3_600_000;
/// How many people of a hundred are in the menus alone, in any hour.
const ALONE: i64 = 20;
/// The most players of a fireteam in a match.
const MOST: i64 = 4;

/// A person in the game.
#[derive(Debug)]
pub(crate) struct Present<'a> {
    pub(crate) fireteam: Uuid,
    /// The number of players in the fireteam.
    pub(crate) players: usize,
    /// The match that the person is in; `None` in the menus.
    pub(crate) game: Option<&'a MatchPlan>,
    pub(crate) playlist: Option<&'static Asset>,
}

impl World {
    /// Whether a person is in the game at a time, in milliseconds since 1970.
    pub(crate) fn present(&self, person: usize, now: i64) -> Option<Present<'_>> {
        let last = self.last_started(now);
        let played = last.and_then(|plan| Some((plan, Fireteam::of(plan, person, now)?)));
        let Some((plan, fireteam)) = played else {
            return alone(self.seed, &self.people()[person], now);
        };
        Some(Present {
            fireteam: Rng::new(Rng::nth(plan.seed, "fireteams", fireteam.first)).uuid(),
            players: fireteam.players,
            game: Some(plan).filter(|plan| now < plan.end()),
            playlist: plan.setting.playlist().map(|playlist| &playlist.asset),
        })
    }
}

/// A fireteam in a match.
struct Fireteam {
    /// Its first seat.
    first: u64,
    /// The number of its players who are in the match.
    players: usize,
}

impl Fireteam {
    /// The fireteam of a person who is in the match at a time, or was until its end shortly before.
    fn of(plan: &MatchPlan, person: usize, now: i64) -> Option<Self> {
        if now >= plan.end() + AFTER_A_MATCH {
            return None;
        }
        let at = now.min(plan.end() - 1);
        let own = plan
            .seat_of(person)
            .filter(|seat| is_there(plan, &plan.seats[*seat], at))?;
        let team = |seat: usize| {
            plan.seats[seat]
                .changed
                .map_or(plan.seats[seat].team, |(_, before)| before)
        };
        let is_human = |seat: usize| matches!(plan.seats[seat].who, Who::Human(_));
        let team: Vec<usize> = (0..plan.seats.len())
            .filter(|seat| is_human(*seat) && team(*seat) == team(own))
            .collect();
        // Teammates form fireteams in the order of their seats.
        let mut rng = Rng::for_subject(plan.seed, "sizes of fireteams");
        let mut rest = &team[..];
        while let Some(first) = rest.first() {
            let size = usize::try_from(rng.between(1, MOST)).unwrap_or(1);
            let (fireteam, others) = rest.split_at(size.min(rest.len()));
            if fireteam.contains(&own) {
                let there = fireteam
                    .iter()
                    .filter(|seat| is_there(plan, &plan.seats[**seat], at));
                return Some(Self {
                    first: *first as u64,
                    players: there.count(),
                });
            }
            rest = others;
        }
        None
    }
}

/// Whether a participant is in the match at a time.
fn is_there(plan: &MatchPlan, seat: &Seat, now: i64) -> bool {
    let time = |playable| plan.first_joined() + plan.wall_clock(playable);
    let joined = match seat.from {
        0 => plan.start + seat.joined_after,
        from => time(from),
    };
    joined <= now && seat.left.is_none_or(|left| now < time(left))
}

fn alone(seed: u64, person: &Person, now: i64) -> Option<Present<'static>> {
    let hour = now.div_euclid(HOUR).unsigned_abs();
    let mut rng = Rng::new(Rng::nth(seed ^ person.xuid, "menus", hour));
    rng.chance(ALONE).then(|| Present {
        fireteam: rng.uuid(),
        players: 1,
        game: None,
        playlist: None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::Shapes;
    use super::*;
    use std::collections::BTreeMap;

    fn world() -> World {
        World::new(5, 40, None, Shapes::Current)
    }

    /// The presence of everybody who plays in a match, at a time.
    fn players(world: &World, now: i64) -> BTreeMap<usize, (Uuid, usize)> {
        (0..world.people().len())
            .filter_map(|person| {
                let present = world.present(person, now)?;
                present
                    .game
                    .map(|_| (person, (present.fireteam, present.players)))
            })
            .collect()
    }

    #[test]
    fn everybody_in_a_match_is_present_and_fireteams_are_complete() {
        let world = world();
        let mut sizes = BTreeMap::new();
        for sitting in world.sittings_of(0) {
            let plan = world.plan_of(*sitting);
            let players = players(&world, plan.end() - 1);
            for (person, (fireteam, count)) in &players {
                assert!(plan.seat_of(*person).is_some());
                let members = players.values().filter(|(other, _)| other == fireteam).count();
                assert_eq!(members, *count, "{plan:?}");
                *sizes.entry(*count).or_insert(0) += 1;
            }
            let stayed = plan
                .seats
                .iter()
                .filter(|seat| matches!(seat.who, Who::Human(_)) && seat.left.is_none());
            assert_eq!(players.len(), stayed.count(), "{plan:?}");
        }
        assert!((1..=4).all(|size| sizes.contains_key(&size)), "{sizes:?}");
    }

    #[test]
    fn a_match_begins_and_ends() {
        let world = world();
        let newest = world.plan_of(world.sittings_of(0)[0]);
        let before = newest.start - 1;
        let home = |now| {
            world
                .present(0, now)
                .and_then(|present| present.game.map(|plan| plan.id))
        };
        assert_ne!(home(before), Some(newest.id));
        assert_eq!(home(newest.end() - 1), Some(newest.id));
        assert_eq!(home(newest.end()), None);
        // The fireteam stays together for a while.
        let fireteam = |now| world.present(0, now).map(|present| present.fireteam);
        assert_eq!(fireteam(newest.end() - 1), fireteam(newest.end()));
        assert_ne!(fireteam(newest.end() - 1), fireteam(newest.end() + AFTER_A_MATCH));
    }

    #[test]
    fn some_people_are_in_the_menus_at_any_time() {
        let world = world();
        let now = world.plan_of(world.sittings_of(0)[0]).end() + 30 * 24 * HOUR;
        let count = |now| {
            (0..world.people().len())
                .filter(|person| world.present(*person, now).is_some())
                .count()
        };
        assert!((1..40).contains(&count(now)));
        assert!((0..48).any(|hour| count(now + hour * HOUR) != count(now)));
    }
}
