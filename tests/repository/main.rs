//! The repository itself: nothing here links the sandbox.

mod build_script;
