//! Medals, seasons, reward tracks, news, indexes of files, and other content of the game.

mod calendars;
mod custom_games;
mod guides;
mod medals;
mod messages;
mod schema;
mod tracks;

pub use guides::{ChangedFile, GuideChanges};
pub use medals::{MedalSize, MedalSprite};
pub use schema::*;
