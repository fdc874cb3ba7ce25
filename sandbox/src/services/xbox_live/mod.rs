//! `xbox_profile` and `peoplehub`: the services of Xbox Live itself.

mod access;
mod people;
mod person;
mod profiles;

use super::captured;
use crate::app::Shared;
use axum::Router;
use axum::middleware::from_fn_with_state;

/// The routes of both services. They accept the XSTS token for Xbox Live and no other.
pub(super) fn routes(app: &Shared) -> Router<Shared> {
    Router::new()
        .nest("/xbox_profile", profiles::routes())
        .nest("/peoplehub", people::routes())
        .route_layer(from_fn_with_state(app.clone(), captured::first))
        .route_layer(from_fn_with_state(app.clone(), access::require_xbox_token))
}
