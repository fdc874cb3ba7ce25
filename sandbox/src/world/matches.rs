//! The people of a world, and the matches they played.

use super::people::{Person, people};
use super::plan::{MatchPlan, Who};
use super::play::{PlayedMatch, play};
use super::schedule;
use std::collections::HashMap;
use uuid::Uuid;

#[derive(Debug)]
pub(super) struct Matches {
    people: Vec<Person>,
    /// Newest first.
    plans: Vec<MatchPlan>,
    by_id: HashMap<Uuid, usize>,
    /// Each person's matches, newest first: the plan's index and the person's seat.
    histories: Vec<Vec<(usize, usize)>>,
}

impl Matches {
    pub(super) fn new(seed: u64, matches: usize, home_xuid: Option<u64>) -> Self {
        let people = people(seed, home_xuid);
        let plans = schedule::plan(seed, matches, people.len());
        let mut histories = vec![Vec::new(); people.len()];
        for (index, plan) in plans.iter().enumerate() {
            for (seat, sitting) in plan.seats.iter().enumerate() {
                if let Who::Human(person) = sitting.who {
                    histories[person].push((index, seat));
                }
            }
        }
        let by_id = plans.iter().enumerate();
        Self {
            by_id: by_id.map(|(index, plan)| (plan.id, index)).collect(),
            people,
            plans,
            histories,
        }
    }

    pub(super) fn people(&self) -> &[Person] {
        &self.people
    }

    pub(super) fn plans(&self) -> &[MatchPlan] {
        &self.plans
    }

    pub(super) fn plan(&self, id: Uuid) -> Option<&MatchPlan> {
        self.by_id.get(&id).map(|index| &self.plans[*index])
    }

    pub(super) fn play<'a>(&self, plan: &'a MatchPlan) -> PlayedMatch<'a> {
        play(plan, &self.people)
    }

    /// A person's matches, newest first, each with their seat.
    pub(super) fn of(&self, person: usize) -> impl Iterator<Item = (&MatchPlan, usize)> {
        let history = self.histories.get(person).into_iter().flatten();
        history.map(|(plan, seat)| (&self.plans[*plan], *seat))
    }
}
