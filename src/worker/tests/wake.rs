//! The callback, and tickets as futures.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use super::*;

#[test]
fn the_callback_runs_after_each_result_in_the_workers_thread() {
    let (wake, wakes) = channel();
    let callback = move || wake.send(thread::current().name().map(String::from)).unwrap();
    let worker = client().worker().on_done(callback).start().unwrap();
    let tickets: Vec<_> = (0..20)
        .map(|number| worker.run(move |_| Ok(number)).unwrap())
        .collect();
    for (number, ticket) in tickets.iter().enumerate() {
        let name = wakes.recv_timeout(PATIENCE).unwrap();
        assert_eq!(name.as_deref(), Some("halo-worker"));
        assert_eq!(ticket.try_recv().unwrap().unwrap(), number);
    }
    // A panicking job is a result too.
    let job = |_: &Client| -> Result<(), Error> { std::panic::resume_unwind(Box::new("the job")) };
    let _ticket = worker.run(job).unwrap();
    wakes.recv_timeout(PATIENCE).unwrap();
}

#[test]
fn the_callback_may_use_the_worker_and_may_panic() {
    let slot: Arc<Mutex<Option<Worker>>> = Arc::default();
    let (wake, wakes) = channel();
    let shared = Arc::clone(&slot);
    let callback = move || {
        let worker = shared.lock().unwrap();
        let pending = worker.as_ref().map(|worker| {
            worker.cancel_all();
            worker.run(|_| Ok(())).map(Ticket::detach).is_ok()
        });
        drop(worker);
        wake.send(pending).unwrap();
        std::panic::resume_unwind(Box::new("the callback"));
    };
    *slot.lock().unwrap() = Some(client().worker().on_done(callback).start().unwrap());
    slot.lock()
        .unwrap()
        .as_ref()
        .unwrap()
        .run(|_| Ok(()))
        .unwrap()
        .detach();
    for _ in 0..20 {
        assert_eq!(wakes.recv_timeout(PATIENCE), Ok(Some(true)));
    }
    drop(slot.lock().unwrap().take());
}

#[test]
fn the_callback_is_silent_for_removed_jobs_and_after_the_end() {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    let callback = move || {
        counter.fetch_add(1, Ordering::SeqCst);
    };
    let worker = client().worker().on_done(callback).start().unwrap();
    let gate = Gate::close(&worker);
    worker.run(|_| Ok(())).unwrap().cancel();
    let Gate { ticket, release } = gate;
    assert!(!worker.shutdown(Duration::ZERO));
    release.send(3).unwrap();
    assert_eq!(received(&ticket).unwrap(), 3);
    assert!(worker.shutdown(PATIENCE));
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

/// Counts its wakes, and wakes a thread.
struct Alarm(AtomicUsize, Thread);

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
        self.1.unpark();
    }
}

impl Alarm {
    fn new() -> Arc<Self> {
        Arc::new(Self(AtomicUsize::new(0), thread::current()))
    }

    fn wait(&self) {
        let start = std::time::Instant::now();
        while self.0.load(Ordering::SeqCst) == 0 {
            assert!(start.elapsed() < PATIENCE, "nobody was woken");
            thread::park_timeout(PATIENCE);
        }
    }
}

fn poll<T>(ticket: &mut Ticket<T>, alarm: &Arc<Alarm>) -> Poll<Result<T, Error>> {
    let waker = Waker::from(Arc::clone(alarm));
    Pin::new(ticket).poll(&mut Context::from_waker(&waker))
}

#[test]
fn a_ticket_is_a_future_whose_latest_waker_counts() {
    let worker = worker(4);
    let gate = Gate::close(&worker);
    let mut ticket = worker.run(|_| Ok(3)).unwrap();
    let (old, new) = (Alarm::new(), Alarm::new());
    assert!(poll(&mut ticket, &old).is_pending());
    assert!(poll(&mut ticket, &new).is_pending());
    gate.open();
    new.wait();
    assert!(matches!(poll(&mut ticket, &new), Poll::Ready(Ok(3))));
    // The thread has dropped the waker.
    received(&worker.run(|_| Ok(())).unwrap()).unwrap();
    // It never completes again, and does not panic.
    assert!(poll(&mut ticket, &new).is_pending());
    assert_eq!(
        (old.0.load(Ordering::SeqCst), new.0.load(Ordering::SeqCst)),
        (0, 1)
    );
    // The wakers are forgotten.
    assert_eq!((Arc::strong_count(&old), Arc::strong_count(&new)), (1, 1));
}

#[test]
fn cancelling_and_the_end_wake_the_task() {
    let worker = worker(4);
    let gate = Gate::close(&worker);
    let mut tickets = [(); 3].map(|()| worker.run(|_| Ok(3)).unwrap());
    let alarms = [(); 3].map(|()| Alarm::new());
    for (ticket, alarm) in tickets.iter_mut().zip(&alarms) {
        assert!(poll(ticket, alarm).is_pending());
    }
    tickets[0].cancel();
    assert_eq!([0, 1].map(|place| alarms[place].0.load(Ordering::SeqCst)), [1, 0]);
    worker.cancel_all();
    for (ticket, alarm) in tickets.iter_mut().zip(&alarms) {
        assert_eq!(alarm.0.load(Ordering::SeqCst), 1);
        let Poll::Ready(result) = poll(ticket, alarm) else {
            panic!("no result")
        };
        assert!(is_cancelled(result));
    }
    let mut last = worker.run(|_| Ok(3)).unwrap();
    let alarm = Alarm::new();
    assert!(poll(&mut last, &alarm).is_pending());
    assert!(!worker.shutdown(Duration::ZERO));
    alarm.wait();
    gate.open();
}
