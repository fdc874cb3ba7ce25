//! Matches by poll.

use std::ffi::{CString, c_void};
use std::ptr;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use halo_infinite_capi::*;
use halo_infinite_sandbox::Fault;
use serde_json::json;

use super::setup::*;
use crate::support::*;

#[test]
fn matches_are_returned_as_they_end() {
    let world = World::new(3);
    let watch = world.watch(often());
    world.until_known(watch);
    assert_eq!(try_next(watch), Next::Code(HaloCode::Pending));
    world.pass(2);
    let event = next(watch);
    assert_eq!(event.id(), world.newest(2, 1)[0]);
    let Next::Match(event) = event else { unreachable!() };
    assert_eq!(event["player"], world.bench.me());
    assert!(event["entry"]["MatchInfo"]["EndTime"].is_string() && event["entry"]["Outcome"].is_number());

    // Its statistics do not exist yet. The call waits for them.
    let arguments = CString::new(json!({ "match_id": event["entry"]["MatchId"] }).to_string()).unwrap();
    let call = |options: InText<'_>| {
        let endpoint = InText::of(c"stats.match_stats");
        let (client, none) = (world.bench.client, ptr::null());
        code_and(ptr::null_mut(), |response| {
            halo_call(
                client,
                endpoint,
                InText::of(&arguments),
                options,
                none,
                response,
                None,
            )
        })
    };
    assert_eq!(call(InText::none()).0, HaloCode::Status);
    let before = world.bench.sandbox.requests().len();
    let response = std::thread::scope(|scope| {
        scope.spawn(|| {
            world.bench.until_requests(before + 1);
            world.wait(Duration::from_secs(60));
        });
        call(InText::of(c"{\"wait_until_available_ms\": 60000}"))
    });
    assert_eq!(response.0, HaloCode::Ok);
    assert!(content(response.1)["Players"].is_array());

    world.pass(0);
    assert_eq!([next(watch).id(), next(watch).id()].to_vec(), world.newest(0, 2));
    assert_eq!(halo_watch_close(watch), HaloCode::Ok);
}

#[test]
fn a_watch_resumes_where_another_ended() {
    let world = World::new(3);
    let watch = world.watch(often());
    world.until_known(watch);
    world.pass(2);
    assert_eq!(next(watch).id(), world.newest(2, 1)[0]);
    let point = resume_point(watch);
    assert_eq!(halo_watch_close(watch), HaloCode::Ok);
    // Nobody watches these.
    world.pass(0);
    let watch = world.watch(json!({ "resume": point }));
    assert_eq!([next(watch).id(), next(watch).id()].to_vec(), world.newest(0, 2));
    assert_eq!(try_next(watch), Next::Code(HaloCode::Pending));
    assert_eq!(halo_watch_close(watch), HaloCode::Ok);
}

#[test]
fn a_watch_begins_at_a_time() {
    let world = World::new(0);
    let watch = world.watch(json!({ "ended_after": world.end(3), "capacity": 1 }));
    let ids: Vec<_> = (0..3).map(|_| next(watch).id()).collect();
    assert_eq!(ids, world.newest(0, 3));
    assert_eq!(halo_watch_close(watch), HaloCode::Ok);
    world.bench.sandbox.clear_requests();
    let settings = json!({ "ended_after": world.end(3), "match_type": "local" });
    let watch = world.watch(settings);
    world.bench.until_requests(1);
    let request = &world.bench.sandbox.requests()[0];
    let query = request.query.as_deref().unwrap();
    assert!(query.contains("type=local"), "{query}");
    let start = Instant::now();
    let timed = received(|event, failure| halo_watch_next(watch, 50, event, failure, None));
    assert_eq!(timed, Next::Code(HaloCode::Pending));
    assert!(start.elapsed() >= Duration::from_millis(50));
    assert_eq!(halo_watch_close(watch), HaloCode::Ok);
}

#[test]
fn a_failed_poll_is_described_and_the_watch_goes_on() {
    let world = World::new(0);
    let once = world.bench.sandbox.faults().on("/stats/").once();
    let _rule = once.answer(Fault::status(403));
    let mut settings = often();
    settings["ended_after"] = world.end(1).into();
    let watch = world.watch(settings);
    let Next::Failed(code, details) = next(watch) else {
        panic!("no failure")
    };
    assert_eq!(code, HaloCode::Status);
    assert_eq!(details["player"], world.bench.me());
    assert_eq!(
        (&details["status"], &details["endpoint"]),
        (&403.into(), &"stats.match_history".into())
    );
    assert_eq!(next(watch).id(), world.newest(0, 1)[0]);
    assert_eq!(halo_watch_close(watch), HaloCode::Ok);
}

extern "C" fn on_wake(context: *mut c_void) {
    // SAFETY: the test keeps the sender until the watch is closed.
    let sender: &Sender<()> = unsafe { &*context.cast() };
    sender.send(()).unwrap();
}

#[test]
fn the_wake_follows_each_match_and_the_end() {
    let world = World::new(0);
    let (sender, wakes) = channel::<()>();
    let context = ptr::from_ref(&sender).cast_mut().cast();
    let settings = CString::new(json!({ "ended_after": world.end(3) }).to_string()).unwrap();
    let players = world.players();
    let watch = made(|watch, error| {
        let (players, settings) = (InText::of(&players), InText::of(&settings));
        halo_watch_new(
            world.bench.client,
            players,
            settings,
            Some(on_wake),
            context,
            watch,
            error,
        )
    })
    .unwrap();
    for id in world.newest(0, 3) {
        wakes.recv_timeout(PATIENCE).unwrap();
        assert_eq!(try_next(watch).id(), id);
    }
    // Closing the client ends the watch.
    assert_eq!(halo_client_close(world.bench.client), HaloCode::Ok);
    wakes.recv_timeout(PATIENCE).unwrap();
    assert_eq!(next(watch), Next::Code(HaloCode::Over));
    assert_eq!(try_next(watch), Next::Code(HaloCode::Over));
    assert!(
        resume_point(watch)["players"].is_object(),
        "the point outlives the end"
    );
    assert_eq!(halo_watch_close(watch), HaloCode::Ok);
    assert!(wakes.try_recv().is_err());
}

#[test]
fn closing_the_client_ends_a_wait() {
    let world = World::new(0);
    let watch = Shared(world.watch(json!({})));
    world.until_known(watch.get());
    let waiting = std::thread::spawn(move || next(watch.get()));
    let start = Instant::now();
    assert_eq!(halo_client_close(world.bench.client), HaloCode::Ok);
    assert_eq!(waiting.join().unwrap(), Next::Code(HaloCode::Over));
    assert!(start.elapsed() < SOON);
    assert_eq!(halo_watch_close(watch.get()), HaloCode::Ok);
}
