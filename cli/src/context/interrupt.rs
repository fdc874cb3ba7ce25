//! Ctrl-C, and the signals that ask a program to end.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread;
use std::time::Duration;

use halo_infinite::CancelToken;

use crate::failure::Failure;

/// The time that a cancelled command has to end by itself.
const GRACE: Duration = Duration::from_millis(120);

/// The exit code of the signal that arrived first; 0 before it.
#[derive(Debug, Default)]
pub struct Interrupt(Arc<AtomicU8>);

impl Interrupt {
    /// Cancels the token at Ctrl-C, and at the signals `TERM` and `HUP`. A command that has not ended soon after it ends
    /// here.
    pub fn watch(cancel: &CancelToken) -> Result<Self, Failure> {
        let interrupt = Self::default();
        let code = Arc::clone(&interrupt.0);
        let cancel = cancel.clone();
        let end = move |exit_code: u8| {
            code.store(exit_code, Ordering::Relaxed);
            cancel.cancel();
            thread::sleep(GRACE);
            std::process::exit(exit_code.into());
        };
        on_signal(end).map_err(|error| {
            Failure::new(
                format!("Ctrl-C cannot be watched: {error}"),
                "run halo in another shell",
            )
        })?;
        Ok(interrupt)
    }

    /// The exit code, if a signal has arrived.
    pub fn exit_code(&self) -> Option<u8> {
        Some(self.0.load(Ordering::Relaxed)).filter(|code| *code != 0)
    }
}

/// Calls a function with the exit code of the first signal that arrives: 128 and the number of the signal.
#[cfg(unix)]
fn on_signal(end: impl Fn(u8) + Send + 'static) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let ignored = ignored();
    let watched = [SIGHUP, SIGINT, SIGTERM]
        .into_iter()
        .filter(|signal| ignored >> (signal - 1) & 1 == 0);
    let mut signals = Signals::new(watched)?;
    let wait = move || {
        if let Some(signal) = signals.forever().next() {
            end(u8::try_from(128 + signal).unwrap_or(u8::MAX));
        }
    };
    thread::Builder::new().spawn(wait).map(drop)
}

/// The signals that the program was started to ignore, such as by `nohup`: a bit for each, from the lowest. The safe ways
/// to watch a signal replace how it is treated without a look at it, so this asks Linux. Other systems do not say.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let bits = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    bits.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok())
        .unwrap_or_default()
}

/// Calls a function with the exit code of Ctrl-C.
#[cfg(windows)]
fn on_signal(end: impl Fn(u8) + Send + 'static) -> io::Result<()> {
    ctrlc::set_handler(move || end(crate::failure::INTERRUPTED)).map_err(io::Error::other)
}
