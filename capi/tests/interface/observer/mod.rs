//! Reports of attempts.

mod removal;
mod reports;
