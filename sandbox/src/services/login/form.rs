//! OAuth2 forms and errors.

use crate::app::App;
use crate::registration::Registration;
use axum::Json;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// The fields of a form or a query.
#[derive(Debug)]
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// Parses the body of a request.
    pub(super) fn from_request(headers: &HeaderMap, body: &[u8]) -> Result<Self, OAuthError> {
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
            Err(OAuthError::new(
                "invalid_request",
                "The request's content type must be application/x-www-form-urlencoded.",
            ))
        }
    }

    pub(super) fn parse(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// A non-empty field.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(field, _)| field == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    pub(super) fn required(&self, name: &str) -> Result<&str, OAuthError> {
        self.field(name).ok_or_else(|| {
            OAuthError::new(
                "invalid_request",
                format!("The request body must contain the parameter '{name}'."),
            )
        })
    }

    /// The app that sent the form.
    pub(super) fn client(&self, app: &App) -> Result<Registration, OAuthError> {
        let client_id = self.required("client_id")?;
        app.registration(client_id).ok_or_else(|| {
            OAuthError::new(
                "invalid_client",
                "The client does not exist or is not enabled for consumers.",
            )
        })
    }
}

/// An OAuth2 error: its `error` and `error_description`.
#[derive(Debug)]
pub(super) struct OAuthError {
    error: &'static str,
    description: String,
}

impl OAuthError {
    pub(super) fn new(error: &'static str, description: impl Into<String>) -> Self {
        Self {
            error,
            description: description.into(),
        }
    }
}

impl IntoResponse for OAuthError {
    fn into_response(self) -> Response {
        let body = json!({ "error": self.error, "error_description": self.description });
        (StatusCode::BAD_REQUEST, NoStoreJson(body)).into_response()
    }
}

/// JSON that must not be cached.
pub(super) struct NoStoreJson(pub(super) Value);

impl IntoResponse for NoStoreJson {
    fn into_response(self) -> Response {
        ([(CACHE_CONTROL, "no-store")], Json(self.0)).into_response()
    }
}
