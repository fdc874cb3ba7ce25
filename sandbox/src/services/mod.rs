//! The services, each with its own prefix. A Halo service is one file here and one line in [`HALO`].

mod asset_files;
mod authoring_ugc;
mod banprocessor;
mod blobs;
mod captured;
mod comms;
mod discovery_ugc;
mod economy;
mod gamecms_hacs;
mod halo;
mod hipc;
mod lobby;
mod login;
mod path;
mod players;
mod profile;
mod query;
mod settings;
mod skill;
mod start_page;
mod stats;
mod user_auth;
mod waypoint;
mod wpcontent;
mod xbox;
mod xbox_live;
mod xsts_auth;

use crate::app::Shared;
use crate::wire::problem::Problem;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get, post};

pub(crate) use xbox::user_hash;

/// A Halo service's prefix and routes.
type HaloService = (&'static str, fn() -> Router<Shared>);

/// The Halo services.
const HALO: &[HaloService] = &[
    ("/authoring_ugc", authoring_ugc::routes),
    ("/banprocessor", banprocessor::routes),
    ("/discovery_ugc", discovery_ugc::routes),
    ("/economy", economy::routes),
    ("/gamecms_hacs", gamecms_hacs::routes),
    ("/lobby", lobby::routes),
    ("/profile", profile::routes),
    ("/skill", skill::routes),
    ("/stats", stats::routes),
];

/// All routes of the sandbox. They are in lower case, like the paths that reach them: the server converts these.
pub(crate) fn router(app: &Shared) -> Router {
    let spartan = || from_fn_with_state(app.clone(), halo::require_spartan_token);
    let clearance = Router::new()
        .route(settings::CLEARANCE, get(settings::clearance))
        .route(settings::PLAYER_CLEARANCE, get(settings::player_clearance))
        .route_layer(spartan())
        .route(settings::RELEASE_CLEARANCE, get(settings::clearance));
    // Some clients ask for the token's player as a part of the sign-in.
    let first = || from_fn_with_state(app.clone(), captured::first);
    let comms = Router::new().nest("/comms", comms::routes());
    let comms = comms.route_layer(first()).route_layer(spartan());
    let without_token = blobs::film_routes()
        .nest("/wpcontent", wpcontent::routes())
        .nest("/waypoint", waypoint::routes())
        .route_layer(first());
    let sign_in = Router::new()
        .route("/", get(start_page::start_page))
        .merge(login::routes())
        .merge(without_token)
        .merge(comms)
        .merge(xbox_live::routes(app))
        .route(user_auth::AUTHENTICATE, post(user_auth::authenticate))
        .route(xsts_auth::AUTHORIZE, post(xsts_auth::authorize))
        .route(settings::SPARTAN_TOKEN, post(settings::spartan_token))
        .merge(clearance);
    let router = if app.captures.is_some() {
        let from_folder = any(captured::answer).layer(spartan());
        sign_in
            .route(settings::API_SETTINGS, get(captured::answer))
            .route("/blobs/{*path}", get(captured::answer))
            .fallback_service(from_folder.with_state(app.clone()))
    } else {
        let services = HALO
            .iter()
            .fold(Router::new(), |all, (prefix, routes)| all.nest(prefix, routes()))
            .route(settings::FEATURE_FLAGS, get(settings::feature_flags));
        sign_in
            .merge(blobs::asset_routes())
            .route(settings::API_SETTINGS, get(hipc::api_settings))
            .merge(
                services
                    .route_layer(from_fn_with_state(app.clone(), halo::shape))
                    .route_layer(spartan()),
            )
            .fallback(async || Problem::NotFound)
    };
    router
        .method_not_allowed_fallback(async || Problem::MethodNotAllowed)
        .layer(from_fn(halo::render))
        .with_state(app.clone())
}
