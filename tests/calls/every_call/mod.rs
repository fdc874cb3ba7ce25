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
use halo_infinite::payload::RawFile;
use halo_infinite::request::{Batch, FromResponse};
use halo_infinite::services::films::ChunkFile;
use halo_infinite::services::stats::MatchType;
use halo_infinite::services::waypoint::LeaderboardPage;
use halo_infinite::types::Endpoint;
use halo_infinite::{Client, Error, Request};
use halo_infinite_sandbox::Sandbox;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A request of any model.
pub struct Call {
    pub endpoint: &'static Endpoint,
    /// The arguments of the same call by name.
    pub arguments: Value,
    pub send: Box<dyn Fn() -> Result<u16, Error>>,
    /// Sends the request, and returns the model as JSON, or the bytes of the file.
    pub content: Box<dyn Fn() -> Result<Vec<u8>, Error>>,
}

/// A request for a model.
fn call<T: FromResponse + Serialize + 'static>(request: Request<T>, arguments: Value) -> Call {
    with_content(request, arguments, |model| json(&model))
}

/// A request about a list of one player.
fn batch<T: Serialize + DeserializeOwned + 'static>(batch: Batch<T>, arguments: Value) -> Call {
    let request = batch.requests().unwrap()[0].clone();
    Call {
        content: Box::new(move || batch.send().map(|model| json(&model))),
        ..call(request, arguments)
    }
}

/// A request for a file.
fn file(request: Request<RawFile>, arguments: Value) -> Call {
    with_content(request, arguments, |file| file.bytes)
}

fn film_chunk(request: Request<ChunkFile>, arguments: Value) -> Call {
    with_content(request, arguments, |chunk| chunk.bytes)
}

fn leaderboard(request: Request<LeaderboardPage>, arguments: Value) -> Call {
    with_content(request, arguments, |page| json(&page.into_inner()))
}

fn with_content<T: FromResponse + 'static>(
    request: Request<T>,
    arguments: Value,
    bytes: fn(T) -> Vec<u8>,
) -> Call {
    let for_content = request.clone();
    Call {
        endpoint: request.endpoint().unwrap(),
        arguments,
        send: Box::new(move || request.response().map(|response| response.status())),
        content: Box::new(move || for_content.send().map(bytes)),
    }
}

fn json(model: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(model).unwrap()
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
