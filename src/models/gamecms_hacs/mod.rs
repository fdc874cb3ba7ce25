//! Medals, seasons, reward tracks, items, challenges.

mod calendars;
mod emblems;
mod items;
mod medals;
mod names;
mod schema;
mod tracks;

pub use emblems::EmblemMapping;
pub use medals::{MedalSize, MedalSprite};
pub use schema::*;
