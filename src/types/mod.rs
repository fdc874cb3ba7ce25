//! The types of arguments and fields: players, identifiers, seasons, ranks, durations, secrets.

mod argument;
mod asset_id;
mod author;
mod csr;
#[cfg(feature = "client")]
mod endpoint;
mod guid;
mod iso_duration;
mod player;
mod player_id;
pub mod playlists;
mod season;
mod secret;
#[cfg(feature = "client")]
mod secret_bytes;
#[cfg(feature = "client")]
mod service;
mod xuid;

pub use argument::ArgumentError;
#[cfg(feature = "client")]
pub(crate) use argument::{argument, from_text};
pub use asset_id::AssetId;
pub use author::Author;
pub use csr::{Csr, InvalidCsr};
#[cfg(feature = "client")]
pub use endpoint::{CacheRule, Endpoint, Method, RequiredCredentials, ResponseKind};
#[cfg(feature = "client")]
pub(crate) use endpoint::{Query, endpoints};
pub use guid::Guid;
pub use iso_duration::{InvalidDuration, IsoDuration};
pub use player::Player;
pub use player_id::{BotId, PlayerId};
pub use season::Season;
pub use secret::Secret;
#[cfg(feature = "client")]
pub(crate) use secret_bytes::SecretBytes;
#[cfg(feature = "client")]
pub use service::Service;
pub use xuid::Xuid;
