//! The interface from the side of its callers.

mod header;
mod threads;
mod wrong_use;
