//! The matches of the worlds: they are complete and consistent, and a seed reproduces them.

#[path = "../common/mod.rs"]
mod common;
mod outcomes;
mod seeds;
mod totals;
