//! Limits that programs share.

mod files;
mod processes;
mod records;
mod simulated;
mod world;
