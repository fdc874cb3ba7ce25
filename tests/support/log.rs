//! One logger for all tests of a program: a process can have only one.
//!
//! Tests run in parallel. A test reads either the records of its own thread or those of all threads.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::sync::{Mutex, Once, PoisonError};

use log::{Level, LevelFilter, Log, Metadata, Record};

thread_local!(static THREAD: RefCell<Option<String>> = const { RefCell::new(None) });
static PROCESS: Mutex<Option<String>> = Mutex::new(None);

/// Records everything from the SDK, and what other crates log down to debug level. Below that, ureq
/// logs the bytes that it sends, which the documentation of the SDK warns of.
struct Recorder;

impl Log for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= Level::Debug || metadata.target().starts_with("halo_infinite::")
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let line = |text: &mut String| {
            writeln!(text, "{} {} {}", record.level(), record.target(), record.args()).unwrap();
        };
        THREAD.with_borrow_mut(|text| text.as_mut().map(line));
        let mut process = PROCESS.lock().unwrap_or_else(PoisonError::into_inner);
        process.as_mut().map(line);
    }

    fn flush(&self) {}
}

fn install() {
    static INSTALL: Once = Once::new();
    INSTALL.call_once(|| {
        log::set_logger(&Recorder).unwrap();
        log::set_max_level(LevelFilter::Trace);
    });
}

/// Starts to record what this thread logs.
pub fn record_thread() {
    install();
    THREAD.set(Some(String::new()));
}

/// Returns what this thread has logged since [`record_thread`], which ends.
pub fn take_thread() -> String {
    THREAD.take().expect("the thread is recorded")
}

/// Starts to record what all threads log. Only one test of a program may do this.
pub fn record_process() {
    install();
    let mut process = PROCESS.lock().unwrap();
    assert!(process.is_none(), "two tests record all threads");
    *process = Some(String::new());
}

/// Forgets what all threads have logged so far.
pub fn clear_process() {
    PROCESS.lock().unwrap().as_mut().unwrap().clear();
}

/// Returns what all threads have logged since [`record_process`].
pub fn read_process() -> String {
    PROCESS.lock().unwrap().clone().unwrap()
}

/// Returns what all threads have logged since [`record_process`], which ends.
pub fn take_process() -> String {
    let mut process = PROCESS.lock().unwrap();
    process.take().expect("all threads are recorded")
}
