//! The polls of a watch: their matches and errors, their intervals, and their end.

use std::time::Duration;

use halo_infinite::error::ArgumentError;
use halo_infinite::jiff::Timestamp;
use halo_infinite::services::stats::MatchType;
use halo_infinite::time::Clock;
use halo_infinite::uuid::Uuid;
use halo_infinite::watch::{ResumePoint, WatchError};
use halo_infinite_sandbox::{Answer, Fault, Live};

use super::setup::{Bench, HOUR, MINUTE, end, id};

const HISTORIES: &str = "/stats/hi/players/";

#[test]
fn old_matches_are_the_baseline() {
    let bench = Bench::new(60, 3, Live::new());
    let expected = bench.newest(3);
    let mut watch = bench.client().watch(bench.home().gamertag());
    let reported: Vec<_> = (0..3).map(|_| id(watch.next())).collect();
    assert_eq!(reported, expected);
    // The end was not long ago.
    let late = Timestamp::try_from(bench.clock.service_time()).unwrap() - end(&bench.sandbox, expected[2]);
    assert!(
        late.total(halo_infinite::jiff::Unit::Minute).unwrap() < 4.0,
        "{late}"
    );
}

#[test]
fn the_last_matches_are_reported_if_the_watch_resumes_before_them() {
    // More than one page.
    let bench = Bench::new(200, 60, Live::new());
    bench.clock.advance(10_000 * HOUR);
    let client = bench.client_for(HOUR);
    let start = end(&bench.sandbox, bench.newest(61)[0]);
    let mut watch = client
        .watch(bench.home().xuid())
        .resume(ResumePoint::ended_after(start));
    let reported: Vec<_> = (0..60).map(|_| id(watch.next())).collect();
    assert_eq!(reported, bench.newest(60));
    // The first look, and then pages of 25 that overlap by one match, until one has nothing new.
    assert_eq!(bench.sandbox.requests().len(), 1 + 4);
}

#[test]
fn a_poll_without_news_is_one_request() {
    let bench = Bench::new(60, 0, Live::new());
    let mut watch = bench.client().watch(bench.home().xuid());
    bench.clock.end_in(24 * HOUR);
    assert!(watch.next().is_none());
    // Every minute or two at first, then every 10 to 12 minutes.
    let polls = bench.sandbox.requests().len();
    assert!((24 * 5..24 * 6 + 40).contains(&polls), "{polls}");
}

#[test]
fn matches_that_end_before_the_first_successful_poll_are_reported() {
    let bench = Bench::new(60, 3, Live::new());
    let expected = bench.newest(3);
    // The service refuses the history until all matches are over.
    let rule = bench.sandbox.faults().on(HISTORIES).answer(Fault::status(403));
    let mut watch = bench.client().watch(bench.home().xuid());
    let over = end(&bench.sandbox, expected[2]);
    let mut errors = 0;
    while Timestamp::try_from(bench.clock.service_time()).unwrap() < over {
        let error = watch.next().unwrap().unwrap_err();
        assert!(error.to_string().contains("the watch of xuid("), "{error}");
        errors += 1;
    }
    assert!(errors > 3);
    rule.remove();
    let reported: Vec<_> = (0..3).map(|_| id(watch.next())).collect();
    assert_eq!(reported, expected);
}

#[test]
fn failures_in_a_row_back_off_and_do_not_concern_other_players() {
    let bench = Bench::new(60, 0, Live::new());
    let people = bench.sandbox.world().people();
    let (healthy, refused) = (people[0].xuid(), people[1].xuid());
    let route = format!("{HISTORIES}xuid({refused})");
    bench.sandbox.faults().on(&route).answer(Fault::status(403));
    let mut watch = bench.client().watch_all([healthy, refused]);
    let mut times = Vec::new();
    for _ in 0..7 {
        match watch.next().unwrap().unwrap_err() {
            WatchError::Poll { player, error, .. } => {
                assert_eq!(
                    (player.xuid().map(u64::from), error.status()),
                    (Some(refused), Some(403))
                );
            }
            error => panic!("{error}"),
        }
        times.push(bench.clock.now());
    }
    let waits: Vec<_> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    // 1, 2, 4, 8, 10 and 10 minutes, each longer by up to a fifth.
    for (wait, minutes) in waits.iter().zip([1, 2, 4, 8, 10, 10]) {
        let range = MINUTE * minutes..=MINUTE * minutes * 6 / 5 + MINUTE / 60;
        assert!(range.contains(wait), "{waits:?}");
    }
    let polls = bench.sandbox.requests();
    let of_healthy = polls
        .iter()
        .filter(|poll| poll.path.contains(&healthy.to_string()));
    assert!(of_healthy.count() >= 5);
}

#[test]
fn each_player_of_a_shared_match_has_it_reported() {
    let bench = Bench::new(120, 24, Live::new());
    let people = bench.sandbox.world().people();
    // The person with the most matches to come, apart from the home player.
    let others = people[1..].iter();
    let other = others.max_by_key(|person| bench.to_come(person).len()).unwrap();
    let watched = [&people[0], other];
    let expected = watched.map(|person| bench.to_come(person));
    assert!(expected[1].len() > 2);
    // A player in another notation is the same one.
    let names = [people[0].gamertag().to_uppercase(), other.xuid().to_string()];
    let again = [people[0].gamertag().to_lowercase(), names[1].clone()];
    let mut watch = bench
        .client()
        .watch_all(names.iter().chain(&again))
        .interval(MINUTE, 24 * HOUR);
    let mut reported: [Vec<Uuid>; 2] = Default::default();
    for _ in 0..expected.iter().map(Vec::len).sum() {
        let new = watch.next().unwrap().unwrap();
        let index = usize::from(new.player.xuid().is_some());
        reported[index].push(new.entry.match_id);
    }
    assert_eq!(reported, expected);
}

#[test]
fn a_history_that_is_hidden_for_a_time_loses_nothing() {
    let bench = Bench::new(60, 6, Live::new());
    let expected = bench.newest(6);
    let mut watch = bench.client().watch(bench.home().xuid());
    let mut reported: Vec<_> = (0..2).map(|_| id(watch.next())).collect();
    let empty = r#"{"Start":0,"Count":25,"ResultCount":0,"Results":[],"Links":{}}"#;
    let rule = bench
        .sandbox
        .faults()
        .on(HISTORIES)
        .answer(Answer::new(200).body(empty));
    let saved = serde_json::to_string(&watch.resume_point()).unwrap();
    bench.clock.end_in(2 * 24 * HOUR);
    assert!(watch.next().is_none(), "nothing is shown");
    assert!(rule.used() > 100);
    rule.remove();
    let client = bench.client_for(HOUR);
    let mut watch = client
        .watch(bench.home().xuid())
        .resume(serde_json::from_str(&saved).unwrap());
    reported.extend((0..4).map(|_| id(watch.next())));
    assert_eq!(reported, expected);
}

#[test]
fn one_kind_of_matches_is_watched() {
    let bench = Bench::new(60, 24, Live::new());
    let watch = bench
        .client()
        .watch(bench.home().xuid())
        .match_type(MatchType::Custom);
    let customs: Vec<_> = watch.interval(MINUTE, HOUR).map(Result::unwrap).collect();
    assert!(!customs.is_empty());
    assert!(customs.iter().all(|new| !new.entry.match_info.is_matchmade()));
    let requests = bench.sandbox.requests();
    assert!(
        requests
            .iter()
            .all(|poll| poll.query.as_ref().unwrap().contains("type=custom"))
    );
}

#[test]
fn the_polls_of_many_players_leave_half_of_the_rate() {
    let bench = Bench::new(60, 0, Live::new());
    let people = bench.sandbox.world().people();
    let client = bench.client();
    let second = Duration::from_secs(1);
    let mut watch = client
        .watch_all(people.iter().map(|person| person.xuid()))
        .interval(second, second);
    bench.clock.end_in(Duration::from_secs(200));
    assert!(watch.next().is_none());
    // 5 requests per second are allowed.
    let polls = bench.sandbox.requests().len();
    assert!((495..=502).contains(&polls), "{polls}");
    // All have had their turn.
    let paths: std::collections::BTreeSet<_> = bench
        .sandbox
        .requests()
        .into_iter()
        .map(|poll| poll.path)
        .collect();
    assert_eq!(paths.len(), people.len());
}

#[test]
fn wrong_names_are_reported_and_nothing_is_sent() {
    let bench = Bench::new(60, 1, Live::new());
    let mut watch = bench.client().watch("xuid(5)");
    assert!(matches!(watch.next(), Some(Err(WatchError::Argument(_)))));
    assert!(!watch.is_over());
    assert!(watch.next().is_none() && watch.is_over());
    let mut watch = bench.client().watch_all(Vec::<&str>::new());
    let error: WatchError = watch.next().unwrap().unwrap_err();
    assert!(error.to_string().contains("at least one player"), "{error}");
    assert!(watch.next().is_none() && bench.sandbox.requests().is_empty());
    // The others are watched.
    let mut watch = bench.client().watch_all(["", bench.home().gamertag()]);
    let argument = |error| match error {
        WatchError::Argument(error) => error,
        error => panic!("{error}"),
    };
    let error: ArgumentError = argument(watch.next().unwrap().unwrap_err());
    assert_eq!(error.argument, "player");
    assert_eq!(id(watch.next()), bench.newest(1)[0]);
}

#[test]
fn parts_of_a_new_match_are_waited_for() {
    let live = Live::new()
        .stats_after(Duration::from_secs(300))
        .film_after(Duration::from_secs(900));
    let bench = Bench::new(60, 12, live);
    let mut watch = bench
        .client()
        .watch(bench.home().xuid())
        .interval(MINUTE / 2, HOUR);
    let new = loop {
        let new = watch.next().unwrap().unwrap();
        if new.entry.match_info.is_matchmade() {
            break new;
        }
    };
    let age = || Timestamp::try_from(bench.clock.service_time()).unwrap() - new.entry.match_info.end_time;
    let minutes = || age().total(halo_infinite::jiff::Unit::Minute).unwrap();
    assert!(minutes() < 3.0);
    // A minute is not enough yet, and the part can be requested again.
    let game = new.game();
    assert_eq!(game.stats().unwrap_err().status(), Some(404));
    let stats = loop {
        if let Ok(stats) = new.stats().send() {
            break stats;
        }
        assert!(minutes() < 7.0);
    };
    assert_eq!(stats.match_id, new.entry.match_id);
    assert!(game.skill().unwrap().is_some());
    assert!(minutes() < 6.5);
    assert!(!new.film().send().unwrap().custom_data.chunks.is_empty());
    assert!((15.0..15.5).contains(&minutes()), "{}", minutes());
}
