//! Calls.

mod options;
