//! Medals, seasons, reward tracks.

mod calendars;
mod medals;
mod schema;
mod tracks;

pub use medals::{MedalSize, MedalSprite};
pub use schema::*;
