//! Medals, seasons, reward tracks, the shop.

mod calendars;
mod catalog;
mod medals;
mod schema;
mod text;
mod tracks;

pub use medals::{MedalSize, MedalSprite};
pub use schema::*;
pub use text::Text;
