//! Signing in: each step of the chain, consent, the ways to a first token, and long sessions.

mod authorization_code;
#[path = "../common/mod.rs"]
mod common;
mod consent;
mod device_code;
mod sessions;
mod steps;
