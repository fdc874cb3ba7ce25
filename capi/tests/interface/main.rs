//! The interface from the side of its callers.

mod call;
mod caller;
mod client;
mod documented;
mod endpoints;
mod header;
mod log;
mod observer;
mod session;
