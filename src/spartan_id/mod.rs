//! The Spartan ID: the card that the game shows of a player.

mod card;
mod pictures;

pub use card::SpartanId;
pub use pictures::SpartanPictures;
