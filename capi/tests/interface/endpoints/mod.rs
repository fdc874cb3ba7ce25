//! Lists that need no client.

mod features;
mod list;
