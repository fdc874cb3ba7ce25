//! `xsts.auth`: XSTS tokens for Xbox Live and for Halo.

use super::xbox;
use crate::app::{App, Shared};
use crate::tokens::{Kind, TokenError};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

pub(super) const AUTHORIZE: &str = "/xsts.auth/xsts/authorize";

const EXPIRED_USER_TOKEN: i64 = 2_148_916_258;
const INVALID_USER_TOKEN: i64 = 2_148_916_262;

/// Returns 400 to malformed requests, 401 with an `XErr` to invalid user tokens, and a bare 401 to revoked ones.
pub(super) async fn authorize(State(app): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let Some((kind, token)) = xbox::request(&headers, &body).as_ref().and_then(parse) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    match app.tokens.check(Kind::User, &token) {
        Ok(claims) => {
            let issued = app.tokens.issue(kind, claims.xuid);
            // The `Authorization` header for Xbox Live services.
            let header = format!("XBL3.0 x={};{}", xbox::user_hash(claims.xuid), issued.token);
            app.secrets.remember(&header);
            Json(xbox::response(&issued, user(&app, claims.xuid))).into_response()
        }
        Err(TokenError::Expired) => refusal(EXPIRED_USER_TOKEN),
        Err(TokenError::Invalid) => refusal(INVALID_USER_TOKEN),
        Err(TokenError::Revoked) => StatusCode::UNAUTHORIZED.into_response(),
    }
}

fn refusal(code: i64) -> Response {
    let refusal = json!({
        "Identity": "0",
        "XErr": code,
        "Message": "",
        "Redirect": "https://start.ui.xboxlive.com/CreateAccount",
    });
    (StatusCode::UNAUTHORIZED, Json(refusal)).into_response()
}

/// The kind of the requested token, and the user token.
fn parse(request: &Value) -> Option<(Kind, String)> {
    let kind = match request["RelyingParty"].as_str()? {
        "http://xboxlive.com" => Kind::XstsXbox,
        "https://prod.xsts.halowaypoint.com/" => Kind::XstsHalo,
        _ => return None,
    };
    let properties = &request["Properties"];
    let user_tokens = properties["UserTokens"]
        .as_array()
        .filter(|_| properties["SandboxId"] == "RETAIL")?;
    match user_tokens.as_slice() {
        [Value::String(token)] => Some((kind, token.clone())),
        _ => None,
    }
}

fn user(app: &App, xuid: u64) -> Map<String, Value> {
    let mut user = Map::new();
    if !app.anonymous_xsts {
        let gamertag = app
            .world
            .person(&xuid.to_string())
            .map_or("", |person| person.gamertag());
        user.insert("gtg".into(), gamertag.into());
        user.insert("xid".into(), xuid.to_string().into());
    }
    user.insert("uhs".into(), xbox::user_hash(xuid).into());
    user.insert("agg".into(), "Adult".into());
    for claim in ["usr", "utr", "prv"] {
        user.insert(claim.into(), "".into());
    }
    user
}
