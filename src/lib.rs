//! A blocking, typed SDK for the Halo Infinite web API.
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
//! # Guides
//!
//! | guide | content |
//! |---|---|
//! | [Getting started](guide::getting_started) | tokens, the first program, many matches, films |
//! | [Sign-in](guide::sign_in) | the app registration, three ways to sign in, stores for tokens |
//! | [Threads and UIs](guide::threads_and_uis) | methods that wait, their bounds, worker threads, async programs |
//! | [Embedding in game tools](guide::embedding) | overlays, stream widgets, bots, Bevy |
//! | [Proxies and certificates](guide::proxies) | proxies, virus scanners, and other settings of the HTTP client |
//! | [Reliability](guide::reliability) | promises with their bounds and their tests |
//! | [Features](guide::features) | the Cargo features |
//! | [Size](guide::size) | the size of a program with each feature, and the settings for a small one |
//! | From [SPNKr](guide::from_spnkr), [Grunt](guide::from_grunt), [halo_api](guide::from_halo_api) | the methods of other clients beside those of this crate |
//! | [What is left out](guide::left_out) | calls without a method, and the raw calls to use instead |
//!
//! # One shape to learn
//!
//! A [`Client`] has a method for each service, such as [`client.stats()`](Client::stats). Each method of a
//! service returns a [`Request`], and sends nothing yet. Setters narrow the request. [`send`](Request::send)
//! sends it and returns the model; [`response`](Request::response) returns the whole [`Response`], with
//! status, headers and bytes.
//!
//! Arguments are checked types with conversions: a player can be a gamertag, `"xuid(…)"`, digits, a number or
//! a [`Xuid`]. A wrong argument does not interrupt the chain of setters: `send` reports it before anything is
//! sent.
//!
//! An endpoint that this crate has no method for is a constant of your own: see [`Client::request`]. For a single
//! call, [`Client::raw`] takes a path. [`services::endpoints`] lists the endpoints of this crate. Programs that do not know
//! the endpoint when they are compiled, such as bindings to other languages, call it by its name: see the feature
//! `by-name`.
//!
//! Methods that change data at the services start with "Writes:" in their documentation. A client sends them only
//! after [`allow_writes`](ClientBuilder::allow_writes).
//!
//! # Tokens
//!
//! Every request carries a Spartan token. [`auth`] gets one by signing a player in. For a first try, copy
//! one from the network traffic of Halo Waypoint: see [Getting started](guide::getting_started).
//!
//! # Threads
//!
//! All methods block. [`Client`] and [`Request`] are `Clone`, `Send` and `Sync`, and cheap to clone; one
//! client serves all threads. A program that must not wait, such as one with frames, starts a
//! [`Worker`](worker::Worker) with [`Client::worker`]. [`Client::watch`] returns the new matches of players as they end.
//! See [Threads and UIs](guide::threads_and_uis) and [Embedding in game tools](guide::embedding).
//!
//! # Rate limits
//!
//! The client sends at most 5 requests per second to each service, evenly spaced, and waits for a permit if
//! necessary: see [`ClientBuilder::requests_per_second`]. Programs of one machine can
//! [share a rate](ClientBuilder::shared_rate).
//!
//! # Bad networks
//!
//! Transient failures are retried with jittered backoff; [`RetryPolicy`] describes the rules. No request takes
//! longer than its [deadline](ClientBuilder::deadline), and a [`CancelToken`] stops requests at once.
//! Responses are bounded: 64 MiB of [decompressed body](ClientBuilder::max_body_size), 64 KiB of headers, 128
//! levels of JSON, no redirects.
//!
//! # Many requests
//!
//! Results in pages can be [read to the end](request::Pages), and [`Client::fetch`] sends many requests in
//! parallel, from any iterator of requests:
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
//! # Names and pictures
//!
//! [`Names`] shows maps, modes, playlists, players, medals and more by name, in any language, each fetched once.
//! [`Rotation`](rotation::Rotation) lists the maps and modes of a playlist with their chances, and
//! [`SpartanId`](spartan_id::SpartanId) fetches all of a player's card, with its pictures. [`Match`] fetches the parts of
//! a match on demand.
//!
//! # Errors
//!
//! [`Error::Argument`] means that an argument or a setting is not allowed; nothing was sent. Any other [`Error`] names the
//! endpoint, the failure and, if possible, a remedy; the module [`error`] has an overview. This crate
//! does not panic on any response and prints nothing. It logs to the crate `log` at the levels info and debug, and
//! [`ClientBuilder::observer`] reports each attempt.
//! No error, `Debug` output or log record contains a token.
//!
//! # Cache
//!
//! With the feature `cache`, a client can cache responses in a folder: unchanging responses permanently,
//! metadata for a limited time. See the module `cache`.
//!
//! # Payloads of all years
//!
//! The API is undocumented and changes. [`models`] describes how the models cope with that;
//! [`payload::decode`] and [`payload::drift`] do the same for payloads in files.
//!
//! # Features
//!
//! | feature | default | content |
//! |---|---|---|
//! | `client` | yes | everything that sends: the client, the sign-in, the rate limiter |
//! | `connector` | yes | interrupts cancelled requests, remembers the addresses of hosts; pins one minor version of ureq |
//! | `by-name` | no | `Client::by_name`: calls endpoints by their names, with arguments and results in JSON |
//! | `browser` | no | opens the system's browser for a sign-in |
//! | `cache` | no | caches responses in a folder |
//! | `keyring` | no | stores refresh tokens in the platform's keyring |
//! | `socks-proxy` | no | reaches the services through SOCKS proxies |
//! | `win-system-proxy` | no | uses the proxy of the Windows settings |
//! | `platform-verifier` | no | `Tls::System`: trusts the system's certificates, such as those of virus scanners and companies |
//! | `native-tls` | no | `Tls::Native`: uses the system's TLS library |
//! | `tracing` | no | reports requests and attempts to the subscriber of `tracing` |
//!
//! Without default features the crate consists of the models, reference data, types, decoding and the reader
//! for films, and builds for `wasm32-unknown-unknown`. See [Features](guide::features).
//!
//! # Types of other crates
//!
//! Points in time are [`jiff::Timestamp`]s, spans of time [`jiff::SignedDuration`]s, GUIDs [`uuid::Uuid`]s and
//! JSON of any kind is a [`serde_json::Value`]. An HTTP agent of your own is a [`ureq::Agent`]; headers and
//! requests are those of [`ureq::http`]. These crates are re-exported, so a program can use the same versions without a dependency
//! of its own.
//!
//! # Tests
//!
//! The crate `halo-infinite-sandbox` is a fake of the whole backend that runs inside a program's own process,
//! to try things and to test programs.

#![cfg_attr(docsrs, feature(doc_cfg))]
// Input from outside must never make a program panic.
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
pub mod guide;
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
pub mod names;
#[cfg(feature = "client")]
mod pipeline;
#[cfg(feature = "client")]
mod recording;
#[cfg(feature = "client")]
pub mod rotation;
#[cfg(feature = "client")]
pub mod spartan_id;
#[cfg(feature = "client")]
mod sync;
#[cfg(feature = "client")]
pub mod watch;
#[cfg(feature = "client")]
pub mod worker;

/// Payloads: models from JSON without a client, and files that are not JSON.
pub mod payload {
    pub use crate::decode::{DecodeError, decode, drift};
    #[cfg(feature = "client")]
    pub use crate::recording::Recording;
    #[cfg(feature = "client")]
    pub use crate::request::RawFile;
}

/// Clocks: the system's, and those that tests use instead.
#[cfg(feature = "client")]
pub mod time {
    pub use crate::sync::{Clock, SystemClock};
}

#[cfg(feature = "client")]
pub use ureq;
pub use {jiff, serde_json, uuid};

#[cfg(feature = "client")]
pub use client::{Client, ClientBuilder};
#[cfg(feature = "client")]
pub use error::Error;
#[cfg(feature = "client")]
pub use http::{Environment, RetryPolicy, Tls};
#[cfg(feature = "client")]
pub use matches::Match;
#[cfg(feature = "client")]
pub use names::Names;
#[cfg(feature = "client")]
pub use request::{Request, Response};
#[cfg(feature = "client")]
pub use sync::CancelToken;
pub use types::{Player, Xuid};

include!(concat!(env!("OUT_DIR"), "/registry.rs"));
