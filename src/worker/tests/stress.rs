//! Many jobs from several threads.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use super::*;

/// How often something happened.
#[derive(Default)]
struct Counts {
    begun: AtomicUsize,
    done: AtomicUsize,
    cancelled: AtomicUsize,
    full: AtomicUsize,
}

#[test]
fn every_ticket_gets_a_result_under_stress() {
    const THREADS: usize = 4;
    const JOBS: usize = 2000;
    let worker = worker(16);
    let counts = Arc::new(Counts::default());
    let add = |count: &AtomicUsize| {
        count.fetch_add(1, Ordering::SeqCst);
    };
    let start = Instant::now();
    let submit = &|seed: usize| {
        let mut detached = 0;
        for number in 0..JOBS {
            assert!(start.elapsed() < PATIENCE, "job {number}");
            let counter = Arc::clone(&counts);
            let job = move |client: &Client| {
                counter.begun.fetch_add(1, Ordering::SeqCst);
                match client.cancel_token().is_cancelled() {
                    true => Err(Error::Cancelled { endpoint: None }),
                    false => Ok(number),
                }
            };
            let ticket = match worker.run(job) {
                Ok(ticket) => ticket,
                Err(error) => {
                    assert!(error.is_full());
                    add(&counts.full);
                    thread::yield_now();
                    continue;
                }
            };
            match (seed + number) % 7 {
                0 => ticket.cancel(),
                1 if number % 50 == 0 => worker.cancel_all(),
                2 => {
                    ticket.detach();
                    detached += 1;
                    continue;
                }
                3 => {
                    drop(ticket);
                    detached += 1;
                    continue;
                }
                _ => {}
            }
            match received(&ticket) {
                Ok(result) => {
                    assert_eq!(result, number);
                    add(&counts.done);
                }
                Err(Error::Cancelled { .. }) => add(&counts.cancelled),
                Err(error) => panic!("{error}"),
            }
        }
        detached
    };
    let detached: usize = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|seed| scope.spawn(move || submit(seed)))
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert!(worker.finish(PATIENCE));
    let [begun, done, cancelled, full] = [&counts.begun, &counts.done, &counts.cancelled, &counts.full]
        .map(|count| count.load(Ordering::SeqCst));
    assert_eq!(done + cancelled + detached + full, THREADS * JOBS);
    assert!(done > 0 && begun >= done && begun <= done + cancelled + detached);
    assert_eq!(worker.pending(), 0);
}
