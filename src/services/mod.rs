//! The services of the API, one module for each.
//!
//! A [`Client`](crate::Client) has a method for each service, and the service has a method for each
//! endpoint, which returns a [`Request`](crate::Request). [`endpoints`] lists all endpoints.

mod address;
mod arguments;
pub mod authoring_ugc;
pub mod banprocessor;
pub mod blobs;
#[cfg(feature = "by-name")]
pub mod by_name;
pub mod comms;
pub mod discovery_ugc;
pub mod economy;
pub mod films;
pub mod gamecms_hacs;
pub mod lobby;
pub mod profile;
pub(crate) mod raw;
pub(crate) mod reach;
pub mod settings;
pub mod skill;
pub mod stats;
pub mod waypoint;
pub mod wpcontent;
pub mod xbox_live;

pub(crate) use arguments::language;
pub use reach::Reached;

use crate::types::Endpoint;

/// All endpoints of the services, in the order of the services. The endpoints of the sign-in are in
/// [`auth::endpoints`](crate::auth::endpoints); those of clearances are in both lists.
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
        blobs::ENDPOINTS,
        gamecms_hacs::ENDPOINTS,
        gamecms_hacs::progression::ENDPOINTS,
        gamecms_hacs::guides::ENDPOINTS,
        gamecms_hacs::messages::ENDPOINTS,
        gamecms_hacs::multiplayer::ENDPOINTS,
        gamecms_hacs::academy::ENDPOINTS,
        gamecms_hacs::specs::ENDPOINTS,
        gamecms_hacs::store::ENDPOINTS,
        economy::customization::ENDPOINTS,
        economy::cores::ENDPOINTS,
        economy::progression::ENDPOINTS,
        economy::inventory::ENDPOINTS,
        economy::stores::ENDPOINTS,
        authoring_ugc::ENDPOINTS,
        lobby::ENDPOINTS,
        banprocessor::ENDPOINTS,
        comms::ENDPOINTS,
        wpcontent::ENDPOINTS,
        waypoint::leaderboards::ENDPOINTS,
        waypoint::esports::ENDPOINTS,
        waypoint::images::ENDPOINTS,
        settings::ENDPOINTS,
        settings::CLEARANCES,
    ];
    services
        .into_iter()
        .chain(xbox_live::ENDPOINTS)
        .flatten()
        .copied()
}
