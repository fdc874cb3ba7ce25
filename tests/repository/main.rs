//! The repository itself: nothing here links the sandbox.

mod build_script;
#[path = "../support/rooms.rs"]
mod imports;
mod obs_page;
mod rooms;
