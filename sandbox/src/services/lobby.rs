//! `lobby`: presence, the servers for measuring connections, and handles of lobbies.

use super::halo::Model;
use super::path::{Own, parameter};
use super::query::Query;
use crate::app::{App, Shared};
use crate::clock::TICKS_PER_SECOND;
use crate::rng::Rng;
use crate::wire::problem::Problem;
use crate::wire::timestamp::envelope;
use crate::world::presence::Present;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::routing::{get, post};
use serde_json::{Value, json};
use uuid::Uuid;

/// The captured limit of a fireteam.
const MAX_PLAYERS: i64 = 28;
/// The captured status and activity; their meanings are unknown.
const JOINABILITY: i64 = 1;
const ACTIVITY: i64 = 5;
/// The regions of a response of 2022.
const REGIONS: [&str; 15] = [
    "SouthAfricaNorth",
    "AustraliaEast",
    "JapanEast",
    "WestEurope",
    "EastUs",
    "EastUs2",
    "CentralUs",
    "NorthCentralUs",
    "SouthCentralUs",
    "WestUs",
    "WestUs2",
    "NorthEurope",
    "EastAsia",
    "SoutheastAsia",
    "BrazilSouth",
];

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/hi/presence", post(presence))
        .route("/titles/hi/qosservers", get(qos_servers))
        .route(
            "/hi/lobbies/{lobby}/players/{player}/thirdpartyjoinhandle",
            get(third_party_join_handle),
        )
}

/// The presence of any players. A player who is not in the game, or not in the world, has another code and no details.
async fn presence(State(app): State<Shared>, body: Bytes) -> Result<Model, Problem> {
    let body: Value = serde_json::from_slice(&body).map_err(|_| Problem::BadRequest)?;
    let listed = body["Xuids"].as_array().filter(|listed| !listed.is_empty());
    let listed: Option<Vec<u64>> = listed.and_then(|listed| listed.iter().map(Value::as_u64).collect());
    let now = app.clock.now() / (TICKS_PER_SECOND / 1000);
    let mut results = Vec::new();
    for xuid in listed.ok_or(Problem::BadRequest)? {
        results.push(player_presence(&app, xuid, now));
    }
    Ok(Model("Presence", json!({ "Results": results })))
}

fn player_presence(app: &App, xuid: u64, now: i64) -> Value {
    let person = app.world.with_xuid(xuid);
    let present = person.and_then(|person| app.world.present(person, now));
    json!({
        "Id": format!("xuid({xuid})"),
        "ResultCode": i64::from(present.is_none()),
        "Result": {
            "FireteamDetails": present.as_ref().map(fireteam),
            "MatchDetails": present.as_ref().and_then(match_details),
        },
    })
}

fn fireteam(present: &Present<'_>) -> Value {
    json!({
        "FireteamId": present.fireteam.to_string(),
        "PlayerCount": present.players,
        "MaxPlayers": MAX_PLAYERS,
        "JoinabilityStatus": JOINABILITY,
        "PlaylistRef": present.playlist.map(|playlist| playlist.to_json()),
        "Activity": ACTIVITY,
        "FireteamLeaderMenuActivity": i64::from(present.game.is_none()),
    })
}

/// No capture shows a match: the fields are those that `davidhouweling/halo-infinite-api` reads.
fn match_details(present: &Present<'_>) -> Option<Value> {
    present.game.map(|plan| {
        json!({
            "MatchId": plan.id.to_string(),
            "MapRef": plan.map.asset.to_json(),
            "GameVariantRef": plan.mode.asset.to_json(),
            "MatchStartTime": envelope(plan.start),
        })
    })
}

async fn qos_servers() -> Model {
    let server = |region: &&str| {
        let host = format!("pfmsqos.{}.cloudapp.azure.com", region.to_ascii_lowercase());
        json!({ "region": region, "serverUrl": host })
    };
    Model("ArrayOfServer", REGIONS.iter().map(server).collect())
}

/// The `{lobby}` of the path. An invalid GUID is a 400.
struct PathLobby(Uuid);

impl FromRequestParts<Shared> for PathLobby {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let lobby = parameter(parts, app, "lobby").await?;
        Uuid::try_parse(&lobby).map(Self).map_err(|_| Problem::BadRequest)
    }
}

/// Only for the player's own token. The real service seems to take tokens of the game only.
async fn third_party_join_handle(
    State(app): State<Shared>,
    PathLobby(lobby): PathLobby,
    Own(person): Own,
    query: Query,
) -> Result<Model, Problem> {
    let audience = query.get("audience").ok_or(Problem::BadRequest)?;
    query.get("platform").ok_or(Problem::BadRequest)?;
    let mut rng = Rng::for_subject(app.world.people()[person].xuid(), &lobby.to_string());
    let (session, number) = (rng.uuid(), rng.next());
    let handle = format!("thirdpartyhandle(l-{lobby}_a-{audience}_s-{session}_i-{number:016x})");
    Ok(Model("LobbyJoinHandle", json!({ "JoinHandle": handle })))
}
