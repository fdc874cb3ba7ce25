//! The services of the API, one module for each.
//!
//! A [`Client`](crate::Client) has a method for each service, and the service has a method for each
//! endpoint, which returns a [`Request`](crate::Request). [`endpoints`] lists all endpoints.

pub mod discovery_ugc;
pub mod economy;
pub mod films;
pub mod gamecms_hacs;
pub mod profile;
pub mod skill;
pub mod stats;

use crate::types::{ArgumentError, Endpoint, Guid, Player, argument};

/// All endpoints of the services, in the order of the services. The endpoints of the sign-in are in
/// [`auth::endpoints`](crate::auth::endpoints).
///
/// ```
/// for endpoint in halo_infinite::services::endpoints() {
///     println!("{endpoint} {} {}", endpoint.method(), endpoint.path());
/// }
/// ```
pub fn endpoints() -> impl Iterator<Item = &'static Endpoint> {
    let services = [
        profile::ENDPOINTS,
        stats::ENDPOINTS,
        skill::ENDPOINTS,
        discovery_ugc::ENDPOINTS,
        films::ENDPOINTS,
        gamecms_hacs::ENDPOINTS,
        economy::ENDPOINTS,
    ];
    services.into_iter().flatten().copied()
}

/// A player as a path has it: `xuid(…)` or the gamertag.
fn player(player: impl TryInto<Player, Error: Into<ArgumentError>>) -> Result<String, ArgumentError> {
    argument::<Player>("player", player).map(|player| player.to_string())
}

/// A GUID as a path has it.
fn guid(
    name: &'static str,
    guid: impl TryInto<Guid, Error: Into<ArgumentError>>,
) -> Result<String, ArgumentError> {
    argument::<Guid>(name, guid).map(|guid| guid.to_string())
}
