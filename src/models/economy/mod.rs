//! Customization, careers and passes of players.

mod progression;
mod schema;

pub use schema::*;
