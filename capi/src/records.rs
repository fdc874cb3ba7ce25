//! The records of the log that wait for the program.
//!
//! The SDK logs to the crate `log`, in some places under a lock. So the logger only queues the records. They are delivered
//! at places without locks: at the end of each function of the interface, and after each attempt of a request.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use halo_infinite::jiff::Timestamp;
use log::{Log, Metadata, Record};
use serde_json::json;

use crate::slot::CallbackSlot;

/// Maximum number of records that wait. Of more, the newest are dropped, and their number is reported.
const MAX_QUEUE: usize = 1000;

/// The start of the targets of the SDK's records. Others, such as those of the HTTP library, can show tokens.
const TARGET: &str = "halo_infinite::";

pub(crate) static LOGGER: Logger = Logger::new();

pub(crate) struct Logger {
    pub callback: CallbackSlot,
    queue: Mutex<Queue>,
    /// Whether the queue holds records, to find out without its lock.
    is_filled: AtomicBool,
    /// Whether a thread delivers records: one at a time, so that they keep their order.
    is_delivering: AtomicBool,
}

struct Queue {
    /// In JSON.
    records: VecDeque<String>,
    /// Number of records for which there was no room.
    dropped: u64,
}

impl Logger {
    const fn new() -> Self {
        Self {
            callback: CallbackSlot::new(),
            queue: Mutex::new(Queue {
                records: VecDeque::new(),
                dropped: 0,
            }),
            is_filled: AtomicBool::new(false),
            is_delivering: AtomicBool::new(false),
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, record: String) {
        let mut queue = self.queue();
        match queue.records.len() < MAX_QUEUE {
            true => queue.records.push_back(record),
            false => queue.dropped += 1,
        }
        self.is_filled.store(true, Ordering::Relaxed);
    }

    /// The oldest record. In the place of dropped ones, a record with their number.
    fn next(&self) -> Option<String> {
        let mut queue = self.queue();
        let record = queue.records.pop_front().or_else(|| {
            let dropped = std::mem::take(&mut queue.dropped);
            let message =
                format!("{dropped} records were dropped, because nothing was there to deliver them");
            (dropped > 0).then(|| in_json(log::Level::Warn, "halo_infinite_capi", &message))
        });
        let has_more = !queue.records.is_empty() || queue.dropped > 0;
        self.is_filled.store(has_more, Ordering::Relaxed);
        record
    }

    /// Forgets the records that wait.
    pub fn clear(&self) {
        let mut queue = self.queue();
        queue.records.clear();
        queue.dropped = 0;
        self.is_filled.store(false, Ordering::Relaxed);
    }
}

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with(TARGET) && metadata.level() <= log::max_level()
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            let message = record.args().to_string();
            self.push(in_json(record.level(), record.target(), &message));
        }
    }

    fn flush(&self) {}
}

fn in_json(level: log::Level, target: &str, message: &str) -> String {
    let level = level.as_str().to_ascii_lowercase();
    let time = format!("{:.3}", Timestamp::now());
    json!({ "time": time, "level": level, "target": target, "message": message }).to_string()
}

/// Delivers the records that wait. No lock may be held. If another thread delivers already, it delivers these too.
pub(crate) fn deliver() {
    // Others can log all the time: this thread has more to do than to deliver their records.
    for _ in 0..MAX_QUEUE {
        if !LOGGER.is_filled.load(Ordering::Relaxed) {
            return;
        }
        let Some(_turn) = Turn::take() else { return };
        if let Some(record) = LOGGER.next() {
            LOGGER.callback.call(|| record);
        }
    }
}

/// The permission to deliver a record.
struct Turn;

impl Turn {
    /// `None` if another thread has it, or this one further up: then the callback has called a function.
    fn take() -> Option<Self> {
        let is_taken = LOGGER.is_delivering.swap(true, Ordering::Acquire);
        (!is_taken).then_some(Self)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        LOGGER.is_delivering.store(false, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use log::LevelFilter;

    use super::*;

    #[test]
    fn a_full_queue_says_how_much_it_lacks() {
        let logger = Logger::new();
        for number in 0..MAX_QUEUE + 2 {
            logger.push(number.to_string());
        }
        for number in 0..MAX_QUEUE {
            assert!(logger.is_filled.load(Ordering::Relaxed));
            assert_eq!(logger.next(), Some(number.to_string()));
        }
        assert!(logger.next().unwrap().contains("2 records were dropped"));
        assert!(!logger.is_filled.load(Ordering::Relaxed));
        assert_eq!(logger.next(), None);
    }

    #[test]
    fn only_records_of_the_sdk_are_taken() {
        let enabled = |target| {
            let metadata = Metadata::builder()
                .level(log::Level::Error)
                .target(target)
                .build();
            LOGGER.enabled(&metadata)
        };
        log::set_max_level(LevelFilter::Debug);
        assert!(enabled("halo_infinite::http::attempt"));
        for target in ["ureq::run", "halo_infinite_sandbox::server", "rustls", ""] {
            assert!(!enabled(target), "{target}");
        }
        log::set_max_level(LevelFilter::Off);
        assert!(!enabled("halo_infinite::http::attempt"));
    }
}
