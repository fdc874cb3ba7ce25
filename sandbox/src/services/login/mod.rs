//! `login` and `login.microsoftonline`: the Microsoft account's consent and OAuth2 tokens.

mod authorization;
mod authorize;
mod form;
mod token;

use crate::app::Shared;
use crate::authority::Authority;
use axum::routing::{get, post};
use axum::{Extension, Router};

const LIVE: &str = "/login";
const MICROSOFT_ONLINE: &str = "/login.microsoftonline/consumers/oauth2/v2.0";

/// The routes of both authorities.
pub(super) fn routes() -> Router<Shared> {
    let live = authority(
        Authority::Live,
        LIVE,
        ["oauth20_authorize.srf", "oauth20_token.srf"],
    );
    let microsoft_online = authority(
        Authority::MicrosoftOnline,
        MICROSOFT_ONLINE,
        ["authorize", "token"],
    );
    live.merge(microsoft_online)
}

fn authority(authority: Authority, prefix: &str, paths: [&str; 2]) -> Router<Shared> {
    let [authorize, token] = paths.map(|path| format!("{prefix}/{path}"));
    Router::new()
        .route(&authorize, get(authorize::ask).post(authorize::decide))
        .route(&token, post(token::token))
        .layer(Extension(authority))
}
