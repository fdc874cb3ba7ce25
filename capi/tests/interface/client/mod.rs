//! Clients.

mod cache;
mod complete;
mod refused;
mod settings;
