//! Answers from a folder of captures, in place of the Halo services.

use crate::app::{App, Shared};
use crate::captures::segments;
use crate::wire::problem::Problem;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Response};
use axum::middleware::Next;

/// The sandbox always serves the sign-in itself.
const SIGN_IN: [&str; 3] = ["login", "user.auth", "xsts.auth"];

/// Serves a request from the folder, or returns 404.
pub(crate) async fn answer(State(app): State<Shared>, request: Request) -> Result<Response<Body>, Problem> {
    find(&app, &request).ok_or(Problem::NotFound)
}

/// Serves a request from the folder if it has a row for it, else from the world.
pub(crate) async fn first(State(app): State<Shared>, request: Request, next: Next) -> Response<Body> {
    match find(&app, &request) {
        Some(response) => response,
        None => next.run(request).await,
    }
}

fn find(app: &App, request: &Request) -> Option<Response<Body>> {
    let path = segments(request.uri().path());
    let is_sign_in = path
        .first()
        .is_some_and(|service| SIGN_IN.contains(&service.as_str()));
    let captures = app.captures.as_ref().filter(|_| !is_sign_in)?;
    let row = captures.find(request.method().as_str(), &path)?;
    let mut response = Response::new(Body::from(row.body.clone()));
    *response.status_mut() = row.status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(row.content_type));
    Some(response)
}
