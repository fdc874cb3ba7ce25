//! The interface from the side of its callers.

mod header;
mod session;
