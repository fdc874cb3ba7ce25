//! Signing in, and staying signed in.

#[path = "../support/mod.rs"]
mod support;

mod blank;
mod chain;
mod expiry;
mod flows;
#[cfg(feature = "keyring")]
mod keyring;
mod processes;
mod real_browser;
mod refusals;
mod setup;
mod stores;
mod trouble;
mod visitors;
mod whoami;
