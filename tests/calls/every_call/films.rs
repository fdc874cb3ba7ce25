//! The calls of films.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

use super::{Call, film_chunk, newest_match};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let match_id = newest_match(sandbox, client).match_id;
    let film = client.discovery_ugc().film_by_match_id(match_id).send().unwrap();
    let chunk = film.highlight_events().unwrap();
    vec![film_chunk(
        client.films().chunk(&film, chunk),
        json!({ "film": film, "chunk": chunk }),
    )]
}
