//! The interface from the side of its callers.

mod bench;
mod bindings;
mod call;
mod caller;
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
mod studio;
mod threads;
mod unloading;
mod watch;
mod worker;
mod wrong_use;
