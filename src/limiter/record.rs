//! The fill level that programs share, as it stands in a file.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::level::Level;

/// Length of a record in the file, in bytes: the text, and spaces. Since the length never changes, a new record
/// needs no more space on the disk than the old one.
pub(super) const LENGTH: usize = 256;

/// A fill level in times of day, which all programs share.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Record {
    full_at: Timestamp,
    pause_end: Timestamp,
    pace: f64,
    lowered_at: Option<Timestamp>,
}

/// A moment on the clock of a program, and as a time of day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    pub now: Duration,
    pub timestamp: Timestamp,
}

impl Moment {
    /// A time of day on the clock of the program. Times before the clock's origin become the origin.
    fn local(&self, time: Timestamp) -> Duration {
        let ahead = time.duration_since(self.timestamp);
        match ahead.is_negative() {
            true => self.now.saturating_sub(ahead.unsigned_abs()),
            false => self.now.saturating_add(ahead.unsigned_abs()),
        }
    }

    /// A time of the program's clock as a time of day.
    fn shared(&self, time: Duration) -> Timestamp {
        let signed = |duration| SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX);
        let ahead = signed(time).saturating_sub(signed(self.now));
        let limit = match ahead.is_negative() {
            true => Timestamp::MIN,
            false => Timestamp::MAX,
        };
        self.timestamp.checked_add(ahead).unwrap_or(limit)
    }
}

impl Record {
    pub fn new(level: &Level, moment: Moment) -> Self {
        Self {
            full_at: moment.shared(level.full_at),
            pause_end: moment.shared(level.pause_end),
            pace: level.pace,
            lowered_at: level.lowered_at.map(|time| moment.shared(time)),
        }
    }

    /// The record that these bytes of a file start with; `None` if they are none.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let text = bytes.get(..LENGTH)?;
        let record: Self = serde_json::from_slice(text).ok()?;
        (Level::SLOWEST..=1.0).contains(&record.pace).then_some(record)
    }

    /// The bytes for the file.
    pub fn bytes(&self) -> serde_json::Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec(self)?;
        bytes.resize(LENGTH, b' ');
        Ok(bytes)
    }

    /// Adds the record to a level: the later of both times holds, so that a program never forgets the permits and
    /// pauses that it knows. Returns whether the record was impossible.
    ///
    /// No level is further from the present than a pause, the burst and an interval. If the time of day was turned
    /// back, or the file is damaged, a record can be: then it counts as if a permit had just been granted, and a
    /// longer pause as none.
    pub fn merge_into(&self, level: &mut Level, moment: Moment, max_pause: Duration) -> bool {
        level.pace = self.pace;
        // A rate cannot have been lowered after the present.
        let lowered_at = self.lowered_at.map(|time| moment.local(time).min(moment.now));
        level.lowered_at = level.lowered_at.max(lowered_at);
        let pause_end = moment.local(self.pause_end);
        let is_pause = pause_end <= moment.now.saturating_add(max_pause);
        if is_pause {
            level.pause_end = level.pause_end.max(pause_end);
        }
        let open_at = moment.now.max(level.pause_end);
        let latest = open_at
            .saturating_add(level.rate.tolerance())
            .saturating_add(level.interval());
        let full_at = moment.local(self.full_at);
        level.full_at = level.full_at.max(full_at.min(latest));
        !is_pause || full_at > latest
    }
}
