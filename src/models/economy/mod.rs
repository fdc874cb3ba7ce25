//! Customization, careers, passes, property and rewards of players; stores.

mod completion;
pub mod currency;
mod equipped;
mod progression;
mod results;
mod rewards;
mod schema;
mod stores;
mod worn;

pub use completion::KindCompletion;
pub use schema::*;
