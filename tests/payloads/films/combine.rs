//! Derived from events: timelines, pairs, multi-kills, sequences of medals.

use halo_infinite::film::{self, FilmEvents, HighlightEvents, KILL_PAIR_GAP, MULTI_KILL_WINDOW};
use halo_infinite::jiff::SignedDuration;
use halo_infinite::refdata::FilmMedal;

use super::writer::{Bits, Written};

const A: u64 = 2_533_274_800_000_001;
const B: u64 = 2_533_274_800_000_002;
const C: u64 = 2_533_274_800_000_003;

enum What {
    Kill,
    Death,
    Medal(u8),
}

use What::{Death, Kill, Medal};

fn film(events: &[(u64, What, u32)]) -> FilmEvents {
    let mut bits = Bits::default();
    for (xuid, what, time) in events {
        let (hint, is_medal, code) = match what {
            Kill => (50, 0, 0),
            Death => (20, 0, 1),
            Medal(code) => (100, 1, *code),
        };
        let gamertag = ["A", "B", "C"][(xuid - A) as usize];
        Written::new(*xuid, gamertag, hint, is_medal, code, *time).write(&mut bits, 36, 0);
    }
    HighlightEvents::of_inflated(&bits.bytes, 36).read_all()
}

fn pairs(events: &FilmEvents) -> Vec<(&str, &str, i64)> {
    film::kill_pairs(events, KILL_PAIR_GAP)
        .iter()
        .map(|pair| {
            (
                pair.kill.gamertag.as_str(),
                pair.death.gamertag.as_str(),
                pair.gap_ms(),
            )
        })
        .collect()
}

#[test]
fn a_kill_is_paired_with_the_nearest_death_of_another() {
    let events = film(&[(A, Kill, 100), (B, Death, 101), (B, Kill, 300), (C, Death, 299)]);
    assert_eq!(pairs(&events), [("A", "B", 1), ("B", "C", -1)]);
    // A pair never has one player's own death, a death too far away, or a death twice.
    let events = film(&[(A, Kill, 100), (A, Death, 100), (B, Death, 151)]);
    assert_eq!(pairs(&events), []);
    let events = film(&[(A, Kill, 100), (B, Death, 100), (A, Kill, 100)]);
    assert_eq!(pairs(&events), [("A", "B", 0)]);
}

#[test]
fn the_nearest_pair_comes_first() {
    // A's victim is missing: B's must not be taken for it.
    let events = film(&[(A, Kill, 100), (B, Kill, 101), (C, Death, 101)]);
    assert_eq!(pairs(&events), [("B", "C", 0)]);
    // Two players kill each other at the same moment: kill and death are adjacent in the file.
    let events = film(&[(A, Kill, 9), (B, Death, 9), (B, Kill, 9), (A, Death, 9)]);
    assert_eq!(pairs(&events), [("A", "B", 0), ("B", "A", 0)]);
}

#[test]
fn thousands_at_the_same_time_are_paired_in_bounded_time() {
    let mut events = Vec::new();
    for _ in 0..10_000 {
        events.extend([(A, Kill, 7), (B, Death, 7)]);
    }
    let events = film(&events);
    assert!(film::kill_pairs(&events, KILL_PAIR_GAP).len() > 20);
}

#[test]
fn kills_and_deaths_of_a_made_up_film_are_paired_in_bounded_memory() {
    // 128 candidates for each kill would be hundreds of megabytes.
    let events: Vec<_> = (0..50_000)
        .flat_map(|time| [(A, Kill, time / 1000), (B, Death, time / 1000)])
        .collect();
    let events = film(&events);
    assert!(film::kill_pairs(&events, KILL_PAIR_GAP).len() > 200);
}

#[test]
fn each_player_has_a_timeline() {
    let events = film(&[(B, Kill, 1), (A, Death, 1), (B, Medal(0), 1), (A, Kill, 9)]);
    let timelines = film::timelines(&events);
    let seen: Vec<_> = timelines
        .iter()
        .map(|line| (line.gamertag, line.events.len()))
        .collect();
    assert_eq!(seen, [("B", 2), ("A", 2)]);
    assert_eq!(timelines[0].count(film::EventKind::Kill), 1);
    assert_eq!(timelines[1].count(film::EventKind::Medal), 0);
}

#[test]
fn quick_kills_are_a_multi_kill_with_its_medal() {
    let events = film(&[
        (A, Kill, 1000),
        (B, Kill, 2000),
        (A, Kill, 5999),
        (A, Medal(0), 5999),
        (A, Kill, 9001),
        (A, Medal(1), 9010),
        (A, Medal(107), 9010),
        (A, Kill, 14_002),
        (B, Kill, 6500),
    ]);
    let multi_kills = film::multi_kills(&events, MULTI_KILL_WINDOW);
    let seen: Vec<_> = multi_kills
        .iter()
        .map(|multi| {
            (
                multi.gamertag,
                multi.kills.len(),
                multi.medal,
                multi.end().as_millis(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [("A", 3, Some(FilmMedal::TripleKill), 9001), ("B", 2, None, 6500)]
    );
}

#[test]
fn medals_are_cut_into_sequences() {
    let events = film(&[
        (A, Medal(0), 10),
        (A, Medal(1), 10),
        (B, Medal(2), 10),
        (A, Medal(3), 11),
    ]);
    let moments = film::medal_sequences(&events, SignedDuration::ZERO);
    let sizes: Vec<_> = moments
        .iter()
        .map(|moment| (moment.gamertag, moment.medals.len()))
        .collect();
    assert_eq!(sizes, [("A", 2), ("B", 1), ("A", 1)]);
    assert_eq!(
        film::medal_sequences(&events, SignedDuration::from_millis(1)).len(),
        2
    );
}
