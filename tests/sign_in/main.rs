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
mod store_files;
mod store_locks;
mod stores;
mod trouble;
mod whoami;
