//! Signing in, and staying signed in.

#[path = "../support/mod.rs"]
mod support;

mod chain;
mod expiry;
mod flows;
#[cfg(feature = "keyring")]
mod keyring;
mod processes;
mod real_browser;
mod setup;
mod stores;
mod trouble;
mod whoami;
