//! Limits that programs share.

mod records;
mod simulated;
mod world;
