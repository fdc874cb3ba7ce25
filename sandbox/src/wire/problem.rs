//! Errors of the Halo services: problem+json, as ASP.NET writes it.

use crate::rng::random;
use axum::body::Body;
use axum::http::{Response, StatusCode, header};
use axum::response::IntoResponse;
use serde_json::json;

/// An error with only a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    BadRequest,
    Unauthorized,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    PayloadTooLarge,
}

impl Problem {
    fn parts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::BadRequest => (StatusCode::BAD_REQUEST, "Bad Request", "rfc7231#section-6.5.1"),
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "Unauthorized", "rfc7235#section-3.1"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "Forbidden", "rfc7231#section-6.5.3"),
            Self::NotFound => (StatusCode::NOT_FOUND, "Not Found", "rfc7231#section-6.5.4"),
            Self::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                "Method Not Allowed",
                "rfc7231#section-6.5.5",
            ),
            Self::PayloadTooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "Payload Too Large",
                "rfc7231#section-6.5.11",
            ),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response<Body> {
        let (status, title, section) = self.parts();
        let body = json!({
            "type": format!("https://tools.ietf.org/html/{section}"),
            "title": title,
            "status": status.as_u16(),
            "traceId": format!("00-{:016x}{:016x}-{:016x}-00", random(), random(), random()),
        });
        let content_type = [(header::CONTENT_TYPE, "application/problem+json; charset=utf-8")];
        (status, content_type, body.to_string()).into_response()
    }
}
