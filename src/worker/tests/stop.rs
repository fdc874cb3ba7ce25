//! Cancelling jobs, and the end of a worker.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::time::Instant;

use super::*;
use crate::sync::CancelToken;
use crate::worker::SubmitError;

/// A job that counts that it ran.
fn counted(worker: &Worker, count: &Arc<AtomicUsize>) -> Ticket<()> {
    let count = Arc::clone(count);
    let job = move |_: &Client| {
        count.fetch_add(1, Ordering::SeqCst);
        Ok(())
    };
    worker.run(job).unwrap()
}

/// A running job that ends when it is cancelled.
fn cancellable(worker: &Worker) -> Ticket<()> {
    let (started, has_started) = channel();
    let ticket = worker.run(move |client| {
        started.send(()).unwrap();
        assert!(client.cancel_token().wait(PATIENCE), "the job was not cancelled");
        Err(Error::Cancelled { endpoint: None })
    });
    has_started.recv_timeout(PATIENCE).unwrap();
    ticket.unwrap()
}

#[test]
fn cancelling_one_of_several_does_not_affect_the_others() {
    let worker = worker(8);
    let gate = Gate::close(&worker);
    let count = Arc::default();
    let tickets: Vec<_> = (0..5).map(|_| counted(&worker, &count)).collect();
    let request = client().stats().match_stats(uuid::Uuid::nil());
    let request = worker.submit(request).unwrap();
    tickets[2].cancel();
    tickets[2].cancel();
    request.cancel();
    // At once, although the thread is busy.
    let error = tickets[2].try_recv().unwrap().unwrap_err();
    assert_eq!(error.to_string(), "cancelled before it began");
    let error = request.try_recv().unwrap().unwrap_err();
    assert_eq!(error.to_string(), "stats.match_stats: cancelled");
    assert_eq!(worker.pending(), 5);
    gate.open();
    for place in [0, 1, 3, 4] {
        received(&tickets[place]).unwrap();
    }
    assert_eq!(count.load(Ordering::SeqCst), 4);
}

#[test]
fn cancelling_interrupts_the_running_job_only() {
    let worker = worker(8);
    let running = cancellable(&worker);
    let next = worker
        .run(|client| Ok(client.cancel_token().is_cancelled()))
        .unwrap();
    running.cancel();
    assert!(is_cancelled(received(&running)));
    assert!(!received(&next).unwrap());
}

#[test]
fn cancelling_all_leaves_the_worker_open() {
    let worker = worker(8);
    let running = cancellable(&worker);
    let count = Arc::default();
    let tickets: Vec<_> = (0..5).map(|_| counted(&worker, &count)).collect();
    worker.cancel_all();
    assert!(
        tickets
            .iter()
            .all(|ticket| is_cancelled(ticket.try_recv().unwrap()))
    );
    assert!(is_cancelled(received(&running)));
    received(&counted(&worker, &count)).unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 1);
    worker.cancel_all();
}

#[test]
fn dropping_a_ticket_cancels_and_detaching_does_not() {
    let worker = worker(8);
    drop(cancellable(&worker));
    let gate = Gate::close(&worker);
    let (dropped, detached) = (Arc::default(), Arc::default());
    drop(counted(&worker, &dropped));
    counted(&worker, &detached).detach();
    assert_eq!(worker.pending(), 2);
    gate.open();
    received(&worker.run(|_| Ok(())).unwrap()).unwrap();
    assert_eq!(dropped.load(Ordering::SeqCst), 0);
    assert_eq!(detached.load(Ordering::SeqCst), 1);
}

#[test]
fn the_client_of_an_ended_job_still_works() {
    let stop = CancelToken::new();
    let worker = client().with_cancel_token(&stop).worker().start().unwrap();
    for round in 0..200 {
        let ticket = worker.run(|client| Ok(client.clone())).unwrap();
        let kept = received(&ticket).unwrap();
        match round % 3 {
            0 => drop(ticket),
            1 => ticket.cancel(),
            _ => worker.cancel_all(),
        }
        assert!(!kept.cancel_token().is_cancelled());
    }
    let kept = received(&worker.run(|client| Ok(client.clone())).unwrap()).unwrap();
    drop(worker);
    assert!(!kept.cancel_token().is_cancelled());
    stop.cancel();
    assert!(kept.cancel_token().is_cancelled());
}

#[test]
fn the_clients_token_cancels_all_jobs() {
    let stop = CancelToken::new();
    let worker = client().with_cancel_token(&stop).worker().start().unwrap();
    let running = cancellable(&worker);
    let count = Arc::default();
    let waiting = counted(&worker, &count);
    stop.cancel();
    assert!(is_cancelled(received(&running)) && is_cancelled(received(&waiting)));
    assert!(is_cancelled(received(&counted(&worker, &count))));
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

#[test]
fn finishing_runs_all_accepted_jobs() {
    let worker = worker(8);
    let gate = Gate::close(&worker);
    let count = Arc::default();
    let tickets: Vec<_> = (0..5).map(|_| counted(&worker, &count)).collect();
    std::thread::scope(|scope| {
        let finishing = scope.spawn(|| worker.finish(PATIENCE));
        let start = Instant::now();
        // Accepted, as far as there is room, until the other thread is there.
        while !matches!(worker.run(|_| Ok(())), Err(SubmitError::ShutDown(_))) {
            assert!(start.elapsed() < PATIENCE);
            std::thread::yield_now();
        }
        gate.open();
        assert!(finishing.join().unwrap());
    });
    assert!(tickets.iter().all(|ticket| ticket.try_recv().unwrap().is_ok()));
    assert_eq!(count.load(Ordering::SeqCst), 5);
    assert!(worker.finish(Duration::ZERO) && worker.shutdown(Duration::ZERO));
    let error = worker.run(|_| Ok(3)).unwrap_err();
    assert!(!error.is_full());
    assert_eq!(error.to_string(), "the worker is shut down");
    assert_eq!(error.into_job()(&client()).unwrap(), 3);
}

#[test]
fn finishing_cancels_the_rest_at_its_timeout() {
    let worker = worker(8);
    let running = cancellable(&worker);
    let count = Arc::default();
    let waiting = counted(&worker, &count);
    assert!(!worker.finish(Duration::from_millis(5)));
    assert!(is_cancelled(received(&running)) && is_cancelled(received(&waiting)));
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

#[test]
fn shutting_down_cancels_all_and_waits_for_the_thread() {
    let worker = worker(8);
    let running = cancellable(&worker);
    let waiting = counted(&worker, &Arc::default());
    assert!(worker.shutdown(PATIENCE));
    assert!(is_cancelled(running.try_recv().unwrap()) && is_cancelled(waiting.try_recv().unwrap()));
    worker.run(|_| Ok(())).map(Ticket::detach).unwrap_err();
}

#[test]
fn a_thread_that_cannot_be_interrupted_is_left_behind() {
    let worker = worker(8);
    let Gate { ticket, release } = Gate::close(&worker);
    let waiting = counted(&worker, &Arc::default());
    let start = Instant::now();
    assert!(!worker.shutdown(Duration::ZERO) && !worker.finish(Duration::ZERO));
    drop(worker);
    // The bounds are zero, and 100 ms. The job waits for a minute.
    assert!(start.elapsed() < PATIENCE / 4, "{:?}", start.elapsed());
    assert!(is_cancelled(waiting.try_recv().unwrap()));
    // The job ends later, and its ticket gets the result.
    assert!(ticket.try_recv().is_none());
    release.send(3).unwrap();
    assert_eq!(received(&ticket).unwrap(), 3);
    ticket.cancel();
}

#[test]
fn a_worker_may_be_stopped_in_its_own_thread() {
    for stop in [
        (|worker: Arc<Worker>| drop(worker)) as fn(Arc<Worker>),
        |worker| assert!(!worker.shutdown(Duration::MAX)),
        |worker| assert!(!worker.finish(Duration::MAX)),
    ] {
        let worker = Arc::new(worker(8));
        let inside = Arc::clone(&worker);
        let (go, gate) = channel::<()>();
        let job = move |_: &Client| {
            gate.recv_timeout(PATIENCE).unwrap();
            stop(inside);
            Ok(())
        };
        let ticket = worker.run(job).unwrap();
        drop(worker);
        go.send(()).unwrap();
        received(&ticket).unwrap();
    }
}

#[test]
fn dropping_does_not_wait_after_a_shutdown() {
    let gates: Vec<_> = (0..50)
        .map(|_| {
            let worker = worker(1);
            let gate = Gate::close(&worker);
            (worker, gate)
        })
        .collect();
    let start = Instant::now();
    for (worker, _) in &gates {
        assert!(!worker.shutdown(Duration::ZERO));
    }
    // Each gate keeps the thread of its worker; only the workers are dropped.
    let gates: Vec<_> = gates.into_iter().map(|(_, gate)| gate).collect();
    // With a wait of 100 ms for each, it would be five seconds.
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
    gates.into_iter().for_each(Gate::open);
}
