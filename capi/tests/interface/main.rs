//! The interface from the side of its callers.

mod bench;
mod fetch;
mod film;
mod header;
mod pages;
