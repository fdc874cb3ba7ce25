//! The missing parts of a result: a command prints the rest, and fails in the end.

use std::fmt::Display;

use halo_infinite::{Error, Names};

use super::Context;
use crate::failure::{Failure, in_words};
use crate::show::printable;

impl Context {
    /// Remembers that a part of the result is missing.
    pub fn gap(&self, reason: impl Display) {
        self.gaps.borrow_mut().push(printable(&reason.to_string()));
    }

    /// A part of the result; `None`, and a gap, if it failed. Ctrl-C ends the command.
    pub fn part<T>(
        &self,
        part: impl Display,
        result: Result<T, impl Into<Failure>>,
    ) -> Result<Option<T>, Failure> {
        match result.map_err(Into::into) {
            Ok(value) => Ok(Some(value)),
            Err(failure) if failure.is_silent() => Err(failure),
            Err(failure) => {
                self.gap(format_args!("without {part}: {failure}"));
                Ok(None)
            }
        }
    }

    /// The reason why names are missing. A thing that no longer exists has no name, and is shown as its ID: that is
    /// no gap.
    pub(super) fn names_error(&self) -> Option<(Error, usize)> {
        let missing = self.names.get().map(Names::missing).unwrap_or_default();
        let mut errors = missing
            .into_iter()
            .filter_map(|missing| missing.error)
            .filter(|error| error.status() != Some(404));
        let first = errors.next()?;
        Some((first, 1 + errors.count()))
    }

    /// The result of a command, which is a failure if parts are missing.
    pub(super) fn report_gaps(&self, result: Result<(), Failure>) -> Result<(), Failure> {
        // A failure without a result shows no names.
        let shows_names = result.is_ok() || !self.gaps.borrow().is_empty();
        if let Some((error, count)) = self.names_error().filter(|_| shows_names) {
            self.gap(format_args!("without {count} names: {}", in_words(&error)));
        }
        let reasons = self.gaps.take();
        match result {
            result if reasons.is_empty() => result,
            Err(failure) if failure.is_silent() => Err(failure),
            result => Err(Failure::Incomplete {
                reasons,
                failure: result.err().map(Box::new),
            }),
        }
    }
}
