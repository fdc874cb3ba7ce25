//! Measures rivals side by side: each runs in every round, in rotating order, so that
//! other load of the machine affects all of them equally.

// Each bench uses a part of this.
#![allow(dead_code)]

use std::hint::black_box;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Measured code and its name.
pub struct Rival<'a> {
    name: &'static str,
    run: Box<dyn FnMut() + 'a>,
}

impl<'a> Rival<'a> {
    /// The result of `run` is dropped while the clock runs.
    pub fn new<T>(name: &'static str, mut run: impl FnMut() -> T + 'a) -> Self {
        Self {
            name,
            run: Box::new(move || drop(black_box(run()))),
        }
    }
}

/// The time of one run of a rival, in nanoseconds.
#[derive(Debug, Clone, Copy)]
pub struct Time {
    pub name: &'static str,
    pub median: f64,
    pub least: f64,
}

/// The source of the time: the wall clock, or the processor time of this thread.
pub type Clock = fn() -> Duration;

/// The processor time of this thread, without other programs and threads.
pub fn thread() -> Duration {
    cpu_time::ThreadTime::now().as_duration()
}

/// Time as it passes.
pub fn wall() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

/// Measures rivals in this many rounds. In a round each runs as often as fits into `slice`.
pub fn measure(rivals: &mut [Rival<'_>], rounds: usize, slice: Duration, clock: Clock) -> Vec<Time> {
    let batches: Vec<u32> = rivals
        .iter_mut()
        .map(|rival| batch(rival, slice, clock))
        .collect();
    let mut times = vec![Vec::with_capacity(rounds); rivals.len()];
    for round in 0..rounds {
        for turn in 0..rivals.len() {
            let index = (round + turn) % rivals.len();
            let start = clock();
            for _ in 0..batches[index] {
                (rivals[index].run)();
            }
            let taken = clock() - start;
            times[index].push(taken.as_nanos() as f64 / f64::from(batches[index]));
        }
    }
    let summary = |(rival, times): (&Rival<'_>, &mut Vec<f64>)| {
        times.sort_by(f64::total_cmp);
        Time {
            name: rival.name,
            median: times[times.len() / 2],
            least: times[0],
        }
    };
    rivals.iter().zip(&mut times).map(summary).collect()
}

/// The number of runs that fit into a slice of time.
fn batch(rival: &mut Rival<'_>, slice: Duration, clock: Clock) -> u32 {
    let mut count = 1_u32;
    loop {
        let start = clock();
        for _ in 0..count {
            (rival.run)();
        }
        if clock() - start >= slice || count >= 1 << 24 {
            return count;
        }
        count *= 2;
    }
}
