//! Notes whether a model is written in another form than the document that it was read from.
//!
//! A body that was read as it is can be passed on as the JSON of its model. So all code that reads a value leniently,
//! skips a field or fills one in calls [`note_change`]. These differences are no changes: an optional field that is
//! absent in one and `null` in the other, blanks, escapes, the order of fields, and the digits of floats and of
//! fractions of a second.

#[cfg(feature = "by-name")]
use std::cell::Cell;

#[cfg(feature = "by-name")]
thread_local! {
    static IS_CHANGED: Cell<bool> = const { Cell::new(false) };
}

/// Notes that a value is written in another form than it was read.
#[cold]
pub fn note_change() {
    #[cfg(feature = "by-name")]
    IS_CHANGED.set(true);
}

/// Runs a function. Also returns whether it noted a change.
#[cfg(feature = "by-name")]
pub fn noting_changes<T>(run: impl FnOnce() -> T) -> (T, bool) {
    let outer = IS_CHANGED.replace(false);
    let result = run();
    (result, IS_CHANGED.replace(outer))
}
