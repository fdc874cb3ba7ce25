//! Progress on terminals.

use std::cell::Cell;
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Progress on the standard error: only on terminals, and gone when it is dropped. Steps that take no time are not shown:
/// a bar that comes and goes at once is only in the way.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    bars: MultiProgress,
    start: Instant,
    /// Whether steps will show the bar.
    is_due: Cell<bool>,
}

/// The time until a bar is shown.
const PATIENCE: Duration = Duration::from_millis(300);

impl Progress {
    /// Progress among others. `length` is the number of steps, if it is known.
    pub(super) fn new(bars: &MultiProgress, text: &str, length: Option<u64>) -> Self {
        let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::hidden());
        let template = match length {
            Some(_) => "{msg} {bar:15} {pos}/{len}",
            None => "{spinner} {msg}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(text.to_owned());
        if length.is_none() {
            bars.add(bar.clone());
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        Self {
            bar,
            bars: bars.clone(),
            start: Instant::now(),
            is_due: Cell::new(length.is_some()),
        }
    }

    /// One step more.
    pub fn step(&self) {
        if self.is_due.get() && self.start.elapsed() > PATIENCE {
            self.is_due.set(false);
            self.bars.add(self.bar.clone());
        }
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
        self.bars.remove(&self.bar);
    }
}
