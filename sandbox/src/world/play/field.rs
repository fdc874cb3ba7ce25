//! The players on the field, as stretches of time in one team.

use crate::rng::Rng;
use crate::world::people::Person;
use crate::world::plan::{MatchPlan, Who};
use crate::world::stats::Stats;

/// An event in a film, with its time in milliseconds of playable time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment {
    pub(crate) at: i64,
    pub(crate) kind: MomentKind,
}

/// The kind of an event, in the order of films.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum MomentKind {
    Kill,
    Death,
    /// A medal by its name id.
    Medal(u32),
    Mode,
}

/// A player's time in one team: an entry of the API's `PlayerTeamStats`.
#[derive(Clone, Debug)]
pub(crate) struct Stretch {
    /// An index into the plan's seats.
    pub(crate) seat: usize,
    pub(crate) team: i64,
    pub(crate) from: i64,
    pub(crate) to: i64,
    pub(crate) skill: i64,
    /// Whether this is the seat's last stretch.
    pub(crate) last: bool,
    pub(crate) stats: Stats,
    pub(crate) spree: i64,
    pub(crate) chain: i64,
    pub(crate) last_kill: i64,
    /// The events for the film.
    pub(crate) moments: Vec<Moment>,
}

/// The time from a death to the next life, in milliseconds.
pub(super) const RESPAWN: i64 = 9_000;

impl Stretch {
    pub(super) fn show(&mut self, at: i64, kind: MomentKind) {
        self.moments.push(Moment { at, kind });
    }

    pub(crate) fn is_active(&self, at: i64) -> bool {
        self.from <= at && at < self.to
    }

    /// Whether the player plays, and has come back from the last death.
    pub(super) fn is_alive(&self, at: i64) -> bool {
        let died = self
            .moments
            .iter()
            .rev()
            .find(|moment| moment.kind == MomentKind::Death);
        self.is_active(at) && died.is_none_or(|death| death.at + RESPAWN <= at)
    }
}

/// The stretches of all players.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) stretches: Vec<Stretch>,
    pub(crate) playable: i64,
}

const BOT_SKILL: i64 = 2;
const MAX_ATTEMPTS: usize = 12;

impl Field {
    pub(crate) fn new(plan: &MatchPlan, people: &[Person]) -> Self {
        let mut stretches = Vec::with_capacity(plan.seats.len() + 1);
        for (seat, sitting) in plan.seats.iter().enumerate() {
            let skill = match sitting.who {
                Who::Human(person) => people[person].skill,
                Who::Bot(..) => BOT_SKILL,
            };
            let mut add = |team, from, to, last| {
                let stats = Stats::default();
                let never = i64::MIN / 2;
                let stretch = Stretch {
                    seat,
                    team,
                    from,
                    to,
                    skill,
                    last,
                    stats,
                    spree: 0,
                    chain: 0,
                    last_kill: never,
                    moments: Vec::new(),
                };
                stretches.push(stretch);
            };
            let to = sitting.left.unwrap_or(plan.playable_ms);
            match sitting.changed {
                Some((at, before)) => {
                    add(before, sitting.from, at, false);
                    add(sitting.team, at, to, true);
                }
                None => add(sitting.team, sitting.from, to, true),
            }
        }
        Self {
            stretches,
            playable: plan.playable_ms,
        }
    }

    /// Adds the mode's stats block to all players.
    pub(crate) fn add_block<B>(&mut self, block: fn(&mut Stats) -> &mut B) {
        for stretch in &mut self.stretches {
            block(&mut stretch.stats);
        }
    }

    pub(crate) fn of_team(&mut self, team: i64) -> impl Iterator<Item = &mut Stretch> {
        self.stretches
            .iter_mut()
            .filter(move |stretch| stretch.team == team)
    }

    /// Draws a stretch by weight. `most` is the greatest weight; a weight of 0 is never drawn.
    pub(crate) fn draw(&self, rng: &mut Rng, most: i64, weight: impl Fn(&Stretch) -> i64) -> Option<usize> {
        // Rejection sampling is as fair as summing all weights, and looks at fewer stretches.
        for _ in 0..MAX_ATTEMPTS {
            let index = rng.index(self.stretches.len());
            if rng.between(1, most) <= weight(&self.stretches[index]) {
                return Some(index);
            }
        }
        let total: i64 = self.stretches.iter().map(&weight).sum();
        if total == 0 {
            return None;
        }
        let mut drawn = rng.between(1, total);
        self.stretches.iter().position(|stretch| {
            drawn -= weight(stretch);
            drawn <= 0
        })
    }

    /// Distributes `count` things among a team's players: more to those who are present longer, none to those without
    /// `room`. Returns the number of things distributed.
    pub(crate) fn distribute(
        &mut self,
        rng: &mut Rng,
        team: i64,
        count: i64,
        room: impl Fn(&Stats) -> bool,
        add: impl Fn(&mut Stats),
    ) -> i64 {
        let most = self.playable;
        for distributed in 0..count {
            let weight = |stretch: &Stretch| {
                let takes = stretch.team == team && room(&stretch.stats);
                if takes { stretch.to - stretch.from } else { 0 }
            };
            match self.draw(rng, most, weight) {
                Some(index) => add(&mut self.stretches[index].stats),
                None => return distributed,
            }
        }
        count
    }
}
