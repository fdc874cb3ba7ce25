//! Shared by the Halo services: the Spartan token check, and the response format.

use crate::app::Shared;
use crate::tokens::Kind;
use crate::wire::problem::Problem;
use crate::wire::xml;
use crate::world::Shapes;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, ETAG};
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

/// Whether a response is JSON unless the client asks for XML only. SPNKr reads the clearance as JSON and sends
/// `Accept: */*` for it. The same service's catalogue of the API is XML by default: `halo_api` reads it so.
fn is_json_by_default(path: &str) -> bool {
    path.starts_with("/settings/") && !path.starts_with("/settings/settings/")
}

/// Converts a model to XML unless the client accepts JSON, as the API does.
pub(crate) async fn render(request: Request, next: Next) -> Response<Body> {
    let accepted = media_types(request.headers());
    let wants_json = if is_json_by_default(request.uri().path()) {
        !asks_for_xml_only(&accepted)
    } else {
        accepted.iter().any(|media_type| is_json(media_type))
    };
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
    parts.headers.remove(ETAG);
    Response::from_parts(parts, Body::from(xml::document(name, &json)))
}

/// The accepted media types, in lower case.
fn media_types(headers: &HeaderMap) -> Vec<String> {
    let accepted = headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok());
    accepted
        .flat_map(|value| value.split(','))
        .map(|range| {
            let media_type = range.split(';').next().unwrap_or_default();
            media_type.trim().to_ascii_lowercase()
        })
        .collect()
}

fn is_json(media_type: &str) -> bool {
    matches!(media_type, "application/json" | "text/json") || media_type.ends_with("+json")
}

fn is_xml(media_type: &str) -> bool {
    matches!(media_type, "application/xml" | "text/xml") || media_type.ends_with("+xml")
}

fn asks_for_xml_only(accepted: &[String]) -> bool {
    let takes_json = |media_type: &String| is_json(media_type) || media_type.ends_with("/*");
    accepted.iter().any(|media_type| is_xml(media_type)) && !accepted.iter().any(takes_json)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(value: &'static str) -> Vec<String> {
        media_types(&HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(value))]))
    }

    #[test]
    fn json_has_several_names() {
        let accepts = |value| accepted(value).iter().any(|media_type| is_json(media_type));
        assert!(accepts("application/json"));
        assert!(accepts("text/html, Application/JSON;q=0.9"));
        assert!(accepts("application/problem+json"));
        assert!(!accepts("*/*"));
        assert!(!accepts("application/xml"));
        assert!(media_types(&HeaderMap::new()).is_empty());
    }

    #[test]
    fn a_wildcard_beside_xml_takes_json_too() {
        for (value, only) in [
            ("application/xml", true),
            ("Text/XML;q=0.5, text/html", true),
            ("application/xhtml+xml", true),
            ("text/html,application/xml;q=0.9,*/*;q=0.8", false),
            ("application/xml, application/json;q=0.1", false),
            ("*/*", false),
            ("text/html", false),
            ("", false),
        ] {
            assert_eq!(asks_for_xml_only(&accepted(value)), only, "{value}");
        }
    }
}
