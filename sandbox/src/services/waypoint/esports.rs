//! The leaderboard of the Halo Championship Series: a page of the website that holds a table as text. The client
//! `halo_api` reads it, and nobody has captured it: the page has what that client reads.

use super::page::next_page;
use crate::app::Shared;
use crate::rng::Rng;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde_json::json;
use std::cmp::Reverse;
use std::fmt::Write;

const PLAYERS: usize = 24;
const TEAMS: [&str; 4] = ["Cairo Station", "Zeta Squad", "Reach Rangers", "Lone Wolves"];

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/{language}/esports/hcs-leaderboards", get(leaderboard))
}

/// One line a player: region, name, gamertag, team and points.
async fn leaderboard(State(app): State<Shared>) -> Response {
    let people = app.world.people().iter().take(PLAYERS);
    let mut players: Vec<_> = people
        .map(|person| {
            let mut rng = Rng::for_subject(person.xuid(), "championship series");
            (rng.between(1, 800) * 10, rng.pick(&TEAMS), person.gamertag())
        })
        .collect();
    players.sort_by_key(|(points, ..)| Reverse(*points));
    let mut data = String::new();
    for (points, team, gamertag) in players {
        let name = gamertag.replace(' ', "_");
        let _ = writeln!(data, "GLOBAL,{name},{gamertag},{team},{points}");
    }
    next_page(
        "HCS Leaderboards",
        &json!({ "page": {
            "blocks": [
                { "blockName": "core/paragraph", "attrs": {} },
                { "blockName": "lazyblock/hcs-leaderboard", "attrs": { "data": data } },
            ],
        } }),
    )
}
