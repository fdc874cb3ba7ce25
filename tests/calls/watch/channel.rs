//! A watch on a thread of its own.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use halo_infinite::CancelToken;
use halo_infinite::jiff::Timestamp;
use halo_infinite::time::Clock;
use halo_infinite::watch::{Watch, WatchError, WatchReceiver};
use halo_infinite_sandbox::{Fault, Live};

use super::setup::{Bench, HOUR, Simulated, id};
use crate::support::wait::{PATIENCE, receive, until};

#[test]
fn matches_arrive_through_a_channel_with_a_wake() {
    let bench = Bench::new(60, 4, Live::new());
    let (wake, woken) = mpsc::channel();
    let watch = bench.client_for(6 * HOUR).watch(bench.home().xuid());
    // A capacity of 1: the thread waits until the program has received.
    let mut receiver = watch.on_event(move || wake.send(()).unwrap()).channel(1).unwrap();
    let mut reported = Vec::new();
    for _ in 0..4 {
        receive(&woken);
        reported.push(id(receiver.try_recv()));
    }
    assert_eq!(reported, bench.newest(4));
    // The end wakes the program too.
    receive(&woken);
    until("the watch ends", || {
        receiver.try_recv().is_none() && receiver.is_over()
    });
    assert!(receiver.recv().is_none());
}

#[test]
fn the_resume_point_counts_only_received_matches() {
    let bench = Bench::new(60, 4, Live::new());
    let mut receiver = bench
        .client_for(6 * HOUR)
        .watch(bench.home().xuid())
        .channel(16)
        .unwrap();
    let mut reported: Vec<_> = (0..2).map(|_| id(receiver.recv_timeout(PATIENCE))).collect();
    // The thread is far ahead.
    until("the clock has passed all ends", || bench.clock.is_over());
    let point = receiver.resume_point();
    drop(receiver);
    let client = bench.client_for(HOUR);
    let mut receiver = client
        .watch(bench.home().xuid())
        .resume(point)
        .channel(16)
        .unwrap();
    reported.extend((0..2).map(|_| id(receiver.recv_timeout(PATIENCE))));
    assert_eq!(reported, bench.newest(4));
}

#[test]
fn the_baseline_is_part_of_the_resume_point_before_any_match() {
    let bench = Bench::new(60, 3, Live::new());
    bench.clock.end_in(Duration::ZERO);
    let mut receiver = bench.client().watch(bench.home().xuid()).channel(16).unwrap();
    assert!(receiver.recv_timeout(PATIENCE).is_none() && receiver.is_over());
    let point = receiver.resume_point();
    drop(receiver);
    bench.clock.advance(60 * 24 * HOUR);
    let client = bench.client_for(HOUR);
    let mut watch = client.watch(bench.home().xuid()).resume(point);
    let reported: Vec<_> = (0..3).map(|_| id(watch.next())).collect();
    assert_eq!(reported, bench.newest(3));
}

#[test]
fn try_next_does_not_wait_and_next_timeout_not_for_long() {
    let bench = Bench::new(60, 2, Live::new());
    let mut watch = bench.client_for(Duration::MAX).watch(bench.home().xuid());
    let mut reported = Vec::new();
    until("a match ends", || match watch.try_next() {
        Some(event) => {
            reported.push(id(Some(event)));
            true
        }
        None => false,
    });
    reported.push(id(watch.next_timeout(PATIENCE)));
    assert_eq!(reported, bench.newest(2));
    // The history hangs: the timeout holds all the same.
    bench
        .sandbox
        .faults()
        .on("/stats/")
        .answer(Fault::delay(PATIENCE / 3));
    let start = Instant::now();
    assert!(watch.next_timeout(Duration::from_millis(50)).is_none());
    assert!(start.elapsed() < PATIENCE / 6);
}

#[test]
fn errors_arrive_through_the_channel() {
    let bench = Bench::new(60, 0, Live::new());
    bench
        .sandbox
        .faults()
        .on("/stats/")
        .once()
        .answer(Fault::status(403));
    let mut receiver = bench.client().watch(bench.home().xuid()).channel(1).unwrap();
    let error = receiver.recv_timeout(PATIENCE).unwrap().unwrap_err();
    assert!(matches!(error, WatchError::Poll { .. }), "{error}");
    let mut watch = bench.client().watch("");
    assert!(watch.next_timeout(PATIENCE).unwrap().is_err());
    assert!(watch.next_timeout(PATIENCE).is_none() && watch.is_over());
}

#[test]
fn a_panic_of_the_callback_does_not_end_the_watch() {
    let bench = Bench::new(60, 3, Live::new());
    let watch = bench.client_for(6 * HOUR).watch(bench.home().xuid());
    let mut receiver = watch
        .on_event(|| resume_unwind(Box::new("a panic")))
        .channel(1)
        .unwrap();
    let reported: Vec<_> = (0..3).map(|_| id(receiver.recv_timeout(PATIENCE))).collect();
    assert_eq!(reported, bench.newest(3));
}

/// Panics when it is asked for the time of day, which each poll does.
struct Broken(Arc<Simulated>);

impl Clock for Broken {
    fn now(&self) -> Duration {
        self.0.now()
    }

    fn sleep_until(&self, time: Duration) {
        self.0.sleep_until(time);
    }

    fn timestamp(&self) -> Timestamp {
        resume_unwind(Box::new("no time of day"))
    }
}

#[test]
fn a_panic_of_the_programs_clock_reaches_the_receiver() {
    let bench = Bench::new(60, 0, Live::new());
    let clock = Arc::new(Broken(bench.clock.clone()));
    let client = bench.builder().clock(clock).build().unwrap();
    let (wake, woken) = mpsc::channel();
    let watch = client
        .watch(bench.home().xuid())
        .on_event(move || wake.send(()).unwrap());
    let mut receiver = watch.channel(1).unwrap();
    receive(&woken);
    let panic = catch_unwind(AssertUnwindSafe(|| receiver.try_recv())).unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&"no time of day"));
    assert!(receiver.recv_timeout(PATIENCE).is_none() && receiver.is_over());
}

#[test]
fn a_receiver_can_be_shared_data() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<WatchReceiver>();
    is_shared::<Watch>();
}

/// Reports the end of the thread, which drops its callback.
struct Ended(mpsc::Sender<()>);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.send(());
    }
}

#[test]
fn a_dropped_watch_ends_its_wait() {
    let bench = Bench::new(60, 0, Live::new());
    // The system's clock: the next poll comes after a minute.
    let client = halo_infinite::Client::builder()
        .environment(bench.sandbox.environment())
        .tokens(bench.sandbox.spartan_token(), bench.sandbox.clearance())
        .build()
        .unwrap();
    let (sender, ended) = mpsc::channel();
    let guard = Ended(sender);
    let wakes = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&wakes);
    let watch = client.watch(bench.home().xuid()).on_event(move || {
        let _ = &guard;
        count.fetch_add(1, Ordering::SeqCst);
    });
    let receiver = watch.channel(1).unwrap();
    until("the first poll", || !bench.sandbox.requests().is_empty());
    let start = Instant::now();
    drop(receiver);
    let dropped = start.elapsed();
    receive(&ended);
    let ended = start.elapsed();
    println!("drop took {dropped:?}, the thread ended after {ended:?}");
    assert!(dropped < Duration::from_millis(100), "{dropped:?}");
    assert!(ended < PATIENCE / 2, "{ended:?}");
    assert_eq!(wakes.load(Ordering::SeqCst), 0, "a dropped watch wakes nobody");
}

#[test]
fn cancelling_the_client_ends_a_watch_that_waits() {
    let bench = Bench::new(60, 0, Live::new());
    let stop = CancelToken::new();
    let client = halo_infinite::Client::builder()
        .environment(bench.sandbox.environment())
        .tokens(bench.sandbox.spartan_token(), bench.sandbox.clearance())
        .build()
        .unwrap()
        .with_cancel_token(&stop);
    let me = bench.home().xuid();
    let (sender, ended) = mpsc::channel();
    std::thread::spawn(move || {
        sender.send(client.watch(me).next().is_none()).unwrap();
    });
    until("the first poll", || !bench.sandbox.requests().is_empty());
    stop.cancel();
    assert!(receive(&ended), "the watch ends without an item");
}
