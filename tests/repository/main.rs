//! The repository itself: nothing here links the sandbox.

#[allow(dead_code, reason = "its `main`, and a part of `tests/support/folder.rs`")]
#[path = "../../build.rs"]
mod build;
mod build_script;
mod calls_by_name;
#[path = "../support/folder.rs"]
mod folder;
#[path = "../support/rooms.rs"]
mod imports;
mod obs_page;
mod rooms;
