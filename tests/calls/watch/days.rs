//! Many days of matches, with faults, restarts and clocks that jump.

use std::time::Duration;

use halo_infinite::jiff::SignedDuration;
use halo_infinite::watch::{ResumePoint, WatchError};
use halo_infinite_sandbox::{Answer, Fault, Live};

use super::setup::{Bench, HOUR, MINUTE};

/// Numbers that look random, and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

#[test]
fn each_of_500_matches_is_reported_once_and_in_order() {
    const MATCHES: usize = 500;
    let live = Live::new().history_after(Duration::from_secs(45));
    // Eleven matches an evening.
    let bench = Bench::new(18_000, MATCHES, live);
    let expected = bench.newest(MATCHES);
    let me = bench.home().xuid();
    let hidden = r#"{"Start":0,"Count":25,"ResultCount":0,"Results":[],"Links":{}}"#;
    let faults = bench.sandbox.faults();
    let rule = faults.on("/stats/hi/players/").share(0.3).answer_any_of([
        Fault::status(503),
        Fault::status(500),
        Fault::reset(),
        Fault::truncated_after(500),
        Fault::html_page(),
        Answer::new(429).retry_after(20).into(),
        // The history is hidden for a while.
        Fault::status(403),
        Answer::new(200).body(hidden).into(),
    ]);

    let client = bench.client_for(400 * 24 * HOUR);
    let new_watch = |point: &ResumePoint| {
        client
            .watch(me)
            .interval(10 * MINUTE, 2 * HOUR)
            .resume(point.clone())
    };
    let mut dice = Dice(117);
    let mut watch = new_watch(&ResumePoint::default());
    let (mut reported, mut errors, mut restarts) = (Vec::new(), 0, 0);
    while reported.len() < MATCHES {
        match watch.next().expect("the watch goes on") {
            Ok(new) => reported.push(new.entry.match_id),
            Err(WatchError::Poll { player, .. }) => {
                assert_eq!(player.xuid().map(u64::from), Some(me));
                errors += 1;
            }
            Err(error) => panic!("{error}"),
        }
        // The state must hold after every item, so a program may end at any time, and for any time.
        if dice.roll(4) == 0 {
            let json = serde_json::to_string(&watch.resume_point()).unwrap();
            assert!(json.len() < 4000, "{json}");
            drop(watch);
            if dice.roll(40) == 0 {
                let days = 24 * HOUR * u32::try_from(dice.roll(6)).unwrap();
                bench.clock.advance(days + MINUTE * 7);
            }
            watch = new_watch(&serde_json::from_str(&json).unwrap());
            restarts += 1;
        }
        // The clock of this machine is set, by up to two years in both directions.
        let hours = i64::try_from(dice.roll(2 * 365 * 24)).unwrap();
        let sign = [1, -1, 0][usize::try_from(dice.roll(3)).unwrap()];
        bench.clock.set_ahead(SignedDuration::from_hours(sign * hours));
    }
    // Nothing comes again.
    bench.clock.end_in(24 * HOUR);
    let after: Vec<_> = watch.by_ref().filter_map(Result::ok).collect();
    assert!(after.is_empty(), "{after:?}");
    assert_eq!(reported, expected);
    assert!(
        errors > 20 && restarts > 50,
        "{errors} errors, {restarts} restarts"
    );
    assert!(rule.used() > 500);
    println!("{errors} errors, {restarts} restarts, {} requests", rule.seen());
}
