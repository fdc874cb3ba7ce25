//! Calls.

mod options;
mod raw;
