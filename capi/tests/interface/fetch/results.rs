//! The results of a fetch.

use std::sync::atomic::{AtomicUsize, Ordering};

use halo_infinite_capi::*;
use halo_infinite_sandbox::Answer;
use serde_json::json;

use super::{Received, count, fetch, next, next_within, progress, stats, woken_fetch};
use crate::support::{Bench, until};

#[test]
fn results_come_in_order_and_one_failing_does_not_affect_the_others() {
    let bench = Bench::new();
    let ids = &bench.ids[..20];
    let refused = format!("/stats/hi/matches/{}/", ids[7]);
    bench.sandbox.answer_next(&refused, Answer::new(404));
    let fetch = fetch(&bench, &stats(ids), &json!({ "in_order": true })).unwrap();
    for (position, id) in ids.iter().enumerate() {
        let Received::Result(index, result) = next(fetch) else {
            panic!("{position}: no result");
        };
        assert_eq!(index, position);
        if position == 7 {
            assert_eq!(result.unwrap_err().code, HaloCode::Status);
        } else {
            assert_eq!(result.unwrap()["MatchId"], id.as_str());
        }
    }
    // The end is told as often as it is asked for.
    for _ in 0..2 {
        assert_eq!(next(fetch), Received::Code(HaloCode::Over));
    }
    assert_eq!(progress(fetch), (20, 1, 20));
    assert_eq!(halo_fetch_close(fetch), HaloCode::Ok);
    assert_eq!(halo_fetch_close(fetch), HaloCode::ClosedHandle);
}

#[test]
fn every_result_comes_once_with_any_threads_and_look_ahead() {
    let bench = Bench::new();
    let ids = &bench.ids[..12];
    for (threads, look_ahead, in_order) in [(1, 1, false), (8, 2, true), (64, 64, false), (0, 0, false)] {
        let options = json!({ "threads": threads, "look_ahead": look_ahead, "in_order": in_order });
        let fetch = fetch(&bench, &stats(ids), &options).unwrap();
        let mut seen = [false; 12];
        while let Received::Result(index, Ok(game)) = next(fetch) {
            assert_eq!(game["MatchId"], ids[index].as_str());
            assert!(!std::mem::replace(&mut seen[index], true));
        }
        assert_eq!(seen, [true; 12], "{options}");
        halo_fetch_close(fetch);
    }
}

#[test]
fn endpoints_and_options_may_differ() {
    let bench = Bench::new();
    let me = bench.sandbox.world().home().gamertag().to_owned();
    let requests = json!([
        { "endpoint": "stats.match_count", "arguments": { "player": me } },
        { "endpoint": "stats.match_stats", "arguments": { "match_id": bench.ids[0] }, "options": { "deadline_ms": 60_000 } },
        { "endpoint": "wpcontent.articles" },
    ]);
    let requests = fetch(&bench, &requests, &json!({ "in_order": true })).unwrap();
    let (_, first) = next(requests).response();
    assert!(first["MatchesPlayedCount"].is_i64());
    let (_, second) = next(requests).response();
    assert_eq!(second["MatchId"], bench.ids[0].as_str());
    let (index, third) = next(requests).response();
    assert_eq!(index, 2);
    assert!(third.is_array());
    halo_fetch_close(requests);
}

#[test]
fn a_frame_loop_is_woken_for_each_result_and_the_end() {
    let bench = Bench::new();
    let calls = AtomicUsize::new(0);
    let context = (&raw const calls).cast_mut().cast();
    let fetch = woken_fetch(&bench, &stats(&bench.ids[..5]), &json!({}), Some(count), context).unwrap();
    let mut received = 0;
    until("the results are there", || {
        match next_within(fetch, 0) {
            Received::Result(_, Ok(_)) => received += 1,
            Received::Code(HaloCode::Over) => return true,
            other => assert_eq!(other, Received::Code(HaloCode::Pending)),
        }
        false
    });
    assert_eq!(received, 5);
    until("the call for the end has come", || {
        calls.load(Ordering::SeqCst) == 6
    });
    assert_eq!(halo_fetch_close(fetch), HaloCode::Ok);
    assert_eq!(calls.load(Ordering::SeqCst), 6);
}

#[test]
fn an_empty_list_is_over() {
    let bench = Bench::new();
    let fetch = fetch(&bench, &json!([]), &json!({})).unwrap();
    assert_eq!(next(fetch), Received::Code(HaloCode::Over));
    assert_eq!(progress(fetch), (0, 0, 0));
    halo_fetch_close(fetch);
}
