//! The fill level of a bucket, and the times of its permits.

use std::time::Duration;

use super::rate::Rate;

/// The fill level of a bucket. All times are the clock's.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Level {
    pub rate: Rate,
    /// When the bucket is full again if no further permit is granted.
    pub full_at: Duration,
    /// When the last pause ends. The bucket does not fill during a pause.
    pub pause_end: Duration,
    /// The share of the rate in use: 1 unless the service throttled.
    pub pace: f64,
    /// When the rate was last lowered.
    pub lowered_at: Option<Duration>,
}

/// A request's place among the permits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Turn {
    /// When the request gets its permit, if all requests before it take theirs in time.
    pub due: Duration,
    /// Whether no request before it gets a permit.
    pub is_next: bool,
}

/// The next permits, one after the other.
#[derive(Clone, Copy)]
pub(super) struct Permits {
    full_at: Duration,
    interval: Duration,
    tolerance: Duration,
    /// No permit comes before this time.
    open_at: Duration,
    is_first: bool,
}

impl Permits {
    pub fn turn(&self) -> Turn {
        Turn {
            due: self.full_at.saturating_sub(self.tolerance).max(self.open_at),
            is_next: self.is_first,
        }
    }

    pub fn take(&mut self) {
        self.full_at = self.full_at.saturating_add(self.interval);
        self.is_first = false;
    }
}

impl Level {
    /// The slowest pace.
    pub const SLOWEST: f64 = 1.0 / 32.0;
    /// Each success adds this.
    const STEP: f64 = 1.0 / 20.0;

    /// A full bucket.
    pub fn new(rate: Rate) -> Self {
        Self {
            rate,
            full_at: Duration::ZERO,
            pause_end: Duration::ZERO,
            pace: 1.0,
            lowered_at: None,
        }
    }

    /// The time between two permits at the current pace.
    pub fn interval(&self) -> Duration {
        match self.pace < 1.0 {
            true => scale(self.rate.interval(), 1.0 / self.pace),
            false => self.rate.interval(),
        }
    }

    pub fn permits(&self, now: Duration) -> Permits {
        let open_at = now.max(self.pause_end);
        Permits {
            full_at: self.full_at.max(open_at),
            interval: self.interval(),
            tolerance: self.rate.tolerance(),
            open_at,
            is_first: true,
        }
    }

    /// Grants a permit.
    pub fn grant(&mut self, now: Duration) {
        let mut permits = self.permits(now);
        permits.take();
        self.full_at = permits.full_at;
    }

    /// Grants no permit before this time. The fill level stays as it is until then. Returns whether that
    /// changes anything.
    pub fn pause_until(&mut self, time: Duration, now: Duration) -> bool {
        let start = now.max(self.pause_end);
        let is_longer = time > start;
        if is_longer {
            let full_at = self.full_at.max(start);
            self.full_at = full_at.saturating_add(time.saturating_sub(start));
            self.pause_end = time;
        }
        is_longer
    }

    /// Lowers the rate after a response to a request that was sent at this time. Returns whether it did.
    pub fn throttled(&mut self, sent_at: Duration, now: Duration) -> bool {
        let is_lowered = self.is_news(sent_at);
        if is_lowered {
            self.lowered_at = Some(now);
            self.set_pace((self.pace / 2.0).max(Self::SLOWEST), now);
        }
        is_lowered
    }

    /// Raises a lowered rate after a response to a request that was sent at this time. Returns whether it did.
    pub fn succeeded(&mut self, sent_at: Duration, now: Duration) -> bool {
        let is_raised = self.pace < 1.0 && self.is_news(sent_at);
        if is_raised {
            self.set_pace((self.pace + Self::STEP).min(1.0), now);
        }
        is_raised
    }

    /// Changes the pace, also for the rest of the wait for the next permit.
    fn set_pace(&mut self, pace: f64, now: Duration) {
        let change = self.pace / pace;
        self.pace = pace;
        let Permits { open_at, .. } = self.permits(now);
        let due = self.full_at.saturating_sub(self.rate.tolerance());
        let wait = due.saturating_sub(open_at);
        // Never longer than an interval, even after rounding.
        let scaled = scale(wait, change).min(self.interval());
        self.full_at = self.full_at.saturating_sub(wait).saturating_add(scaled);
    }

    /// Whether a response to a request sent at this time applies to the current pace.
    fn is_news(&self, sent_at: Duration) -> bool {
        self.lowered_at.is_none_or(|lowered| sent_at > lowered)
    }
}

/// Multiplies a duration. Rounds up, so that the rate is never exceeded.
fn scale(duration: Duration, factor: f64) -> Duration {
    // Numbers that are too large to represent become the largest one.
    Duration::from_nanos((duration.as_nanos() as f64 * factor).ceil() as u64)
}
