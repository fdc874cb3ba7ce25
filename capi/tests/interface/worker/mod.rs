//! Workers.

mod callbacks;
mod cancel;
mod close;
mod poll;
mod setup;
mod wrong_use;
