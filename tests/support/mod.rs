//! Helpers that the test programs share.

#![allow(dead_code, reason = "each test program uses a part of this")]

pub mod bench;
pub mod captures;
pub mod clocks;
pub mod fake_proxy;
pub mod folder;
pub mod log;
pub mod properties;
pub mod reports;
pub mod spellings;
pub mod tls_server;
pub mod wait;
