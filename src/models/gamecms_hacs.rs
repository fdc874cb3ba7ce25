//! Medals, seasons, reward tracks.

super::generated!("gamecms_hacs");

mod calendars;
mod medals;
mod tracks;

pub use medals::{MedalSize, MedalSprite};
