//! The interface from the side of its callers.

mod bindings;
mod call;
mod client;
mod codes;
mod documented;
mod endpoints;
mod fetch;
mod film;
mod header;
mod log;
mod observer;
mod pages;
mod session;
mod support;
mod threads;
mod unloading;
mod watch;
mod worker;
mod wrong_use;
