//! The client and its builder.

mod builder;
#[allow(clippy::module_inception)]
mod client;
mod token_source;

pub use builder::ClientBuilder;
pub use client::Client;
