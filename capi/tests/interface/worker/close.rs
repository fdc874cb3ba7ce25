//! The end of a worker: in bounded time, with every result, without a thread left.

use std::ptr;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use halo_infinite_capi::*;

use super::setup::*;
use crate::support::*;

#[test]
fn the_end_under_load_is_bounded_and_every_job_has_a_result() {
    let bench = Bench::new();
    type End = fn(*mut HaloWorker) -> HaloCode;
    let ends: [(End, HaloCode); 3] = [
        (|worker| halo_worker_finish(worker, 50, None), HaloCode::Cancelled),
        (
            |worker| halo_worker_shutdown(worker, PATIENCE_MS, None),
            HaloCode::Ok,
        ),
        (|worker| halo_worker_close(worker), HaloCode::Ok),
    ];
    for (end, expected) in ends {
        let (recorder, calls) = Recorder::new();
        let worker = worker(&bench);
        let stalled = stall(&bench, worker);
        let tickets = [(); 20].map(|()| submit(&bench, worker));
        for value in 0..20 {
            assert_eq!(post(&bench, worker, value), HaloCode::Ok);
            assert_eq!(
                submit_with_callback(&bench, worker, value, &recorder),
                HaloCode::Ok
            );
        }
        let before = bench.sandbox.requests().len();
        let start = Instant::now();
        let code = end(worker);
        let taken = start.elapsed();
        println!("{code:?} after {taken:?}");
        assert_eq!(code, expected);
        assert!(taken < SOON, "{taken:?}");
        for ticket in tickets.into_iter().chain([stalled]) {
            assert_eq!(ended(ticket), HaloCode::Cancelled);
            assert_eq!(halo_ticket_close(ticket), HaloCode::Ok);
        }
        let called: Vec<_> = calls.try_iter().map(|call| (call.value, call.code)).collect();
        assert_eq!(
            called,
            (0..20)
                .map(|value| (value, HaloCode::Cancelled))
                .collect::<Vec<_>>()
        );
        // Not again where that was the end.
        let code = halo_worker_close(worker);
        assert!(matches!(code, HaloCode::Ok | HaloCode::ClosedHandle), "{code:?}");
        assert!(calls.try_recv().is_err());
        assert_eq!(bench.sandbox.requests().len(), before);
    }
}

#[test]
fn a_callback_that_blocks_is_busy_and_the_close_is_bounded() {
    let bench = Bench::new();
    let (release, released) = channel::<()>();
    let (entered, has_entered) = channel();
    let (recorder, calls) = Recorder::with(move |_| {
        entered.send(()).unwrap();
        released.recv_timeout(PATIENCE).unwrap();
    });
    let worker = worker(&bench);
    assert_eq!(submit_with_callback(&bench, worker, 1, &recorder), HaloCode::Ok);
    has_entered.recv_timeout(PATIENCE).unwrap();
    // Behind it: its callback is called in the call that ends the worker.
    assert_eq!(submit_with_callback(&bench, worker, 2, &recorder), HaloCode::Ok);
    let ticket = submit(&bench, worker);

    let start = Instant::now();
    let Failed { code, message, .. } = failure(|error| halo_worker_finish(worker, 20, error));
    assert_eq!(code, HaloCode::CallbackBusy);
    assert!(message.contains("context must stay valid"), "{message}");
    let call = calls.try_recv().unwrap();
    assert_eq!((call.value, call.code), (2, HaloCode::Cancelled));
    let Failed { code, message, .. } = failure(|error| halo_worker_shutdown(worker, 20, error));
    assert_eq!(code, HaloCode::CallbackBusy, "{message}");
    let before_close = start.elapsed();
    let code = halo_worker_close(worker);
    let taken = start.elapsed() - before_close;
    println!("closed within {taken:?}");
    assert_eq!(code, HaloCode::CallbackBusy);
    assert!(
        text(halo_code_text(code as i32))
            .unwrap()
            .contains("a callback has not returned")
    );
    // The bound is 100 ms, on a machine that is not busy.
    assert!(taken < SOON, "{taken:?}");
    assert_eq!(ended(ticket), HaloCode::Cancelled);
    assert_eq!(halo_worker_close(worker), HaloCode::ClosedHandle);

    assert!(calls.try_recv().is_err());
    release.send(()).unwrap();
    let call = next_call(&calls);
    assert_eq!((call.value, call.code), (1, HaloCode::Ok));
    assert_eq!(halo_ticket_close(ticket), HaloCode::Ok);
}

#[test]
fn a_wake_that_blocks_is_busy_too() {
    let bench = Bench::new();
    let (release, released) = channel::<()>();
    let (entered, has_entered) = channel();
    let (recorder, calls) = Recorder::with(move |_| {
        entered.send(()).unwrap();
        released.recv_timeout(PATIENCE).unwrap();
    });
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
    assert_eq!(post(&bench, worker, 1), HaloCode::Ok);
    assert_eq!(post(&bench, worker, 2), HaloCode::Ok);
    has_entered.recv_timeout(PATIENCE).unwrap();
    assert_eq!(halo_worker_close(worker), HaloCode::CallbackBusy);
    release.send(()).unwrap();
    next_call(&calls);
    assert!(
        calls.recv_timeout(Duration::from_millis(50)).is_err(),
        "a closed worker wakes nobody"
    );
}

#[test]
fn closing_ends_a_finish_in_another_thread() {
    let bench = Bench::new();
    let worker = Shared(worker(&bench));
    let stalled = stall(&bench, worker.get());
    let finish = std::thread::spawn(move || halo_worker_finish(worker.get(), PATIENCE_MS, None));
    // It has begun once no job is accepted.
    until("it finishes", || {
        let code = post(&bench, worker.get(), 1);
        assert!(matches!(
            code,
            HaloCode::Ok | HaloCode::QueueFull | HaloCode::ShutDown
        ));
        code == HaloCode::ShutDown
    });
    let start = Instant::now();
    assert_eq!(halo_worker_close(worker.get()), HaloCode::Ok);
    assert_eq!(finish.join().unwrap(), HaloCode::Cancelled);
    assert!(start.elapsed() < SOON);
    assert_eq!(halo_ticket_close(stalled), HaloCode::Ok);
}

#[test]
fn handles_close_in_any_order() {
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    for order in orders {
        let bench = Bench::new();
        let worker = worker(&bench);
        let ticket = submit(&bench, worker);
        for handle in order {
            let code = match handle {
                0 => halo_client_close(bench.client),
                1 => halo_worker_close(worker),
                _ => halo_ticket_close(ticket),
            };
            assert_eq!(code, HaloCode::Ok, "{order:?}");
        }
        for code in [
            halo_client_close(bench.client),
            halo_worker_close(worker),
            halo_ticket_close(ticket),
            halo_worker_cancel_all(worker),
            halo_ticket_cancel(ticket),
        ] {
            assert_eq!(code, HaloCode::ClosedHandle, "{order:?}");
        }
        assert_eq!(post(&bench, worker, 1), HaloCode::ClosedHandle);
    }
    assert_eq!(halo_worker_close(ptr::null_mut()), HaloCode::Ok);
    assert_eq!(halo_ticket_close(ptr::null_mut()), HaloCode::Ok);
}

#[cfg(target_os = "linux")]
#[test]
fn no_thread_and_no_handle_is_left_after_the_close() {
    if !is_alone("worker::close::no_thread_and_no_handle_is_left_after_the_close") {
        return;
    }
    let bench = Bench::new();
    let handles = open_handles();
    assert_eq!(threads("halo-worker"), 0);
    for round in 0..10 {
        let (recorder, _calls) = Recorder::new();
        let worker = worker(&bench);
        // A thread names itself when it begins.
        until("the thread begins", || threads("halo-worker") == 1);
        let stalled = (round % 2 == 0).then(|| stall(&bench, worker));
        for value in 0..10 {
            assert_eq!(post(&bench, worker, value), HaloCode::Ok);
            assert_eq!(
                submit_with_callback(&bench, worker, value, &recorder),
                HaloCode::Ok
            );
        }
        assert_eq!(halo_worker_close(worker), HaloCode::Ok);
        if let Some(ticket) = stalled {
            assert_eq!(halo_ticket_close(ticket), HaloCode::Ok);
        }
        // The system takes a moment to remove a thread that has ended.
        until("the threads end", || {
            threads("halo-worker") + threads("halo-connect") == 0
        });
        assert_eq!(open_handles(), handles);
    }
}
