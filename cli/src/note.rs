//! Notes on the standard error.

use std::fmt::Display;
use std::io::Write;

/// Prints a line on the standard error. Without a reader it is lost, which is no reason to stop.
pub fn note(text: impl Display) {
    let _ = writeln!(anstream::stderr(), "{text}");
}
