//! The calls of blobs, without those of films.

use halo_infinite::Client;
use halo_infinite::models::discovery_ugc::Asset;
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

use super::{Call, file, newest_match};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let entry = newest_match(sandbox, client);
    let map = client.discovery_ugc().map(&entry.match_info.map_variant);
    let url = map.send().unwrap().thumbnail_url().unwrap();
    vec![file(client.blobs().asset_file(&url), json!({ "url": url }))]
}
