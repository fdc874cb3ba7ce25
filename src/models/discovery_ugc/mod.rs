//! Maps, modes, playlists and other assets, the search, theater films.
//!
//! The trait [`Asset`] has the properties that all kinds of assets share.

mod asset;
mod film;
mod rotation;
mod schema;

pub use asset::Asset;
pub use schema::*;
