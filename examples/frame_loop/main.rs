//! A frame loop at 60 Hz that drives a worker: it submits requests, looks for their results and cancels some at random.
//! Every response takes two seconds, and one of twenty is faulty. No call may take longer than a millisecond, and
//! closing may not take longer than 200 ms; otherwise the program fails.
//!
//! The system may take the processor from this thread in the middle of a call. That time is shown, but it is not the
//! worker's: a call fails by the time that remains without it. Only Linux reports it; elsewhere all of the time counts.
//! A call that does nothing is measured in the same loop, for comparison.
//!
//! ```text
//! cargo run --release --example frame_loop -- --seconds 60
//! ```

mod stopwatch;

use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use halo_infinite::Error as CallError;
use halo_infinite::models::stats::MatchHistory;
use halo_infinite::worker::Ticket;
use halo_infinite_sandbox::{Fault, Sandbox};

use stopwatch::{Processor, Times};

const FRAME: Duration = Duration::from_nanos(1_000_000_000 / 60);
const LONGEST_CALL: Duration = Duration::from_millis(1);
const LONGEST_CLOSING: Duration = Duration::from_millis(200);
const RESPONSE: Duration = Duration::from_secs(2);
const FAULTS: f64 = 0.05;

fn seconds() -> Result<f64, lexopt::Error> {
    use lexopt::prelude::*;
    let mut seconds = 5.0;
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("seconds") => seconds = parser.value()?.parse()?,
            other => return Err(other.unexpected()),
        }
    }
    Ok(seconds)
}

/// Chance, the same in every run.
struct Dice(u32);

impl Dice {
    /// Returns true once in so many calls.
    fn one_in(&mut self, sides: u32) -> bool {
        self.below(sides) == 0
    }

    fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 % limit
    }
}

/// How the tickets ended.
#[derive(Debug, Default)]
struct Results {
    submitted: usize,
    refused: usize,
    dropped: usize,
    models: usize,
    cancelled: usize,
    failed: usize,
}

impl Results {
    fn count(&mut self, result: &Result<MatchHistory, CallError>) {
        match result {
            Ok(_) => self.models += 1,
            Err(CallError::Cancelled { .. }) => self.cancelled += 1,
            Err(_) => self.failed += 1,
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let seconds = seconds()?;
    let sandbox = Sandbox::start()?;
    let faults = [
        Fault::status(500),
        Fault::reset(),
        Fault::truncated_after(100),
        Fault::garbage(1000),
    ];
    let stats = || sandbox.faults().on("/stats/");
    let faulty = stats()
        .share(FAULTS)
        .answer_any_of(faults.map(|fault| fault.delayed(RESPONSE)));
    stats().answer(Fault::delay(RESPONSE));

    let client = sandbox.client()?;
    let me = sandbox.world().home().xuid();
    let wakes = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&wakes);
    let callback = move || {
        counter.fetch_add(1, Ordering::Relaxed);
    };
    let worker = client.worker().queue(16).on_done(callback).start()?;

    let mut processor = Processor::new();
    let [mut empty, mut submit, mut try_recv, mut cancel, mut cancel_all] = [
        "an empty call",
        "submit, run",
        "try_recv",
        "cancel, drop",
        "cancel_all",
    ]
    .map(Times::new);
    let mut dice = Dice(2_463_534_242);
    let mut tickets: Vec<Ticket<MatchHistory>> = Vec::new();
    let mut results = Results::default();
    let frames = (seconds * 60.0) as u32;
    let start = Instant::now();
    for frame in 1..=frames {
        empty.measure(&mut processor, || black_box(()));
        if dice.one_in(8) {
            let request = client.stats().match_history(me);
            let ticket = if dice.one_in(2) {
                submit.measure(&mut processor, || worker.submit(request)).ok()
            } else {
                let job = move |client: &halo_infinite::Client| client.stats().match_history(me).send();
                submit.measure(&mut processor, || worker.run(job)).ok()
            };
            results.submitted += 1;
            results.refused += usize::from(ticket.is_none());
            tickets.extend(ticket);
        }
        if !tickets.is_empty() && dice.one_in(12) {
            let place = dice.below(tickets.len() as u32) as usize;
            if dice.one_in(2) {
                cancel.measure(&mut processor, || tickets[place].cancel());
            } else {
                let ticket = tickets.swap_remove(place);
                cancel.measure(&mut processor, || drop(ticket));
                results.dropped += 1;
            }
        }
        if dice.one_in(600) {
            cancel_all.measure(&mut processor, || worker.cancel_all());
        }
        tickets.retain(
            |ticket| match try_recv.measure(&mut processor, || ticket.try_recv()) {
                Some(result) => {
                    results.count(&result);
                    false
                }
                None => true,
            },
        );
        // A late frame is not made up for.
        thread::sleep((start + FRAME * frame).saturating_duration_since(Instant::now()));
    }

    let waiting = worker.pending();
    let closing = Instant::now();
    drop(worker);
    let closing = closing.elapsed();
    let given = tickets.len();
    for ticket in tickets {
        // A running request that cannot be interrupted ends with its response.
        match ticket.recv_timeout(RESPONSE * 5) {
            Some(result) => results.count(&result),
            None => return Err("a ticket has no result after the end".into()),
        }
    }

    println!(
        "{frames} frames in {:.1?}; {} requests arrived, {} of them met a fault; {} wakes",
        start.elapsed(),
        faulty.seen(),
        faulty.used(),
        wakes.load(Ordering::Relaxed)
    );
    println!("{results:?}, {given} of them at the end");
    println!("\n{}", Times::HEADING);
    let all = [empty, submit, try_recv, cancel, cancel_all];
    all.iter().for_each(|times| println!("{times}"));
    println!("\nclosing with {waiting} jobs: {closing:.1?} (at most {LONGEST_CLOSING:?})");
    let sum = results.models + results.cancelled + results.failed + results.dropped + results.refused;
    if sum != results.submitted {
        return Err("a job was lost".into());
    }
    let [_, calls @ ..] = &all;
    if let Some(slow) = calls.iter().find(|times| times.longest() > LONGEST_CALL) {
        return Err(format!("a call took longer than {LONGEST_CALL:?}: {slow}").into());
    }
    if closing > LONGEST_CLOSING {
        return Err("closing took too long".into());
    }
    Ok(())
}
