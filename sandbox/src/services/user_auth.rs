//! `user.auth`: the Xbox user token for a Microsoft access token.

use super::xbox;
use crate::app::Shared;
use crate::tokens::Kind;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

pub(super) const AUTHENTICATE: &str = "/user.auth/user/authenticate";

/// Returns 400 to malformed requests and 401 to invalid tickets, both without a body.
pub(super) async fn authenticate(
    State(app): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, StatusCode> {
    let request = xbox::request(&headers, &body).ok_or(StatusCode::BAD_REQUEST)?;
    let properties = &request["Properties"];
    let is_valid = request["RelyingParty"] == "http://auth.xboxlive.com"
        && properties["AuthMethod"] == "RPS"
        && properties["SiteName"] == "user.auth.xboxlive.com";
    let ticket = properties["RpsTicket"]
        .as_str()
        .filter(|_| is_valid)
        .ok_or(StatusCode::BAD_REQUEST)?;
    // `d=` marks the ticket of a registered app. Other tickets are invalid here.
    let access = ticket.strip_prefix("d=").ok_or(StatusCode::UNAUTHORIZED)?;
    let claims = app
        .tokens
        .check(Kind::Access, access)
        .map_err(|_| StatusCode::UNAUTHORIZED)?;
    let user = Map::from_iter([("uhs".to_owned(), xbox::user_hash(claims.xuid).into())]);
    Ok(Json(xbox::response(
        &app.tokens.issue(Kind::User, claims.xuid),
        user,
    )))
}
