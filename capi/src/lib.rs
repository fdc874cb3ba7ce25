//! The C interface of [`halo_infinite`]: the Halo Infinite web API in plug-ins of any language.
//!
//! The header `include/halo_infinite.h` documents each function; the README has the way to link, and examples in C, C++,
//! Python, Lua and C#. This documentation is for those who change the interface.
//!
//! # Design
//!
//! - A handle is a number in the form of a pointer, never an address: the library looks it up in a table (`handle`), and
//!   nobody follows it. So a closed or wrong handle is an error, not undefined behaviour.
//! - Structured arguments and results are JSON, so that they can grow without a change of the binary interface.
//! - Each function returns a [`HaloCode`], writes its results through pointers, and takes a pointer for an error with
//!   words. No panic leaves a function: see `boundary`.
//! - No callback runs while the library holds a lock.

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

#[cfg(panic = "abort")]
compile_error!(
    "a panic must not end the program of the caller: build halo-infinite-capi with panic = \"unwind\""
);

mod boundary;
mod bytes;
mod call;
mod callback;
mod cancel;
mod client;
mod code;
mod endpoints;
mod error;
mod failure;
mod features;
mod fetch;
mod film;
mod gate;
mod handle;
mod in_text;
mod json;
mod logging;
mod network;
mod pages;
mod records;
mod response;
mod session;
mod slot;
mod text;
mod version;
mod watch;
mod words;
mod worker;

pub use boundary::HaloError;
pub use bytes::InBytes;
pub use call::*;
pub use callback::{HaloTextCallback, HaloWakeCallback};
pub use cancel::*;
pub use client::*;
pub use code::*;
pub use endpoints::*;
pub use error::*;
pub use features::*;
pub use fetch::*;
pub use film::*;
#[doc(hidden)]
pub use handle::open_handles;
pub use in_text::InText;
pub use logging::*;
pub use pages::*;
pub use response::*;
pub use session::*;

pub use version::*;
pub use watch::*;
pub use worker::*;
