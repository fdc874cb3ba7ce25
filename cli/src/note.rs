//! Notes on the standard error.

use std::fmt::Display;
use std::io::Write;

use crate::show::printable_lines;

/// Prints lines on the standard error. Names of the services in it have no effect on the terminal. Without a reader the
/// note is lost, which is no reason to stop.
pub fn note(text: impl Display) {
    let text = printable_lines(&text.to_string());
    let _ = writeln!(anstream::stderr(), "{text}");
}
