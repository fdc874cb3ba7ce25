//! What tests share: C's way to call functions, what these return, and a sandbox with a client.

mod bench;
mod calls;
mod client;
mod received;
mod results;
mod waiting;

pub use bench::*;
pub use calls::*;
pub use client::*;
pub use received::*;
pub use results::*;
pub use waiting::*;
