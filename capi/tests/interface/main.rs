//! The interface from the side of its callers.

mod bench;
mod codes;
mod header;
mod watch;
mod worker;
