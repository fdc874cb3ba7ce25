//! The end of a watch.

use std::time::Instant;

use halo_infinite_capi::*;
use halo_infinite_sandbox::Fault;
use serde_json::json;

use super::callback::Recorder;
use super::setup::*;
use crate::support::*;

#[test]
fn closing_ends_a_wait_in_another_thread() {
    let world = World::new(0);
    let watch = Shared(world.watch(json!({})));
    world.until_known(watch.get());
    let waiting = std::thread::spawn(move || next(watch.get()));
    let start = Instant::now();
    assert_eq!(halo_watch_close(watch.get()), HaloCode::Ok);
    let code = waiting.join().unwrap();
    // It may not have begun to wait before.
    assert!(
        matches!(code, Next::Code(HaloCode::Over | HaloCode::ClosedHandle)),
        "{code:?}"
    );
    assert!(start.elapsed() < SOON);
}

#[test]
fn closing_interrupts_a_poll() {
    let world = World::new(0);
    let stalled = world
        .bench
        .sandbox
        .faults()
        .on("/stats/")
        .answer(Fault::delay(NEVER));
    let watch = world.watch(json!({}));
    until("the poll arrives", || stalled.used() == 1);
    let start = Instant::now();
    assert_eq!(halo_watch_close(watch), HaloCode::Ok);
    let taken = start.elapsed();
    println!("closed within {taken:?}");
    assert!(taken < SOON, "{taken:?}");
}

#[test]
fn handles_close_in_any_order() {
    for client_first in [false, true] {
        let world = World::new(0);
        let watch = world.watch(json!({ "ended_after": world.end(2) }));
        let event = made(|event, error| {
            let mut failure = std::ptr::null_mut();
            halo_watch_next(watch, PATIENCE_MS, event, Some(place(&mut failure)), error)
        })
        .unwrap();
        if client_first {
            assert_eq!(halo_client_close(world.bench.client), HaloCode::Ok);
            assert_eq!(halo_watch_close(watch), HaloCode::Ok);
        } else {
            assert_eq!(halo_watch_close(watch), HaloCode::Ok);
            assert_eq!(halo_client_close(world.bench.client), HaloCode::Ok);
        }
        assert_eq!(try_next(watch), Next::Code(HaloCode::ClosedHandle));
        let point = code_and(std::ptr::null_mut(), |response| {
            halo_watch_resume_point(watch, response, None)
        });
        assert_eq!(point, (HaloCode::ClosedHandle, std::ptr::null_mut()));
        assert_eq!(halo_watch_close(watch), HaloCode::ClosedHandle);
        // A match outlives its watch. It is not the response of one request.
        assert_eq!(halo_response_status(event), 0);
        assert!(halo_response_endpoint(event).is_null());
        assert_eq!(content(event)["player"], world.bench.me());
        assert!(halo_response_json(event).is_null());
        assert_eq!(halo_response_close(event), HaloCode::ClosedHandle);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn no_thread_and_no_handle_is_left_after_the_close() {
    if !is_alone("watch::close::no_thread_and_no_handle_is_left_after_the_close") {
        return;
    }
    let world = World::new(0);
    let handles = open_handles();
    let none = || threads("halo-watch") + threads("halo-connect") == 0;
    for round in 0..10 {
        let (recorder, _events) = Recorder::with(|| ());
        // With a full queue, between two polls, and with a callback.
        let watch = match round % 3 {
            0 => world.watch(json!({ "ended_after": world.end(9), "capacity": 1 })),
            1 => world.watch(json!({})),
            _ => recorder.watch(&world, json!({ "ended_after": world.end(9) })),
        };
        // A thread names itself when it begins.
        until("the thread begins", || threads("halo-watch") == 1);
        world.bench.until_requests(round + 1);
        assert_eq!(halo_watch_close(watch), HaloCode::Ok);
        // The system takes a moment to remove a thread that has ended.
        until("the threads end", none);
        assert_eq!(open_handles(), handles);
    }
}
