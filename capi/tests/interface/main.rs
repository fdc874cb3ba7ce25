//! The interface from the side of its callers.

mod bindings;
mod header;
