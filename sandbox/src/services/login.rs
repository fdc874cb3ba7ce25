//! `login`: the Microsoft account's OAuth2 tokens.

use crate::app::{App, Shared};
use crate::tokens::{Kind, Refused, TICKS_PER_SECOND};
use crate::world::rng::Rng;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

pub(super) const TOKEN: &str = "/login/oauth20_token.srf";

/// An OAuth2 refusal: its `error` and `error_description`.
struct Refusal(&'static str, &'static str);

/// Gives a new access token, and the next refresh token, for a refresh token.
pub(super) async fn token(
    State(app): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, (StatusCode, Json<Value>)> {
    refresh(&app, &headers, &body)
        .map(Json)
        .map_err(|Refusal(error, description)| {
            (
                StatusCode::BAD_REQUEST,
                Json(json!({ "error": error, "error_description": description })),
            )
        })
}

fn refresh(app: &App, headers: &HeaderMap, body: &[u8]) -> Result<Value, Refusal> {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !content_type
        .to_ascii_lowercase()
        .starts_with("application/x-www-form-urlencoded")
    {
        return Err(Refusal(
            "invalid_request",
            "The request's content type must be application/x-www-form-urlencoded.",
        ));
    }
    let form: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
    let field = |name: &str| {
        let found = form
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str());
        found.filter(|value| !value.is_empty())
    };
    match field("grant_type") {
        None => {
            return Err(Refusal(
                "invalid_request",
                "The request body must contain the parameter 'grant_type'.",
            ));
        }
        Some("refresh_token") => {}
        Some(_) => {
            return Err(Refusal(
                "unsupported_grant_type",
                "The provided grant type is not supported.",
            ));
        }
    }
    if field("client_id") != Some(&app.client_id()) {
        return Err(Refusal(
            "invalid_client",
            "The client does not exist or is not enabled for consumers.",
        ));
    }
    if field("client_secret") != Some(&app.client_secret()) {
        return Err(Refusal(
            "invalid_client",
            "The provided client secret is not valid.",
        ));
    }
    let scope = field("scope").filter(|scope| is_right_scope(scope));
    let scope = scope.ok_or(Refusal(
        "invalid_scope",
        "The provided value for the input parameter 'scope' is not valid.",
    ))?;
    let Some(token) = field("refresh_token") else {
        return Err(Refusal(
            "invalid_request",
            "The request body must contain the parameter 'refresh_token'.",
        ));
    };
    let claims = app
        .tokens
        .spend(Kind::Refresh, token)
        .map_err(|refused| match refused {
            Refused::Expired => Refusal("invalid_grant", "The refresh token has expired."),
            Refused::Invalid => Refusal(
                "invalid_grant",
                "The provided value for the input parameter 'refresh_token' is not valid.",
            ),
        })?;
    let mut rng = Rng::for_subject(claims.xuid, "user id");
    Ok(json!({
        "token_type": "bearer",
        "expires_in": Kind::Access.lifetime() / TICKS_PER_SECOND,
        "scope": scope,
        "access_token": app.tokens.issue(Kind::Access, claims.xuid).token,
        "refresh_token": app.tokens.issue(Kind::Refresh, claims.xuid).token,
        "user_id": format!("{:016x}", rng.next()),
    }))
}

/// Signing in to Xbox Live, and staying signed in: the two scopes in any order and case.
fn is_right_scope(scope: &str) -> bool {
    let mut scopes: Vec<String> = scope
        .split_ascii_whitespace()
        .map(str::to_ascii_lowercase)
        .collect();
    scopes.sort_unstable();
    scopes == ["xboxlive.offline_access", "xboxlive.signin"]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_scopes_are_needed_and_no_other() {
        assert!(is_right_scope("Xboxlive.signin Xboxlive.offline_access"));
        assert!(is_right_scope("XboxLive.offline_access XboxLive.signin"));
        assert!(!is_right_scope("Xboxlive.signin"));
        assert!(!is_right_scope("Xboxlive.signin Xboxlive.offline_access openid"));
    }
}
