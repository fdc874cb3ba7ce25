//! Customization, careers and passes of players.

mod progression;
mod results;
mod schema;

pub use schema::*;
