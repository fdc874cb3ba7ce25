//! The interface from the side of its callers.

mod bench;
mod call;
mod caller;
mod client;
mod codes;
mod documented;
mod endpoints;
mod header;
mod header;
mod log;
mod observer;
mod session;
mod watch;
mod worker;
