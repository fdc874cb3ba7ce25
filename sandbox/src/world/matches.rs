//! The people of a world, and the matches they played. Nothing is planned before it is needed, and no result depends
//! on the order in which matches are needed.

use super::people::{Person, people};
use super::plan::{MatchPlan, Setting, Who};
use super::play::{PlayedMatch, play};
use super::schedule::Schedule;
use std::collections::HashMap;
use std::sync::OnceLock;
use uuid::Uuid;

/// A person's part in a match: the indexes of the match and of the person's seat.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sitting {
    pub(crate) game: usize,
    pub(crate) seat: usize,
}

#[derive(Debug)]
pub(super) struct Matches {
    people: Vec<Person>,
    schedule: Schedule,
    /// The plans of each evening.
    evenings: Vec<OnceLock<Vec<MatchPlan>>>,
    by_id: OnceLock<HashMap<Uuid, usize>>,
    settings: OnceLock<Vec<Setting>>,
    /// The home player has the first seat in every match.
    home: OnceLock<Vec<Sitting>>,
    /// The matches of each person, newest first.
    histories: OnceLock<Vec<Vec<Sitting>>>,
}

impl Matches {
    pub(super) fn new(seed: u64, matches: usize, home_xuid: Option<u64>) -> Self {
        let schedule = Schedule::new(seed, matches);
        Self {
            people: people(seed, home_xuid),
            evenings: std::iter::repeat_with(OnceLock::new)
                .take(schedule.evenings())
                .collect(),
            schedule,
            by_id: OnceLock::new(),
            settings: OnceLock::new(),
            home: OnceLock::new(),
            histories: OnceLock::new(),
        }
    }

    pub(super) fn people(&self) -> &[Person] {
        &self.people
    }

    pub(super) fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// The match at an index. Its evening is planned on first need.
    pub(super) fn at(&self, index: usize) -> &MatchPlan {
        let evening = self.schedule.evening_of(index);
        let plans = self.evenings[evening].get_or_init(|| self.schedule.plan(evening, self.people.len()));
        &plans[index - self.schedule.matches_of(evening).start]
    }

    /// The newest match that has started at a time. Plans only the evenings on the way to it.
    pub(super) fn last_started(&self, now: i64) -> Option<&MatchPlan> {
        let (mut low, mut high) = (0, self.schedule.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.at(middle).start <= now {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        (low < self.schedule.len()).then(|| self.at(low))
    }

    pub(super) fn plan(&self, id: Uuid) -> Option<&MatchPlan> {
        let by_id = self.by_id.get_or_init(|| {
            let indexes = 0..self.schedule.len();
            indexes.map(|index| (self.schedule.id_of(index), index)).collect()
        });
        by_id.get(&id).map(|index| self.at(*index))
    }

    pub(super) fn play<'a>(&self, plan: &'a MatchPlan) -> PlayedMatch<'a> {
        play(plan, &self.people)
    }

    /// The setting of the match at an index, without its plan.
    pub(super) fn setting(&self, index: usize) -> Setting {
        self.settings.get_or_init(|| self.schedule.settings())[index]
    }

    /// A person's parts in matches, newest first. Those of other people than the home player need the plans of all
    /// matches.
    pub(super) fn of(&self, person: usize) -> &[Sitting] {
        if person == 0 {
            return self.home.get_or_init(|| {
                let games = 0..self.schedule.len();
                games.map(|game| Sitting { game, seat: 0 }).collect()
            });
        }
        let histories = self.histories.get_or_init(|| self.seats());
        histories.get(person).map_or(&[], Vec::as_slice)
    }

    fn seats(&self) -> Vec<Vec<Sitting>> {
        let mut histories = vec![Vec::new(); self.people.len()];
        for game in 0..self.schedule.len() {
            for (seat, sitting) in self.at(game).seats.iter().enumerate() {
                if let Who::Human(person) = sitting.who {
                    histories[person].push(Sitting { game, seat });
                }
            }
        }
        histories
    }
}

#[cfg(test)]
mod tests {
    use super::super::play::outcome;
    use super::*;

    #[test]
    fn nothing_is_planned_before_it_is_needed() {
        let matches = Matches::new(4, 100_000, None);
        assert_eq!(matches.of(0).len(), 100_000);
        assert!(matches.setting(99_999).lifecycle_mode() > 0);
        let id = matches.at(50_000).id;
        assert_eq!(matches.plan(id).map(|plan| plan.id), Some(id));
        let planned = matches.evenings.iter().filter(|evening| evening.get().is_some());
        assert_eq!(planned.count(), 1);
        assert!(matches.histories.get().is_none());
    }

    #[test]
    fn the_outcome_is_that_of_the_played_match() {
        let matches = Matches::new(4, 300, None);
        for index in 0..300 {
            let plan = matches.at(index);
            let played = matches.play(plan);
            for (seat, player) in played.players.iter().enumerate() {
                assert_eq!(outcome(plan, seat, &matches.people), player.outcome, "{plan:?}");
            }
        }
    }
}
