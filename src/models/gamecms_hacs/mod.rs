//! Medals, seasons, reward tracks, items, challenges, the shop, news, indexes of files, and other content of the game.

mod calendars;
mod catalog;
mod custom_games;
mod emblems;
mod guides;
mod items;
mod medals;
mod messages;
mod names;
mod schema;
mod tracks;

pub use emblems::EmblemMapping;
pub use guides::{ChangedFile, GuideChanges};
pub use medals::{MedalSize, MedalSprite};
pub use schema::*;
