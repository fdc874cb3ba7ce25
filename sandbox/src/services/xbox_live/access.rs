//! The token, the contract version and the errors of Xbox Live.

use crate::app::Shared;
use crate::services::halo::TokenHolder;
use crate::services::xbox::user_hash;
use crate::tokens::Kind;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::middleware::Next;
use axum::response::IntoResponse;
use serde_json::json;
use std::ops::RangeInclusive;

/// An error of Xbox Live. Microsoft documents the statuses, and the shape and the codes of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ServiceError {
    InvalidRequest,
    UnknownUser,
    /// No `x-xbl-contract-version`, which is required, or not a number.
    NoContract,
    /// The service does not know this version of its contract.
    UnknownContract,
}

impl IntoResponse for ServiceError {
    fn into_response(self) -> Response<Body> {
        let (status, code, description) = match self {
            Self::InvalidRequest => (StatusCode::BAD_REQUEST, 4000, "Invalid Request Body"),
            Self::UnknownUser => (StatusCode::NOT_FOUND, 4100, "User Does Not Exist"),
            Self::NoContract => (
                StatusCode::BAD_REQUEST,
                4000,
                "The contract version is missing or invalid",
            ),
            Self::UnknownContract => (
                StatusCode::NOT_ACCEPTABLE,
                4000,
                "The contract version is not supported",
            ),
        };
        let body = json!({ "code": code, "source": "Sandbox", "description": description });
        let content_type = [(header::CONTENT_TYPE, "application/json")];
        (status, content_type, body.to_string()).into_response()
    }
}

/// Rejects requests without a valid XSTS token for Xbox Live, in `Authorization: XBL3.0 x={user hash};{token}`.
pub(super) async fn require_xbox_token(
    State(app): State<Shared>,
    mut request: Request,
    next: Next,
) -> Response<Body> {
    let holder = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("XBL3.0 x=")?.split_once(';'))
        .and_then(|(hash, token)| {
            let claims = app.tokens.check(Kind::XstsXbox, token).ok()?;
            (hash == user_hash(claims.xuid)).then_some(claims.xuid)
        });
    match holder {
        Some(xuid) => {
            request.extensions_mut().insert(TokenHolder(xuid));
            next.run(request).await
        }
        None => StatusCode::UNAUTHORIZED.into_response(),
    }
}

/// The version in `x-xbl-contract-version`, if the service knows it.
pub(super) fn contract(headers: &HeaderMap, known: RangeInclusive<u16>) -> Result<u16, ServiceError> {
    let version = headers
        .get("x-xbl-contract-version")
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .ok_or(ServiceError::NoContract)?;
    match known.contains(&version) {
        true => Ok(version),
        false => Err(ServiceError::UnknownContract),
    }
}
