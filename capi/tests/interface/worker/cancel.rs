//! Cancelling one job and all.

use halo_infinite_capi::*;

use super::setup::*;
use crate::support::*;

#[test]
fn a_cancelled_ticket_is_never_sent_and_the_others_go_on() {
    let bench = Bench::new();
    let worker = worker(&bench);
    let stalled = stall(&bench, worker);
    let tickets = [(); 3].map(|()| submit(&bench, worker));
    assert_eq!(halo_ticket_cancel(tickets[1]), HaloCode::Ok);
    // At once: the first job still runs.
    let failed = made(|response, error| halo_ticket_try_recv(tickets[1], response, error)).unwrap_err();
    assert_eq!(failed.code, HaloCode::Cancelled);
    assert_eq!(failed.message, "stats.match_count: cancelled before it began");
    assert_eq!(failed.details["endpoint"], "stats.match_count");
    let before = bench.sandbox.requests().len();
    // The one that runs is interrupted.
    assert_eq!(halo_ticket_cancel(stalled), HaloCode::Ok);
    assert_eq!(ended(stalled), HaloCode::Cancelled);
    assert_eq!(ended(tickets[0]), HaloCode::Ok);
    assert_eq!(ended(tickets[2]), HaloCode::Ok);
    assert_eq!(bench.sandbox.requests().len(), before + 2);
    // A job that has ended keeps its result.
    let done = submit(&bench, worker);
    until("it has ended", || halo_worker_pending(worker) == 0);
    assert_eq!(halo_ticket_cancel(done), HaloCode::Ok);
    assert_eq!(ended(done), HaloCode::Ok);
    for ticket in tickets.into_iter().chain([stalled, done]) {
        assert_eq!(halo_ticket_close(ticket), HaloCode::Ok);
    }
    assert_eq!(halo_worker_close(worker), HaloCode::Ok);
}

#[test]
fn jobs_are_cancelled_by_their_value() {
    let bench = Bench::new();
    let (recorder, calls) = Recorder::new();
    let worker = worker(&bench);
    let stalled = stall(&bench, worker);
    for value in [1, 2, 1, 3] {
        assert_eq!(post(&bench, worker, value), HaloCode::Ok);
        assert_eq!(
            submit_with_callback(&bench, worker, value, &recorder),
            HaloCode::Ok
        );
    }
    let before = bench.sandbox.requests().len();
    assert_eq!(halo_worker_cancel(worker, 1), HaloCode::Ok);
    assert_eq!(halo_worker_cancel(worker, 77), HaloCode::Ok);
    let here = std::thread::current().id();
    for _ in 0..2 {
        assert_eq!(next(worker).unwrap(), (1, Err(HaloCode::Cancelled)));
        let call = calls.try_recv().unwrap();
        // Called by the thread that has cancelled.
        assert_eq!(
            call,
            Called {
                value: 1,
                code: HaloCode::Cancelled,
                thread: here
            }
        );
    }
    assert_eq!(next(worker), Err(HaloCode::Pending));
    assert_eq!(halo_ticket_close(stalled), HaloCode::Ok);
    for value in [2, 3] {
        let (received, result) = awaited(worker);
        assert!(received == value && result.is_ok());
        let call = next_call(&calls);
        assert_eq!((call.value, call.code), (value, HaloCode::Ok));
        assert_ne!(call.thread, here);
    }
    assert_eq!(bench.sandbox.requests().len(), before + 4);
    assert_eq!(halo_worker_close(worker), HaloCode::Ok);
}

#[test]
fn cancelling_all_ends_all_and_the_worker_goes_on() {
    let bench = Bench::new();
    let (recorder, calls) = Recorder::new();
    let worker = worker(&bench);
    let stalled = stall(&bench, worker);
    let waiting = submit(&bench, worker);
    assert_eq!(post(&bench, worker, 4), HaloCode::Ok);
    assert_eq!(submit_with_callback(&bench, worker, 5, &recorder), HaloCode::Ok);
    assert_eq!(halo_worker_cancel_all(worker), HaloCode::Ok);
    assert_eq!(ended(stalled), HaloCode::Cancelled);
    assert_eq!(ended(waiting), HaloCode::Cancelled);
    assert_eq!(next(worker).unwrap(), (4, Err(HaloCode::Cancelled)));
    assert_eq!(next_call(&calls).code, HaloCode::Cancelled);
    assert_eq!(post(&bench, worker, 6), HaloCode::Ok);
    assert!(awaited(worker).1.is_ok());
    for ticket in [stalled, waiting] {
        assert_eq!(halo_ticket_close(ticket), HaloCode::Ok);
    }
    assert_eq!(halo_worker_close(worker), HaloCode::Ok);
}

#[test]
fn closing_the_client_cancels_the_jobs_of_its_workers() {
    let bench = Bench::new();
    let (recorder, calls) = Recorder::new();
    let worker = worker(&bench);
    let stalled = stall(&bench, worker);
    assert_eq!(post(&bench, worker, 1), HaloCode::Ok);
    assert_eq!(submit_with_callback(&bench, worker, 2, &recorder), HaloCode::Ok);
    let before = bench.sandbox.requests().len();
    assert_eq!(halo_client_close(bench.client), HaloCode::Ok);
    assert_eq!(ended(stalled), HaloCode::Cancelled);
    assert_eq!(awaited(worker), (1, Err(HaloCode::Cancelled)));
    assert_eq!(next_call(&calls).code, HaloCode::Cancelled);
    // So do later ones.
    assert_eq!(post(&bench, worker, 3), HaloCode::Ok);
    assert_eq!(awaited(worker), (3, Err(HaloCode::Cancelled)));
    assert_eq!(bench.sandbox.requests().len(), before);
    assert_eq!(halo_ticket_close(stalled), HaloCode::Ok);
    assert_eq!(halo_worker_close(worker), HaloCode::Ok);
}
