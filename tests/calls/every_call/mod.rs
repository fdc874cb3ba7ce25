//! A request for each endpoint, by service.

mod authoring_ugc;
mod banprocessor;
mod blobs;
mod comms;
mod discovery_ugc;
mod economy;
mod films;
mod gamecms_content;
mod gamecms_hacs;
mod gamecms_store;
mod lobby;
mod profile;
mod settings;
mod skill;
mod stats;
mod waypoint;
mod wpcontent;
mod xbox_live;

use halo_infinite::models::stats::MatchHistoryResult;
use halo_infinite::services::stats::MatchType;
use halo_infinite::types::Endpoint;
use halo_infinite::{Client, Error, Request};
use halo_infinite_sandbox::Sandbox;

/// A request of any model.
pub struct Call {
    pub endpoint: &'static Endpoint,
    pub send: Box<dyn Fn() -> Result<u16, Error>>,
}

fn call<T: 'static>(request: Request<T>) -> Call {
    Call {
        endpoint: request.endpoint().unwrap(),
        send: Box::new(move || request.response().map(|response| response.status())),
    }
}

/// The newest matchmade match of the home player.
fn newest_match(sandbox: &Sandbox, client: &Client) -> MatchHistoryResult {
    let history = client.stats().match_history(sandbox.world().home().xuid());
    let history = history.match_type(MatchType::Matchmade).send().unwrap();
    history.results.into_iter().next().unwrap()
}

/// One request for each endpoint of the services.
pub fn every_call(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    [
        profile::calls,
        stats::calls,
        skill::calls,
        discovery_ugc::calls,
        films::calls,
        blobs::calls,
        gamecms_hacs::calls,
        gamecms_content::calls,
        gamecms_store::calls,
        economy::calls,
        authoring_ugc::calls,
        lobby::calls,
        banprocessor::calls,
        comms::calls,
        wpcontent::calls,
        waypoint::calls,
        settings::calls,
        xbox_live::calls,
    ]
    .into_iter()
    .flat_map(|calls| calls(sandbox, client))
    .collect()
}
