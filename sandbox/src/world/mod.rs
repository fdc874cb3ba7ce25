//! The sandbox's world: people, and the matches they have played. It is made from a seed: the same seed gives the
//! same world, byte for byte, on every run and every machine.

pub(crate) mod career;
pub(crate) mod catalog;
pub(crate) mod film;
mod people;
mod pick;
pub(crate) mod plan;
pub(crate) mod play;
pub(crate) mod ranks;
pub(crate) mod ratings;
pub(crate) mod record;
pub(crate) mod rewards;
mod roster;
mod schedule;
mod showcase;
pub(crate) mod stats;
pub(crate) mod ugc;
pub(crate) mod wardrobe;

use self::film::Film;
pub use self::people::Person;
use self::plan::{MatchPlan, Who};
use self::play::{PlayedMatch, play};
use self::ranks::Ladder;
use self::record::Bucket;
use self::ugc::Library;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use uuid::Uuid;

/// The people and matches that a sandbox tells of.
#[derive(Debug)]
pub struct World {
    seed: u64,
    people: Vec<Person>,
    /// Newest first.
    plans: Vec<MatchPlan>,
    by_id: HashMap<Uuid, usize>,
    /// For each person their matches, newest first: the plan's index and their seat in it.
    histories: Vec<Vec<(usize, usize)>>,
    /// What each person's service records add up to, once somebody has asked.
    records: Mutex<HashMap<usize, Arc<Vec<Bucket>>>>,
    /// How each person's ranks have moved, once somebody has asked.
    ladders: Mutex<HashMap<usize, Arc<Ladder>>>,
    /// The assets, once somebody has asked.
    ugc_assets: OnceLock<Library>,
    /// The matches by the assets of their films, once somebody has asked.
    films: OnceLock<HashMap<Uuid, usize>>,
    /// The highlight events that were asked for, by match, as their files.
    highlights: Mutex<HashMap<Uuid, Arc<Vec<u8>>>>,
}

impl World {
    pub(crate) fn new(seed: u64, matches: usize, home_xuid: Option<u64>) -> Self {
        let people = people::people(seed, home_xuid);
        let plans = schedule::plan(seed, matches, people.len());
        let mut histories = vec![Vec::new(); people.len()];
        for (index, plan) in plans.iter().enumerate() {
            for (seat, sitting) in plan.seats.iter().enumerate() {
                if let Who::Human(person) = sitting.who {
                    histories[person].push((index, seat));
                }
            }
        }
        let by_id = plans
            .iter()
            .enumerate()
            .map(|(index, plan)| (plan.id, index))
            .collect();
        Self {
            seed,
            people,
            plans,
            by_id,
            histories,
            records: Mutex::default(),
            ladders: Mutex::default(),
            ugc_assets: OnceLock::new(),
            films: OnceLock::new(),
            highlights: Mutex::default(),
        }
    }

    /// The player who signs in, and who is in every match.
    pub fn home(&self) -> &Person {
        &self.people[0]
    }

    /// Everybody, the home player first.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// Finds someone by `xuid(…)`, by the bare XUID, or by gamertag in any case.
    pub fn person(&self, player: &str) -> Option<&Person> {
        self.find(player).map(|index| &self.people[index])
    }

    /// The ids of a person's matches, newest first.
    pub fn match_ids(&self, person: &Person) -> Vec<Uuid> {
        let index = self.people.iter().position(|other| other.xuid == person.xuid);
        let history = index.map_or(&[][..], |index| self.history(index));
        history.iter().map(|(plan, _)| self.plans[*plan].id).collect()
    }

    /// A match's statistics, as the stats service tells them.
    pub fn match_stats(&self, id: Uuid) -> Option<Value> {
        self.plan(id).map(|plan| self.play(plan).to_json(&self.people))
    }

    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    /// The index of a person, by `xuid(…)`, XUID or gamertag.
    pub(crate) fn find(&self, player: &str) -> Option<usize> {
        let player = player.to_lowercase();
        let xuid = player
            .strip_prefix("xuid(")
            .and_then(|rest| rest.strip_suffix(')'))
            .unwrap_or(&player);
        match xuid.parse::<u64>() {
            Ok(xuid) => self.people.iter().position(|person| person.xuid == xuid),
            Err(_) => self
                .people
                .iter()
                .position(|person| person.gamertag.to_lowercase() == player),
        }
    }

    pub(crate) fn plan(&self, id: Uuid) -> Option<&MatchPlan> {
        self.by_id.get(&id).map(|index| &self.plans[*index])
    }

    pub(crate) fn play<'a>(&self, plan: &'a MatchPlan) -> PlayedMatch<'a> {
        play(plan, &self.people)
    }

    /// A person's matches, newest first, each with their seat.
    pub(crate) fn matches_of(&self, person: usize) -> impl Iterator<Item = (&MatchPlan, usize)> {
        self.history(person)
            .iter()
            .map(|(plan, seat)| (&self.plans[*plan], *seat))
    }

    /// What a person's service records are summed from. Slow only the first time.
    pub(crate) fn record(&self, person: usize) -> Arc<Vec<Bucket>> {
        let lock = || self.records.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(record) = lock().get(&person) {
            return Arc::clone(record);
        }
        // Not under the lock: others may ask about others meanwhile.
        let record = Arc::new(record::collect(self, person));
        lock().insert(person, Arc::clone(&record));
        record
    }

    /// How a person's ranks have moved. Slow only the first time.
    pub(crate) fn ladder(&self, person: usize) -> Arc<Ladder> {
        let lock = || self.ladders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(ladder) = lock().get(&person) {
            return Arc::clone(ladder);
        }
        // Not under the lock, as above.
        let ladder = Arc::new(ranks::climb(self, person));
        lock().insert(person, Arc::clone(&ladder));
        ladder
    }

    /// All assets: what matches are played with, and what players have made.
    pub(crate) fn ugc_assets(&self) -> &Library {
        self.ugc_assets
            .get_or_init(|| Library::new(self.seed, &self.people))
    }

    /// The match whose film has an asset's ID.
    pub(crate) fn plan_of_film(&self, asset: Uuid) -> Option<&MatchPlan> {
        let films = self.films.get_or_init(|| {
            let plans = self.plans.iter().enumerate();
            plans.map(|(index, plan)| (Film::ids(plan).0, index)).collect()
        });
        films.get(&asset).map(|index| &self.plans[*index])
    }

    /// The file of a match's highlight events. Slow only the first time.
    pub(crate) fn highlights(&self, plan: &MatchPlan) -> Arc<Vec<u8>> {
        let lock = || self.highlights.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = lock().get(&plan.id) {
            return Arc::clone(file);
        }
        // Not under the lock, as above.
        let file = Arc::new(film::highlights(&self.play(plan), &self.people));
        lock().insert(plan.id, Arc::clone(&file));
        file
    }

    fn history(&self, person: usize) -> &[(usize, usize)] {
        self.histories.get(person).map_or(&[], Vec::as_slice)
    }
}
