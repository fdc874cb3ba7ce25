//! What several commands about matches share.

mod medals;
mod names;
mod words;

use std::fmt::Display;
use std::panic::resume_unwind;
use std::thread::ScopedJoinHandle;

pub use medals::{Earned, MedalBook, rarity_paint};
pub use names::OneOf;
pub use words::{kind_name, outcome_paint, place_name, team_paint};

use halo_infinite::{Error, Names};

use crate::context::Context;
use crate::failure::{Failure, in_words};

/// The result of a thread. A panic goes on in this thread.
pub fn join<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

/// The part of a report, or a note on the standard error in its place. Ctrl-C ends the command.
pub fn or_note<T>(
    context: &Context,
    part: impl Display,
    result: Result<T, Error>,
) -> Result<Option<T>, Failure> {
    match result {
        Ok(part) => Ok(Some(part)),
        Err(error @ Error::Cancelled { .. }) => Err(error.into()),
        Err(error) => {
            context
                .out
                .note(format_args!("without {part}: {}", in_words(&error)));
            Ok(None)
        }
    }
}

impl Context {
    /// Notes once why names are missing. Names that the services do not have are shown as IDs, without a note.
    pub fn note_missing_names(&self) {
        let missing = self.names().map(Names::missing).unwrap_or_default();
        let errors: Vec<_> = missing
            .iter()
            .filter_map(|missing| missing.error.as_ref())
            .collect();
        if let Some(error) = errors.first() {
            self.out.note(format_args!(
                "without {} names: {}",
                errors.len(),
                in_words(error)
            ));
        }
    }
}
