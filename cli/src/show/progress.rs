//! Progress on terminals.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Progress on the standard error: only on terminals, and gone when it is dropped. What takes no time is not shown: a bar
/// that comes and goes at once is only in the way.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    bars: MultiProgress,
    /// The thread that shows the bar if it takes longer. It ends when the sender is dropped.
    patience: Option<(Sender<()>, JoinHandle<()>)>,
    /// Number of bars.
    running: Rc<Cell<usize>>,
}

/// The time until a bar is shown.
const PATIENCE: Duration = Duration::from_millis(300);
/// The time between two pictures of a spinner.
const TICK: Duration = Duration::from_millis(120);

impl Progress {
    /// Progress among others. `length` is the number of steps, if it is known.
    pub(super) fn new(
        bars: &MultiProgress,
        running: &Rc<Cell<usize>>,
        width: usize,
        text: &str,
        length: Option<u64>,
    ) -> Self {
        let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template(&template(width, text, length)) {
            bar.set_style(style);
        }
        bar.set_message(text.to_owned());
        running.set(running.get() + 1);
        Self {
            patience: (!bars.is_hidden()).then(|| show_later(bars.clone(), bar.clone())),
            bar,
            bars: bars.clone(),
            running: Rc::clone(running),
        }
    }

    /// One step more.
    pub fn step(&self) {
        self.bar.inc(1);
    }
}

/// The widest bar.
const BAR: usize = 15;
/// A bar that is narrower shows nothing.
const NARROWEST_BAR: usize = 4;

/// The template of a bar that fits the terminal. Its text is shortened if it must be.
fn template(width: usize, text: &str, length: Option<u64>) -> String {
    // A terminal breaks the line at its last column.
    let width = width.saturating_sub(1);
    let text = text.chars().count();
    let shortened = |room: usize| format!("{{msg:{}!}}", text.min(room));
    let Some(length) = length else {
        return format!("{{spinner}} {}", shortened(width.saturating_sub(2)));
    };
    // The count of steps, and a blank before it.
    let count = 2 * length.to_string().len() + 2;
    match width.saturating_sub(text + 1 + count) {
        bar @ NARROWEST_BAR.. => format!("{{msg}} {{bar:{}}} {{pos}}/{{len}}", bar.min(BAR)),
        _ => format!("{} {{pos}}/{{len}}", shortened(width.saturating_sub(count))),
    }
}

/// Shows the bar after a while, unless the sender is dropped before.
fn show_later(bars: MultiProgress, bar: ProgressBar) -> (Sender<()>, JoinHandle<()>) {
    let (sender, end) = mpsc::channel();
    let thread = thread::spawn(move || {
        if end.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            let bar = bars.add(bar);
            bar.tick();
            bar.enable_steady_tick(TICK);
        }
    });
    (sender, thread)
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.patience.take() {
            drop(sender);
            // It cannot panic, and its end is all that matters.
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
        self.bars.remove(&self.bar);
        self.running.set(self.running.get().saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::template;

    #[test]
    fn a_bar_fits_the_terminal() {
        for (width, length, expected) in [
            (80, Some(25), "{msg} {bar:15} {pos}/{len}"),
            (50, Some(25), "{msg} {bar:9} {pos}/{len}"),
            (40, Some(25), "{msg:33!} {pos}/{len}"),
            (30, Some(1000), "{msg:19!} {pos}/{len}"),
            (80, None, "{spinner} {msg:33!}"),
            (20, None, "{spinner} {msg:17!}"),
        ] {
            let text = "fetching matches for the forecast";
            assert_eq!(template(width, text, length), expected, "{width}");
        }
    }
}
