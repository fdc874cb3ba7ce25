//! OAuth2's way of asking, a form, and of refusing.

use crate::app::App;
use crate::registration::Registration;
use axum::Json;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// The fields of a form or of a query.
#[derive(Debug)]
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads a request's body.
    pub(super) fn from_request(headers: &HeaderMap, body: &[u8]) -> Result<Self, Refusal> {
        let content_type = headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        if content_type
            .to_ascii_lowercase()
            .starts_with("application/x-www-form-urlencoded")
        {
            Ok(Self::parse(body))
        } else {
            Err(Refusal::new(
                "invalid_request",
                "The request's content type must be application/x-www-form-urlencoded.",
            ))
        }
    }

    pub(super) fn parse(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// A field that is there and not empty.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(field, _)| field == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    pub(super) fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.field(name).ok_or_else(|| {
            Refusal::new(
                "invalid_request",
                format!("The request body must contain the parameter '{name}'."),
            )
        })
    }

    /// The app that asks.
    pub(super) fn client(&self, app: &App) -> Result<Registration, Refusal> {
        let client_id = self.required("client_id")?;
        app.registration(client_id).ok_or_else(|| {
            Refusal::new(
                "invalid_client",
                "The client does not exist or is not enabled for consumers.",
            )
        })
    }
}

/// An OAuth2 refusal: its `error` and `error_description`.
#[derive(Debug)]
pub(super) struct Refusal {
    error: &'static str,
    description: String,
}

impl Refusal {
    pub(super) fn new(error: &'static str, description: impl Into<String>) -> Self {
        Self {
            error,
            description: description.into(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({ "error": self.error, "error_description": self.description });
        (StatusCode::BAD_REQUEST, Granted(body)).into_response()
    }
}

/// JSON that nobody on the way may keep.
pub(super) struct Granted(pub(super) Value);

impl IntoResponse for Granted {
    fn into_response(self) -> Response {
        ([(CACHE_CONTROL, "no-store")], Json(self.0)).into_response()
    }
}
