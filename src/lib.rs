//! A blocking, typed client of the Halo Infinite web API.
//!
//! ```
//! use halo_infinite::Client;
//!
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let builder = Client::builder().environment(sandbox.environment());
//! # let (spartan_token, clearance_token) = (sandbox.spartan_token(), sandbox.clearance());
//! # let gamertag = sandbox.world().home().gamertag();
//! # stringify!(
//! let builder = Client::builder();
//! # );
//! let client = builder.tokens(spartan_token, clearance_token).build()?;
//!
//! let history = client.stats().match_history(gamertag).count(10).send()?;
//! let last = &history.results[0];
//! println!("Last match played on {}", last.match_info.start_time.strftime("%Y-%m-%d"));
//! println!("{}: {}", last.match_info.game_variant_category, last.outcome);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # One shape to learn
//!
//! A [`Client`] has a handle for each service, such as [`client.stats()`](Client::stats). Each method
//! of a service gives a [`Request`]: nothing is sent yet. Its setters narrow it.
//! [`send`](Request::send) makes the call and gives the model; [`response`](Request::response) gives
//! the whole [`Response`], with status, headers and bytes.
//!
//! # Tokens
//!
//! Every call carries a Spartan token. [`auth`] gets one by signing a player in; it can also be copied
//! from the network traffic of Halo Waypoint.
//!
//! # Rate limits
//!
//! The client sends at most 5 requests a second to each service, evenly spaced, and waits where it
//! must: see [`ClientBuilder::requests_per_second`].
//!
//! # Bad networks
//!
//! Calls are tried again where that may help and does no harm; [`RetryPolicy`] says when. No call takes
//! longer than its [deadline](ClientBuilder::deadline), and a [`CancelToken`] stops calls at once. What
//! a service may answer is bounded: 64 MiB of [decompressed body](ClientBuilder::max_body_size), 64 KiB
//! of headers, 128 levels of JSON, no redirects.
//!
//! # Many calls
//!
//! What comes in pages can be [read to its end](Pages), and [`Client::fetch`] makes many calls at a time,
//! from any iterator of requests:
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! # let gamertag = sandbox.world().home().gamertag();
//! let history = client.stats().match_history(gamertag).iter();
//! let requests = history.map(|entry| entry.map(|entry| client.stats().match_stats(entry.match_id)));
//! for fetched in client.fetch(requests) {
//!     println!("{} players", fetched.result?.players.len());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Errors
//!
//! Wrong arguments are reported before anything is sent. Any other [`Error`] names the call and says
//! what happened and what to do. Nothing in this crate panics on what an answer holds, and nothing is
//! printed; records of the crate `log` at levels info and debug say what is going on. Tokens are in
//! none of these.
//!
//! # Cache
//!
//! With the feature `cache`, a client can be given a folder that keeps the answers that do not change.
//!
//! # Payloads from any year
//!
//! The API is undocumented and changes. [`models`] says how that is dealt with; [`decode`] and
//! [`drift`] do the same for payloads that are kept in files.
//!
//! # Types of other crates
//!
//! Points in time are [`jiff::Timestamp`]s, GUIDs are [`uuid::Uuid`]s, and a ready-made agent is one of
//! [`ureq`]'s. These crates are re-exported, so that a program need not depend on the same versions.
//!
//! # Tests
//!
//! The crate `halo-infinite-sandbox` is a fake of the whole backend that runs inside a program's own
//! process, for trying things out and for tests.

// What comes from outside must never bring a program down.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

#[cfg(feature = "client")]
pub mod auth;
#[cfg(feature = "cache")]
pub mod cache;
pub mod error;
pub mod film;
#[cfg(feature = "client")]
pub mod limiter;
pub mod models;
pub mod refdata;
#[cfg(feature = "client")]
pub mod request;
#[cfg(feature = "client")]
pub mod services;
pub mod types;

#[cfg(feature = "client")]
mod client;
mod decode;
#[cfg(feature = "client")]
mod fs;
#[cfg(fuzzing)]
pub mod fuzzing;
#[cfg(feature = "client")]
mod http;
#[cfg(feature = "client")]
mod matches;
#[cfg(feature = "client")]
mod pipeline;
#[cfg(feature = "client")]
mod sync;

/// Payloads: decoding without a client, and files that are not JSON.
pub mod payload {
    pub use crate::decode::{DecodeError, decode, drift};
    #[cfg(feature = "client")]
    pub use crate::request::RawFile;
}

/// Clocks, which tests can replace.
#[cfg(feature = "client")]
pub mod time {
    pub use crate::sync::{Clock, SystemClock};
}

#[cfg(feature = "client")]
pub use ureq;
pub use {jiff, uuid};

#[cfg(feature = "client")]
pub use client::{Client, ClientBuilder};
#[cfg(feature = "client")]
pub use error::Error;
#[cfg(feature = "client")]
pub use http::{Environment, RetryPolicy};
#[cfg(feature = "client")]
pub use matches::Match;
#[cfg(feature = "client")]
pub use request::{Request, Response};
#[cfg(feature = "client")]
pub use sync::CancelToken;
pub use types::{Player, Xuid};

include!(concat!(env!("OUT_DIR"), "/registry.rs"));
