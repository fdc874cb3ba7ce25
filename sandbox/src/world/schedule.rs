//! The schedule of the home player's matches. The newest ones show every mode; the others go back to the game's
//! launch. The seed and the id of a match follow from the world's seed and the index of the match, so that no match
//! has to be planned for another one. Matches of an evening follow each other, so an evening is planned as a whole.

use super::catalog::maps;
use super::catalog::modes::{self, LAUNCH, Mode, Rules};
use super::catalog::playlists::{self as lists, Playlist};
use super::pick::Pick;
use super::plan::{MatchPlan, Setting};
use super::roster::{self, Incidents};
use super::showcase;
use crate::rng::Rng;
use crate::wire::time_span::TICKS_PER_MS;
use crate::wire::timestamp::midnight;
use std::ops::Range;
use uuid::Uuid;

const DAY: i64 = 86_400_000;
const EVENING: i64 = 18 * 3_600_000;
/// The day of the newest matches.
const LAST_DAY: i64 = midnight(2026, 10, 31);
/// The day of the newest match before the showcase.
const BEFORE_SHOWCASE: i64 = midnight(2026, 9, 20);
/// The days from the launch to the newest match before the showcase.
const DAYS: i64 = (BEFORE_SHOWCASE - LAUNCH) / DAY;
const PER_EVENING: usize = 5;
const BREAK_BETWEEN_ROUNDS: i64 = 15_000;

/// The order of matches and evenings: index 0 is the newest one.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
    seed: u64,
    matches: usize,
    showcase: usize,
    /// The number of matches per evening before the showcase.
    per_evening: usize,
}

impl Schedule {
    pub(super) fn new(seed: u64, matches: usize) -> Self {
        let showcase = matches.min(showcase::LEN);
        // One evening per day, however many matches there are.
        let days = usize::try_from(DAYS).unwrap_or(1);
        let per_evening = PER_EVENING.max((matches - showcase).div_ceil(days));
        Self {
            seed,
            matches,
            showcase,
            per_evening,
        }
    }

    /// The number of matches.
    pub(super) fn len(&self) -> usize {
        self.matches
    }

    /// The number of evenings.
    pub(super) fn evenings(&self) -> usize {
        self.showcase_evenings() + self.evenings_before()
    }

    fn showcase_evenings(&self) -> usize {
        self.showcase.div_ceil(PER_EVENING)
    }

    /// The number of evenings before the showcase.
    fn evenings_before(&self) -> usize {
        (self.matches - self.showcase).div_ceil(self.per_evening)
    }

    /// The evening of a match.
    pub(super) fn evening_of(&self, index: usize) -> usize {
        match index.checked_sub(self.showcase) {
            None => index / PER_EVENING,
            Some(before) => self.showcase_evenings() + before / self.per_evening,
        }
    }

    /// The matches of an evening.
    pub(super) fn matches_of(&self, evening: usize) -> Range<usize> {
        match evening.checked_sub(self.showcase_evenings()) {
            None => evening * PER_EVENING..self.showcase.min((evening + 1) * PER_EVENING),
            Some(before) => {
                let first = self.showcase + before * self.per_evening;
                first..self.matches.min(first + self.per_evening)
            }
        }
    }

    /// The day of an evening.
    fn day(&self, evening: usize) -> i64 {
        let Some(before) = evening.checked_sub(self.showcase_evenings()) else {
            let gap = |evening| Rng::new(Rng::nth(self.seed, "days off", evening)).between(2, 4);
            let gaps = (0..evening as u64).map(gap);
            return LAST_DAY - DAY * gaps.sum::<i64>();
        };
        let last = self.evenings_before().max(2) - 1;
        (BEFORE_SHOWCASE - DAYS * before as i64 / last as i64 * DAY).max(LAUNCH)
    }

    /// The seed of a match.
    pub(super) fn seed_of(&self, index: usize) -> u64 {
        Rng::nth(self.seed, "matches", index as u64)
    }

    /// The id of a match.
    pub(super) fn id_of(&self, index: usize) -> Uuid {
        id(self.seed_of(index))
    }

    /// The settings of all matches.
    pub(super) fn settings(&self) -> Vec<Setting> {
        let of_evening = |evening: usize| {
            let day = self.day(evening);
            let matches = self.matches_of(evening);
            matches.map(move |index| self.pick(index, day).setting)
        };
        (0..self.evenings()).flat_map(of_evening).collect()
    }

    fn pick(&self, index: usize, day: i64) -> Pick {
        let mut rng = Rng::for_subject(self.seed_of(index), "pick");
        if index < self.showcase {
            showcase::pick(&mut rng, index)
        } else {
            random_pick(&mut rng, day)
        }
    }

    /// Plans the matches of an evening, newest first.
    pub(super) fn plan(&self, evening: usize, people: usize) -> Vec<MatchPlan> {
        let day = self.day(evening);
        let mut free = day + EVENING;
        let mut plans: Vec<MatchPlan> = Vec::with_capacity(self.matches_of(evening).len());
        for index in self.matches_of(evening).rev() {
            let seed = self.seed_of(index);
            let mut rng = Rng::for_subject(seed, "break");
            free += match plans.last() {
                None => rng.between(0, 3_600_000),
                Some(_) => rng.between(45_000, 240_000),
            };
            let plan = plan_match(seed, free, self.pick(index, day), people);
            free = plan.end();
            plans.push(plan);
        }
        plans.reverse();
        plans
    }
}

fn id(seed: u64) -> Uuid {
    Rng::for_subject(seed, "id").uuid()
}

fn plan_match(seed: u64, start: i64, pick: Pick, people: usize) -> MatchPlan {
    let mut rng = Rng::new(seed);
    let Pick {
        setting,
        mode,
        map,
        incidents,
    } = pick;
    let (from, to) = mode.seconds;
    let duration_ticks = rng.between(from * 10_000_000, to * 10_000_000);
    let breaks = match mode.rules {
        Rules::Oddball => 1,
        Rules::Elimination | Rules::Infection => mode.target - 1,
        _ => 0,
    };
    let playable_ms = duration_ticks / TICKS_PER_MS - breaks * BREAK_BETWEEN_ROUNDS - rng.between(0, 30);
    MatchPlan {
        id: id(seed),
        seed,
        start,
        mode,
        map,
        setting,
        duration_ticks,
        playable_ms,
        tie: incidents.tie,
        seats: roster::seat(&mut rng, mode, incidents, people, playable_ms),
    }
}

fn random_pick(rng: &mut Rng, day: i64) -> Pick {
    if rng.chance(4) {
        let mode = rng.pick(&[
            &modes::ARENA_SLAYER,
            &modes::ARENA_CTF,
            &modes::ARENA_ODDBALL,
            &modes::FIESTA_SLAYER,
        ]);
        let incidents = Incidents {
            bots: rng.chance(60),
            changes_team: rng.chance(20),
            ..Incidents::default()
        };
        let setting = if rng.chance(15) {
            Setting::Local
        } else {
            Setting::Custom
        };
        return Pick {
            setting,
            mode,
            map: rng.pick(&maps::ARENA),
            incidents,
        };
    }
    let playlist = random_playlist(rng, day);
    let offered: Vec<&'static Mode> = playlist
        .modes
        .iter()
        .copied()
        .filter(|mode| mode.since <= day)
        .collect();
    let mode = rng.pick(&offered);
    let leaver = rng.chance(12);
    let backfill = leaver && !playlist.ranked;
    let joiner = backfill && rng.chance(50);
    let incidents = Incidents {
        leaver,
        joiner,
        bot_fills_in: backfill && !joiner && mode.rules != Rules::Firefight,
        tie: rng.chance(2) && mode.rules != Rules::Firefight,
        ..Incidents::default()
    };
    Pick {
        setting: Setting::Matchmade(playlist),
        mode,
        map: rng.pick(playlist.maps),
        incidents,
    }
}

fn random_playlist(rng: &mut Rng, day: i64) -> &'static Playlist {
    let offered = || lists::ALL.into_iter().filter(|playlist| playlist.since() <= day);
    let mut drawn = rng.between(1, offered().map(|playlist| playlist.weight).sum::<i64>().max(1));
    let playlist = offered().find(|playlist| {
        drawn -= playlist.weight;
        drawn <= 0
    });
    playlist.unwrap_or(&lists::QUICK_PLAY)
}

#[cfg(test)]
mod tests {
    use super::super::plan::Who;
    use super::*;

    fn plans(seed: u64, matches: usize) -> Vec<MatchPlan> {
        let schedule = Schedule::new(seed, matches);
        let evenings = 0..schedule.evenings();
        evenings.flat_map(|evening| schedule.plan(evening, 61)).collect()
    }

    #[test]
    fn matches_follow_each_other_newest_first() {
        for count in [0, 1, 5, 24, 25, 26, 60, 3000] {
            let plans = plans(3, count);
            assert_eq!(plans.len(), count);
            assert!(plans.windows(2).all(|pair| pair[1].end() < pair[0].start));
            if let Some(newest) = plans.first() {
                assert!((LAST_DAY..LAST_DAY + DAY).contains(&newest.start));
            }
        }
    }

    #[test]
    fn ids_settings_and_evenings_agree_with_the_plans() {
        for count in [1, 24, 25, 31, 400] {
            let schedule = Schedule::new(9, count);
            let settings = schedule.settings();
            assert_eq!(settings.len(), count);
            for (index, plan) in plans(9, count).iter().enumerate() {
                assert_eq!(
                    (plan.id, plan.seed),
                    (schedule.id_of(index), schedule.seed_of(index))
                );
                assert_eq!(settings[index].lifecycle_mode(), plan.setting.lifecycle_mode());
                assert!(schedule.matches_of(schedule.evening_of(index)).contains(&index));
            }
        }
    }

    #[test]
    fn history_goes_back_to_the_launch() {
        let plans = plans(3, 60);
        assert!(plans.last().is_some_and(|oldest| oldest.start < LAUNCH + 2 * DAY));
    }

    #[test]
    fn modes_are_played_only_after_their_release() {
        assert!(plans(11, 4000).iter().all(|plan| plan.mode.since <= plan.start));
    }

    #[test]
    fn the_home_player_is_in_every_match_and_no_player_is_in_one_twice() {
        for plan in plans(5, 500) {
            assert_eq!(plan.seats[0].who, Who::Human(0));
            for (index, seat) in plan.seats.iter().enumerate() {
                assert!(plan.seats[..index].iter().all(|other| other.who != seat.who));
            }
        }
    }
}
