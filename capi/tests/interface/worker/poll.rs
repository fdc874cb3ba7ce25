//! Results by poll: tickets, and the next result of a worker.

use std::ptr;

use halo_infinite_capi::*;
use halo_infinite_sandbox::Fault;

use super::setup::*;
use crate::support::*;

#[test]
fn a_ticket_returns_its_result_once() {
    let bench = Bench::new();
    let worker = worker(&bench);
    let ticket = submit(&bench, worker);
    let mut response = ptr::null_mut();
    until("the result is there", || {
        let (code, received) = code_and(ptr::null_mut(), |response| {
            halo_ticket_try_recv(ticket, response, None)
        });
        response = received;
        assert!(matches!(code, HaloCode::Ok | HaloCode::Pending), "{code:?}");
        code == HaloCode::Ok
    });
    assert_eq!(halo_response_status(response), 200);
    assert_eq!(
        text(halo_response_endpoint(response)).unwrap(),
        "stats.match_count"
    );
    assert_eq!(content(response)["MatchesPlayedCount"], 60);
    assert_eq!(ended(ticket), HaloCode::Over);
    assert_eq!(halo_ticket_close(ticket), HaloCode::Ok);
    assert_eq!(halo_worker_close(worker), HaloCode::Ok);
}

#[test]
fn a_failure_is_described() {
    let bench = Bench::new();
    let worker = worker(&bench);
    let fault = bench.sandbox.faults().on("/stats/").answer(Fault::status(403));
    let ticket = submit(&bench, worker);
    let failed = made(|response, error| halo_ticket_recv(ticket, PATIENCE_MS, response, error)).unwrap_err();
    assert_eq!(failed.code, HaloCode::Status, "{failed:?}");
    assert_eq!(failed.details["status"], 403);
    assert_eq!(failed.details["endpoint"], "stats.match_count");
    assert_eq!(post(&bench, worker, 5), HaloCode::Ok);
    assert_eq!(awaited(worker), (5, Err(HaloCode::Status)));
    drop(fault);
    assert_eq!(halo_ticket_close(ticket), HaloCode::Ok);
    assert_eq!(halo_worker_close(worker), HaloCode::Ok);
}

#[test]
fn a_ticket_waits_no_longer_than_its_timeout() {
    let bench = Bench::new();
    let worker = worker(&bench);
    let ticket = stall(&bench, worker);
    let start = std::time::Instant::now();
    let (code, response) = code_and(ptr::null_mut(), |response| {
        halo_ticket_recv(ticket, 30, response, None)
    });
    assert_eq!((code, response), (HaloCode::Pending, ptr::null_mut()));
    let taken = start.elapsed();
    assert!(taken.as_millis() >= 30 && taken < SOON, "{taken:?}");
    assert_eq!(halo_worker_close(worker), HaloCode::Ok);
    // It outlives the worker.
    assert_eq!(ended(ticket), HaloCode::Cancelled);
    assert_eq!(halo_ticket_close(ticket), HaloCode::Ok);
}

#[test]
fn posted_jobs_come_back_in_their_order_with_their_values() {
    let bench = Bench::new();
    let worker = worker(&bench);
    let values = [7, u64::MAX, 0, 7, 1];
    for value in values {
        assert_eq!(post(&bench, worker, value), HaloCode::Ok);
    }
    for value in values {
        let (received, result) = awaited(worker);
        assert_eq!(received, value);
        assert_eq!(result.unwrap()["MatchesPlayedCount"], 60);
    }
    assert_eq!(next(worker), Err(HaloCode::Pending));
    assert_eq!(halo_worker_shutdown(worker, PATIENCE_MS, None), HaloCode::Ok);
    assert_eq!(next(worker), Err(HaloCode::Over));
    assert_eq!(halo_worker_close(worker), HaloCode::Ok);
}

#[test]
fn results_of_a_finished_worker_can_be_received() {
    let bench = Bench::new();
    let worker = worker(&bench);
    let ticket = submit(&bench, worker);
    for value in 1..4 {
        assert_eq!(post(&bench, worker, value), HaloCode::Ok);
    }
    assert_eq!(halo_worker_finish(worker, PATIENCE_MS, None), HaloCode::Ok);
    assert_eq!(halo_worker_pending(worker), 0);
    assert_eq!(post(&bench, worker, 9), HaloCode::ShutDown);
    for value in 1..4 {
        let (received, result) = next(worker).unwrap();
        assert!(received == value && result.is_ok());
    }
    assert_eq!(next(worker), Err(HaloCode::Over));
    assert_eq!(ended(ticket), HaloCode::Ok);
    assert_eq!(halo_worker_close(worker), HaloCode::Ok);
    assert_eq!(halo_ticket_close(ticket), HaloCode::Ok);
}

#[test]
fn a_full_queue_refuses_jobs_of_all_kinds() {
    let bench = Bench::new();
    let (recorder, calls) = Recorder::new();
    let worker = worker_of(&bench, c"{\"capacity\": 2}");
    let stalled = stall(&bench, worker);
    let waiting = [submit(&bench, worker), submit(&bench, worker)];
    assert_eq!(halo_worker_pending(worker), 3);
    let arguments = bench.arguments();
    let Failed { code, message, .. } = failure(|error| {
        halo_worker_post(
            worker,
            InText::of(COUNT),
            InText::of(&arguments),
            InText::none(),
            1,
            error,
        )
    });
    assert_eq!(
        (code, message.as_str()),
        (HaloCode::QueueFull, "the worker's queue is full")
    );
    assert_eq!(
        submit_with_callback(&bench, worker, 1, &recorder),
        HaloCode::QueueFull
    );
    assert_eq!(next(worker), Err(HaloCode::Pending));
    // There is room again.
    assert_eq!(halo_ticket_close(waiting[0]), HaloCode::Ok);
    assert_eq!(submit_with_callback(&bench, worker, 2, &recorder), HaloCode::Ok);
    assert_eq!(halo_ticket_cancel(stalled), HaloCode::Ok);
    assert_eq!(next_call(&calls).value, 2, "a refused job has no callback");
    assert_eq!(ended(waiting[1]), HaloCode::Ok);
    for ticket in [stalled, waiting[1]] {
        assert_eq!(halo_ticket_close(ticket), HaloCode::Ok);
    }
    assert_eq!(halo_worker_close(worker), HaloCode::Ok);
    assert!(calls.try_recv().is_err());
}

#[test]
fn a_program_that_receives_nothing_does_not_collect_results_without_end() {
    let bench = Bench::new();
    let worker = worker_of(&bench, c"{\"capacity\": 2}");
    for value in 0..3 {
        let mut code = HaloCode::QueueFull;
        until("the queue has room", || {
            code = post(&bench, worker, value);
            code != HaloCode::QueueFull
        });
        assert_eq!(code, HaloCode::Ok);
    }
    until("all are done", || halo_worker_pending(worker) == 0);
    assert_eq!(post(&bench, worker, 3), HaloCode::QueueFull);
    assert_eq!(awaited(worker).0, 0);
    assert_eq!(post(&bench, worker, 4), HaloCode::Ok);
    assert_eq!([1, 2, 4].map(|_| awaited(worker).0), [1, 2, 4]);
    assert_eq!(halo_worker_close(worker), HaloCode::Ok);
}

#[test]
fn the_wake_follows_each_result() {
    let bench = Bench::new();
    let (recorder, calls) = Recorder::new();
    let worker = made(|worker, error| {
        let none = InText::none();
        halo_worker_new(
            bench.client,
            none,
            Some(on_wake),
            recorder.context(),
            worker,
            error,
        )
    })
    .unwrap();
    for value in 1..5 {
        assert_eq!(post(&bench, worker, value), HaloCode::Ok);
        next_call(&calls);
        assert_eq!(next(worker).unwrap().0, value);
    }
    assert_eq!(halo_worker_close(worker), HaloCode::Ok);
    assert!(calls.try_recv().is_err());
}
