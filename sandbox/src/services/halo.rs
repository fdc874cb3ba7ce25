//! Shared by the Halo services: the Spartan token check, and the response format.

use crate::app::Shared;
use crate::tokens::Kind;
use crate::wire::problem::Problem;
use crate::wire::xml;
use crate::world::Shapes;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::response::Parts;
use axum::http::{HeaderMap, HeaderValue, Response};
use axum::middleware::Next;
use axum::response::IntoResponse;
use serde_json::Value;

/// A response of a Halo service: the model's name, for XML, and its JSON.
pub(crate) struct Model(pub(crate) &'static str, pub(crate) Value);

/// Marks a response as a model's JSON.
#[derive(Clone, Copy)]
struct ModelName(&'static str);

impl IntoResponse for Model {
    fn into_response(self) -> Response<Body> {
        let Self(name, json) = self;
        let mut response = Response::new(Body::from(json.to_string()));
        let content_type = HeaderValue::from_static("application/json; charset=utf-8");
        response.headers_mut().insert(CONTENT_TYPE, content_type);
        response.extensions_mut().insert(ModelName(name));
        response
    }
}

/// The XUID of the Spartan token.
#[derive(Clone, Copy)]
pub(crate) struct TokenHolder(pub(crate) u64);

/// Rejects requests without a valid `x-343-authorization-spartan`.
pub(crate) async fn require_spartan_token(
    State(app): State<Shared>,
    mut request: Request,
    next: Next,
) -> Result<Response<Body>, Problem> {
    let token = request
        .headers()
        .get("x-343-authorization-spartan")
        .and_then(|value| value.to_str().ok());
    match token.map(|token| app.tokens.check(Kind::Spartan, token)) {
        Some(Ok(claims)) => {
            request.extensions_mut().insert(TokenHolder(claims.xuid));
            Ok(next.run(request).await)
        }
        Some(Err(_)) | None => Err(Problem::Unauthorized),
    }
}

/// Converts a model to XML unless the client accepts JSON, as the API does.
pub(crate) async fn render(request: Request, next: Next) -> Response<Body> {
    let wants_json = accepts_json(request.headers());
    let response = next.run(request).await;
    match response.extensions().get::<ModelName>() {
        Some(ModelName(name)) if !wants_json => to_xml(name, response).await,
        _ => response,
    }
}

/// Removes the fields that models of the sandbox's year do not have.
pub(crate) async fn shape(State(app): State<Shared>, request: Request, next: Next) -> Response<Body> {
    let shapes = app.world.shapes();
    let response = next.run(request).await;
    if shapes == Shapes::Current || response.extensions().get::<ModelName>().is_none() {
        return response;
    }
    let (mut parts, mut json) = read(response).await;
    shapes.remove_later_fields(&mut json);
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(json.to_string()))
}

/// The JSON of a model.
async fn read(response: Response<Body>) -> (Parts, Value) {
    let (parts, body) = response.into_parts();
    // The body is JSON in memory: neither step can fail.
    let json = to_bytes(body, usize::MAX).await.unwrap_or_default();
    (parts, serde_json::from_slice(&json).unwrap_or_default())
}

async fn to_xml(name: &str, response: Response<Body>) -> Response<Body> {
    let (mut parts, json) = read(response).await;
    parts.headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/xml; charset=utf-8"),
    );
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(xml::document(name, &json)))
}

fn accepts_json(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|range| {
        let media_type = range
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        media_type == "application/json" || media_type == "text/json" || media_type.ends_with("+json")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_needs_an_accept_header() {
        let accepts = |value: &'static str| {
            accepts_json(&HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(value))]))
        };
        assert!(accepts("application/json"));
        assert!(accepts("text/html, Application/JSON;q=0.9"));
        assert!(!accepts("*/*"));
        assert!(!accepts("application/xml"));
        assert!(!accepts_json(&HeaderMap::new()));
    }
}
