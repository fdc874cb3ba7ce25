//! `login` and `login.microsoftonline`: consent and OAuth2 tokens of Microsoft accounts.

mod authorization;
mod authorize;
mod device;
mod form;
mod token;

use crate::app::Shared;
use crate::authority::Authority;
use axum::routing::{MethodRouter, get, post};
use axum::{Extension, Router};

const LIVE: &str = "/login";
const MICROSOFT_ONLINE: &str = "/login.microsoftonline/consumers/oauth2/v2.0";

/// The routes of both authorities, and their shared page for device codes.
pub(super) fn routes() -> Router<Shared> {
    let live = authority(
        Authority::Live,
        LIVE,
        [
            "oauth20_authorize.srf",
            "oauth20_token.srf",
            "oauth20_connect.srf",
        ],
    );
    let microsoft_online = authority(
        Authority::MicrosoftOnline,
        MICROSOFT_ONLINE,
        ["authorize", "token", "devicecode"],
    );
    let verification: MethodRouter<Shared> = get(device::page).post(device::enter);
    live.merge(microsoft_online)
        .route(device::VERIFICATION, verification)
}

fn authority(authority: Authority, prefix: &str, paths: [&str; 3]) -> Router<Shared> {
    let [authorize, token, device] = paths.map(|path| format!("{prefix}/{path}"));
    Router::new()
        .route(&authorize, get(authorize::ask).post(authorize::decide))
        .route(&token, post(token::token))
        .route(&device, post(device::code))
        .layer(Extension(authority))
}
