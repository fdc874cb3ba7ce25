//! Watches.

mod callback;
mod close;
mod receive;
mod setup;
mod wrong_use;
