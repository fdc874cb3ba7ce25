//! The times of calls, and how much of them the system took.

use std::fmt;
use std::fs::File;
use std::io::{Read, Seek};
use std::time::{Duration, Instant};

/// The time for which this thread could not run because others had the processor.
pub struct Processor(Option<File>);

impl Processor {
    pub fn new() -> Self {
        // Only Linux has it.
        Self(File::open("/proc/thread-self/schedstat").ok())
    }

    /// All of that time since the start of the thread; zero if the system does not report it.
    fn waited(&mut self) -> Duration {
        let mut read = || {
            let file = self.0.as_mut()?;
            let mut text = String::new();
            file.rewind().ok()?;
            file.read_to_string(&mut text).ok()?;
            text.split(' ').nth(1)?.parse().ok()
        };
        Duration::from_nanos(read().unwrap_or(0))
    }
}

/// One call.
#[derive(Clone, Copy)]
struct Time {
    all: Duration,
    /// Without the time that the system took.
    own: Duration,
}

/// The times of all calls of a kind.
pub struct Times {
    name: &'static str,
    calls: Vec<Time>,
}

impl Times {
    /// Above the lines of several.
    pub const HEADING: &str =
        "call               number     median       99 %     99.9 %    longest  without the system";

    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            calls: Vec::new(),
        }
    }

    pub fn measure<T>(&mut self, processor: &mut Processor, call: impl FnOnce() -> T) -> T {
        let waited = processor.waited();
        let start = Instant::now();
        let output = call();
        let all = start.elapsed();
        let waited = processor.waited().saturating_sub(waited);
        self.calls.push(Time {
            all,
            own: all.saturating_sub(waited),
        });
        output
    }

    /// The longest call, without the time that the system took.
    pub fn longest(&self) -> Duration {
        self.calls.iter().map(|call| call.own).max().unwrap_or_default()
    }
}

impl fmt::Display for Times {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut all: Vec<_> = self.calls.iter().map(|call| call.all).collect();
        all.sort_unstable();
        let at = |share: f64| {
            let last = all.len().saturating_sub(1);
            all.get((last as f64 * share).round() as usize)
                .copied()
                .unwrap_or_default()
        };
        write!(formatter, "{:<15} {:>9}", self.name, all.len())?;
        for time in [at(0.5), at(0.99), at(0.999), at(1.0), self.longest()] {
            write!(formatter, " {:>7.1} µs", time.as_secs_f64() * 1e6)?;
        }
        Ok(())
    }
}
