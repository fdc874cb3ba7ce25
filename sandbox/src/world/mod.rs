//! The sandbox's world: people, and the matches they have played. A seed produces the same world, byte for byte, on
//! every run and every machine.

mod acquaintances;
pub(crate) mod bans;
pub(crate) mod career;
pub(crate) mod catalog;
pub(crate) mod currencies;
pub(crate) mod emblems;
pub(crate) mod film;
mod matches;
mod memo;
pub(crate) mod news;
mod people;
mod pick;
pub(crate) mod plan;
pub(crate) mod play;
pub(crate) mod presence;
pub(crate) mod ranks;
pub(crate) mod ratings;
pub(crate) mod record;
pub(crate) mod rewards;
mod roster;
mod schedule;
pub(crate) mod service_awards;
mod shapes;
pub(crate) mod shop;
mod showcase;
pub(crate) mod stats;
pub(crate) mod ugc;
pub(crate) mod wardrobe;

pub(crate) use self::acquaintances::Acquaintance;
use self::bans::Ban;
use self::film::Film;
use self::matches::Matches;
pub(crate) use self::matches::Sitting;
use self::memo::Memo;
pub use self::people::Person;
use self::plan::{MatchPlan, Setting};
use self::play::PlayedMatch;
use self::ranks::Ladder;
use self::record::Bucket;
pub use self::shapes::Shapes;
use self::ugc::Library;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use uuid::Uuid;

/// The people and matches behind a sandbox's answers.
#[derive(Debug)]
pub struct World {
    seed: u64,
    shapes: Shapes,
    matches: Matches,
    /// The entries on the first pages of histories, by match and seat. Programs read these again and again.
    recent: Memo<(usize, usize), Value>,
    /// The sums for the service records, by person.
    records: Memo<usize, Vec<Bucket>>,
    /// The rank changes, by person.
    ladders: Memo<usize, Ladder>,
    ugc_assets: OnceLock<Arc<Library>>,
    /// The indexes of the matches by the asset ids of their films.
    films: OnceLock<HashMap<Uuid, usize>>,
    /// The files of highlight events, by match.
    highlights: Memo<Uuid, Vec<u8>>,
}

impl World {
    pub(crate) fn new(seed: u64, matches: usize, home_xuid: Option<u64>, shapes: Shapes) -> Self {
        Self {
            seed,
            shapes,
            matches: Matches::new(seed, matches, home_xuid),
            recent: Memo::default(),
            records: Memo::default(),
            ladders: Memo::default(),
            ugc_assets: OnceLock::new(),
            films: OnceLock::new(),
            highlights: Memo::default(),
        }
    }

    /// The player who signs in. They played in every match.
    pub fn home(&self) -> &Person {
        &self.people()[0]
    }

    /// All players, the home player first.
    pub fn people(&self) -> &[Person] {
        self.matches.people()
    }

    /// Finds a player by `xuid(…)`, bare XUID, or gamertag in any case.
    pub fn person(&self, player: &str) -> Option<&Person> {
        self.find(player).map(|index| &self.people()[index])
    }

    /// The ids of a person's matches, newest first.
    pub fn match_ids(&self, person: &Person) -> Vec<Uuid> {
        let index = self.with_xuid(person.xuid);
        let history = index.map_or(&[][..], |index| self.sittings_of(index));
        let schedule = self.matches.schedule();
        history
            .iter()
            .map(|sitting| schedule.id_of(sitting.game))
            .collect()
    }

    /// A match's statistics, as the stats service returns them.
    pub fn match_stats(&self, id: Uuid) -> Option<Value> {
        self.plan(id).map(|plan| {
            let mut stats = self.play(plan).to_json(self.people(), self.shapes);
            self.shapes.remove_later_fields(&mut stats);
            stats
        })
    }

    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    /// A person's ban, which may have ended.
    pub(crate) fn ban(&self, person: usize) -> Option<Ban> {
        bans::of(self.seed, self.people().len(), person)
    }

    pub(crate) fn shapes(&self) -> Shapes {
        self.shapes
    }

    /// The index of a person, by `xuid(…)`, XUID or gamertag.
    pub(crate) fn find(&self, player: &str) -> Option<usize> {
        let player = player.to_lowercase();
        let xuid = player
            .strip_prefix("xuid(")
            .and_then(|rest| rest.strip_suffix(')'))
            .unwrap_or(&player);
        let mut people = self.people().iter();
        match xuid.parse() {
            Ok(xuid) => self.with_xuid(xuid),
            Err(_) => people.position(|person| person.gamertag.to_lowercase() == player),
        }
    }

    /// The index of the person with an XUID.
    pub(crate) fn with_xuid(&self, xuid: u64) -> Option<usize> {
        self.people().iter().position(|person| person.xuid == xuid)
    }

    pub(crate) fn plan(&self, id: Uuid) -> Option<&MatchPlan> {
        self.matches.plan(id)
    }

    pub(crate) fn play<'a>(&self, plan: &'a MatchPlan) -> PlayedMatch<'a> {
        self.matches.play(plan)
    }

    /// A person's parts in matches, newest first, without the plans of the matches.
    pub(crate) fn sittings_of(&self, person: usize) -> &[Sitting] {
        self.matches.of(person)
    }

    /// The newest match that has started at a time, in milliseconds since 1970.
    fn last_started(&self, now: i64) -> Option<&MatchPlan> {
        self.matches.last_started(now)
    }

    /// The setting of a match, without its plan.
    pub(crate) fn setting_of(&self, sitting: Sitting) -> Setting {
        self.matches.setting(sitting.game)
    }

    /// The match of a person's part.
    pub(crate) fn plan_of(&self, sitting: Sitting) -> &MatchPlan {
        self.matches.at(sitting.game)
    }

    /// As [`history_entry`](Self::history_entry), but made only once: for the first page of a history.
    pub(crate) fn recent_entry(&self, sitting: Sitting) -> Value {
        let key = (sitting.game, sitting.seat);
        Value::clone(&self.recent.get_or_make(key, || self.history_entry(sitting)))
    }

    /// The entry of a match in a person's history.
    pub(crate) fn history_entry(&self, sitting: Sitting) -> Value {
        let plan = self.plan_of(sitting);
        let (seat, played) = (&plan.seats[sitting.seat], self.play(plan));
        let player = &played.players[sitting.seat];
        json!({
            "MatchId": plan.id.to_string(),
            "MatchInfo": plan.match_info(),
            "LastTeamId": seat.team,
            "Outcome": player.outcome,
            "Rank": player.rank,
            "PresentAtEndOfMatch": seat.left.is_none(),
        })
    }

    /// A person's matches, newest first, each with their seat. Each match that the iterator reaches is planned.
    pub(crate) fn matches_of(&self, person: usize) -> impl Iterator<Item = (&MatchPlan, usize)> {
        let sittings = self.sittings_of(person).iter();
        sittings.map(|sitting| (self.plan_of(*sitting), sitting.seat))
    }

    /// The people whom a person has met in their newest matches, the last one met first.
    pub(crate) fn met_by(&self, person: usize) -> Vec<Acquaintance> {
        acquaintances::met(self.matches_of(person).map(|(plan, _)| plan), person)
    }

    /// The people whom a person follows: those whom they met most often.
    pub(crate) fn followed_by(&self, person: usize) -> Vec<usize> {
        acquaintances::followed(self.met_by(person))
    }

    /// The sums for a person's service records. Slow only the first time.
    pub(crate) fn record(&self, person: usize) -> Arc<Vec<Bucket>> {
        self.records
            .get_or_make(person, || record::collect(&self.matches, person))
    }

    /// A person's rank changes. Slow only the first time.
    pub(crate) fn ladder(&self, person: usize) -> Arc<Ladder> {
        self.ladders
            .get_or_make(person, || ranks::climb(&self.matches, person))
    }

    /// All assets: those of the matches, and the players' own, as they are at the start.
    pub(crate) fn ugc_assets(&self) -> &Arc<Library> {
        self.ugc_assets
            .get_or_init(|| Arc::new(Library::new(self.seed, self.people())))
    }

    /// The match whose film has an asset id.
    pub(crate) fn plan_of_film(&self, asset: Uuid) -> Option<&MatchPlan> {
        let films = self.films.get_or_init(|| {
            let schedule = self.matches.schedule();
            let asset = |index| Film::ids(schedule.seed_of(index)).0;
            (0..schedule.len()).map(|index| (asset(index), index)).collect()
        });
        films.get(&asset).map(|index| self.matches.at(*index))
    }

    /// A match's film, if it has one. Slow only the first time.
    pub(crate) fn film<'a>(&self, plan: &'a MatchPlan) -> Option<Film<'a>> {
        Film::exists(plan).then(|| {
            let highlights = self
                .highlights
                .get_or_make(plan.id, || film::highlights(&self.play(plan), self.people()));
            Film::new(plan, film::players(plan, self.people()), highlights)
        })
    }
}
