//! The server: its log, its end, canned responses, and scripted faults.

#[path = "../common/mod.rs"]
mod common;
mod connection;
mod responses;
mod rules;
mod server;
