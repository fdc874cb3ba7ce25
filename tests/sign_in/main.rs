//! Signing in, and staying signed in.

#[path = "../support/mod.rs"]
mod support;

mod bench;
mod blank;
mod chain;
mod check_app;
mod clearance;
mod clock;
mod conditions;
mod expiry;
mod flows;
#[cfg(feature = "keyring")]
mod keyring;
mod observer;
mod processes;
mod real_browser;
mod refusals;
mod rests;
mod setup;
mod single_steps;
mod store_files;
mod store_locks;
mod stores;
mod trouble;
mod visitors;
mod waits;
mod xbox_token;
