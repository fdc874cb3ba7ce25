//! Results by callback.

use std::collections::HashMap;
use std::ptr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};

use halo_infinite_capi::*;
use halo_infinite_sandbox::Fault;

use super::setup::*;
use crate::support::*;

#[test]
fn each_result_comes_once_in_order_on_the_thread_of_the_worker() {
    let bench = Bench::new();
    let (recorder, calls) = Recorder::new();
    let worker = worker(&bench);
    for value in 1..6 {
        assert_eq!(
            submit_with_callback(&bench, worker, value, &recorder),
            HaloCode::Ok
        );
    }
    let first = next_call(&calls);
    assert_eq!((first.value, first.code), (1, HaloCode::Ok));
    assert_ne!(first.thread, std::thread::current().id());
    for value in 2..6 {
        let expected = Called { value, ..first };
        assert_eq!(next_call(&calls), expected);
    }
    bench.sandbox.faults().on("/stats/").answer(Fault::status(403));
    assert_eq!(submit_with_callback(&bench, worker, 6, &recorder), HaloCode::Ok);
    assert_eq!(next_call(&calls).code, HaloCode::Status);
    assert_eq!(halo_worker_close(worker), HaloCode::Ok);
    assert!(calls.try_recv().is_err());
}

/// If a lock were held, one of these would wait for ever.
#[test]
fn a_callback_may_call_every_function_of_its_worker() {
    let bench = Arc::new(Bench::new());
    let worker = Shared(worker(&bench));
    let ticket = Shared(submit(&bench, worker.get()));
    assert_eq!(ended(ticket.get()), HaloCode::Ok);
    let of_step = Arc::clone(&bench);
    let (sender, context) = mpsc::channel::<Shared<std::ffi::c_void>>();
    let (recorder, calls) = Recorder::with(move |_| {
        let (bench, worker) = (&of_step, worker.get());
        let context = context.recv_timeout(PATIENCE).unwrap().get();
        assert!(halo_worker_pending(worker) >= 1, "the job of a callback counts");
        let waiting = submit(bench, worker);
        let (code, _) = code_and(ptr::null_mut(), |response| {
            halo_ticket_recv(waiting, 1, response, None)
        });
        assert_eq!(code, HaloCode::Pending, "its thread is here");
        let (code, _) = code_and(ptr::null_mut(), |response| {
            halo_ticket_try_recv(waiting, response, None)
        });
        assert_eq!(code, HaloCode::Pending);
        assert_eq!(halo_ticket_cancel(waiting), HaloCode::Ok);
        assert_eq!(ended(waiting), HaloCode::Cancelled);
        assert_eq!(halo_ticket_close(waiting), HaloCode::Ok);
        assert_eq!(post(bench, worker, 11), HaloCode::Ok);
        assert_eq!(next(worker), Err(HaloCode::Pending));
        let arguments = bench.arguments();
        let again = || {
            let (endpoint, arguments) = (InText::of(COUNT), InText::of(&arguments));
            let none = InText::none();
            halo_worker_submit_with_callback(
                worker,
                endpoint,
                arguments,
                none,
                12,
                Some(on_result),
                context,
                None,
            )
        };
        assert_eq!(again(), HaloCode::Ok);
        // Calls the callback of the other job here, within this one.
        assert_eq!(halo_worker_cancel(worker, 12), HaloCode::Ok);
        assert_eq!(again(), HaloCode::Ok);
        assert_eq!(halo_worker_cancel_all(worker), HaloCode::Ok);
        assert_eq!(next(worker).unwrap(), (11, Err(HaloCode::Cancelled)));
        assert_eq!(again(), HaloCode::Ok);
        // These do not wait for their own thread.
        assert_eq!(halo_worker_finish(worker, PATIENCE_MS, None), HaloCode::Pending);
        assert_eq!(post(bench, worker, 13), HaloCode::ShutDown);
        assert_eq!(halo_worker_shutdown(worker, PATIENCE_MS, None), HaloCode::Pending);
        assert_eq!(next(worker), Err(HaloCode::Over));
        assert_eq!(halo_worker_close(worker), HaloCode::Ok);
        assert_eq!(halo_worker_pending(worker), 0);
        assert_eq!(halo_worker_close(worker), HaloCode::ClosedHandle);
    });
    sender.send(Shared(recorder.context())).unwrap();
    assert_eq!(
        submit_with_callback(&bench, worker.get(), 10, &recorder),
        HaloCode::Ok
    );
    for value in [12, 12, 12] {
        let call = next_call(&calls);
        assert_eq!((call.value, call.code), (value, HaloCode::Cancelled));
    }
    let call = next_call(&calls);
    assert_eq!((call.value, call.code), (10, HaloCode::Ok));
    assert_eq!(halo_ticket_close(ticket.get()), HaloCode::Ok);
}

#[test]
fn a_wake_may_close_its_worker() {
    let bench = Bench::new();
    let (sender, receiver) = mpsc::channel::<Shared<HaloWorker>>();
    let (recorder, calls) = Recorder::with(move |_| {
        let worker = receiver.recv_timeout(PATIENCE).unwrap().get();
        assert_eq!(halo_worker_shutdown(worker, PATIENCE_MS, None), HaloCode::Pending);
        assert_eq!(halo_worker_close(worker), HaloCode::Ok);
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
    let ticket = submit(&bench, worker);
    let behind = submit(&bench, worker);
    sender.send(Shared(worker)).unwrap();
    next_call(&calls);
    assert_eq!(ended(ticket), HaloCode::Ok);
    assert_eq!(ended(behind), HaloCode::Cancelled);
    assert_eq!(halo_worker_close(worker), HaloCode::ClosedHandle);
    for ticket in [ticket, behind] {
        assert_eq!(halo_ticket_close(ticket), HaloCode::Ok);
    }
    assert!(calls.try_recv().is_err());
}

#[test]
fn every_accepted_job_has_one_callback_under_random_cancels_and_a_close() {
    let bench = Bench::new();
    let faults = [Fault::status(500), Fault::reset()];
    bench
        .sandbox
        .faults()
        .on("/stats/")
        .share(0.1)
        .answer_any_of(faults);
    for round in 0..6_u64 {
        let (recorder, calls) = Recorder::new();
        let worker = Shared(worker_of(&bench, c"{\"capacity\": 8}"));
        let accepted = AtomicU64::new(0);
        let arguments = bench.arguments();
        let context = Shared(recorder.context());
        let closed = std::thread::scope(|scope| {
            for thread in 0..3_u64 {
                let (arguments, accepted) = (&arguments, &accepted);
                scope.spawn(move || {
                    for number in 0..60_u64 {
                        let value = thread * 1000 + number;
                        let code = halo_worker_submit_with_callback(
                            worker.get(),
                            InText::of(COUNT),
                            InText::of(arguments),
                            InText::none(),
                            value,
                            Some(on_result),
                            context.get(),
                            None,
                        );
                        match code {
                            HaloCode::Ok => drop(accepted.fetch_add(1, Ordering::SeqCst)),
                            HaloCode::QueueFull => std::thread::yield_now(),
                            HaloCode::ShutDown | HaloCode::ClosedHandle => break,
                            other => panic!("{other:?}"),
                        }
                        if (number + round) % 7 == 0 {
                            halo_worker_cancel(worker.get(), value);
                        }
                        if (number + round) % 31 == 0 {
                            halo_worker_cancel_all(worker.get());
                        }
                    }
                });
            }
            until("some jobs are done", || {
                accepted.load(Ordering::SeqCst) > 5 + 5 * round
            });
            halo_worker_close(worker.get())
        });
        let mut counts = HashMap::<u64, u32>::new();
        let mut count = || {
            for call in calls.try_iter() {
                *counts.entry(call.value).or_default() += 1;
            }
            counts.len() as u64 == accepted.load(Ordering::SeqCst)
        };
        match closed {
            // No callback is under way: all calls are there.
            HaloCode::Ok => assert!(count()),
            // Rare, on a machine so busy that a callback takes 100 ms.
            HaloCode::CallbackBusy => until("the last callback returns", count),
            other => panic!("{other:?}"),
        }
        assert!(counts.values().all(|count| *count == 1), "{counts:?}");
    }
}
