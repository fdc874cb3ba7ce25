//! The schedule of the home player's matches. The newest ones show every mode; the others go back to the game's
//! launch.

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

const DAY: i64 = 86_400_000;
const EVENING: i64 = 18 * 3_600_000;
/// The day of the newest matches.
const LAST_DAY: i64 = midnight(2026, 10, 31);
/// The day of the newest match before the showcase.
const BEFORE_SHOWCASE: i64 = midnight(2026, 9, 20);
const PER_EVENING: usize = 5;
const BREAK_BETWEEN_ROUNDS: i64 = 15_000;

/// Plans this many matches, newest first.
pub(super) fn plan(seed: u64, matches: usize, people: usize) -> Vec<MatchPlan> {
    let mut rng = Rng::for_subject(seed, "schedule");
    let mut plans = Vec::with_capacity(matches);
    let showcase = matches.min(showcase::LEN);
    let mut day = LAST_DAY;
    for evening in (0..showcase).step_by(PER_EVENING) {
        let picks =
            (evening..showcase.min(evening + PER_EVENING)).map(|index| showcase::pick(&mut rng, index));
        let picks: Vec<Pick> = picks.collect();
        play_evening(&mut rng, day, picks, people, &mut plans);
        day -= DAY * rng.between(2, 4);
    }
    let rest = matches - showcase;
    let days = usize::try_from((BEFORE_SHOWCASE - LAUNCH) / DAY).unwrap_or(1);
    // One evening per day, however many matches there are.
    let per_evening = PER_EVENING.max(rest.div_ceil(days));
    let evenings = rest.div_ceil(per_evening);
    for evening in 0..evenings {
        let before = (BEFORE_SHOWCASE - LAUNCH) / DAY * evening as i64 / (evenings.max(2) - 1) as i64;
        let day = (BEFORE_SHOWCASE - before * DAY).max(LAUNCH);
        let size = per_evening.min(rest - evening * per_evening);
        let picks = (0..size).map(|_| random_pick(&mut rng, day)).collect();
        play_evening(&mut rng, day, picks, people, &mut plans);
    }
    plans
}

/// Plans the matches of one evening. `picks` and `plans` are newest first.
fn play_evening(rng: &mut Rng, day: i64, picks: Vec<Pick>, people: usize, plans: &mut Vec<MatchPlan>) {
    let mut start = day + EVENING + rng.between(0, 3_600_000);
    let mut evening = Vec::with_capacity(picks.len());
    for pick in picks.into_iter().rev() {
        let plan = plan_match(rng.next(), start, pick, people);
        start = plan.end() + rng.between(45_000, 240_000);
        evening.push(plan);
    }
    plans.extend(evening.into_iter().rev());
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
        id: rng.uuid(),
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
    use super::*;

    #[test]
    fn matches_follow_each_other_newest_first() {
        for count in [0, 1, 24, 25, 60, 3000] {
            let plans = plan(3, count, 61);
            assert_eq!(plans.len(), count);
            assert!(plans.windows(2).all(|pair| pair[1].end() < pair[0].start));
            if let Some(newest) = plans.first() {
                assert!((LAST_DAY..LAST_DAY + DAY).contains(&newest.start));
            }
        }
    }

    #[test]
    fn history_goes_back_to_the_launch() {
        let plans = plan(3, 60, 61);
        assert!(plans.last().is_some_and(|oldest| oldest.start < LAUNCH + 2 * DAY));
    }

    #[test]
    fn modes_are_played_only_after_their_release() {
        let plans = plan(11, 4000, 61);
        assert!(plans.iter().all(|plan| plan.mode.since <= plan.start));
    }

    #[test]
    fn the_home_player_is_in_every_match_and_no_player_is_in_one_twice() {
        use super::super::plan::Who;
        for plan in plan(5, 500, 61) {
            assert_eq!(plan.seats[0].who, Who::Human(0));
            for (index, seat) in plan.seats.iter().enumerate() {
                assert!(plan.seats[..index].iter().all(|other| other.who != seat.who));
            }
        }
    }
}
