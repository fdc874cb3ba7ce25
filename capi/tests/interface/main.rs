//! The interface from the side of its callers.

mod header;
mod session;
mod threads;
mod wrong_use;
