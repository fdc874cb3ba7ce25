//! Microsoft OAuth2.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{AzureApp, Secret, SignInStep};
use crate::call::{Body, Call};
use crate::error::Endpoint;

/// A form's fields: names and values, not yet encoded.
type Form<'a> = Vec<(&'a str, &'a str)>;

/// Exchanges a refresh token for an access token and the next refresh token.
pub(super) fn refresh<'a>(app: &'a AzureApp, refresh_token: &'a Secret) -> Call {
    let endpoints = app.endpoints();
    let form = vec![
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh_token.expose()),
        ("scope", endpoints.scope),
    ];
    post(app, SignInStep::RefreshToken, endpoints.token, form)
}

/// Exchanges the code that a consent gave for an access token and a refresh token.
pub(super) fn exchange_code<'a>(app: &'a AzureApp, code: &'a Secret, verifier: &'a Secret) -> Call {
    let endpoints = app.endpoints();
    let form = vec![
        ("grant_type", "authorization_code"),
        ("code", code.expose()),
        ("scope", endpoints.scope),
        ("redirect_uri", app.redirect()),
        ("code_verifier", verifier.expose()),
    ];
    post(app, SignInStep::AuthorizationCode, endpoints.token, form)
}

/// Asks for a device code.
pub(super) fn device_code(app: &AzureApp) -> Call {
    let endpoints = app.endpoints();
    let form = vec![("scope", endpoints.scope), ("response_type", "device_code")];
    post(app, SignInStep::DeviceCode, endpoints.device, form)
}

/// Asks whether the player has entered the device code.
pub(super) fn device_token<'a>(app: &'a AzureApp, device_code: &'a Secret) -> Call {
    let form = vec![
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("device_code", device_code.expose()),
    ];
    post(app, SignInStep::DeviceCode, app.endpoints().token, form)
}

/// A form with what identifies the app. Asking for a device code identifies it by its ID alone.
fn post<'a>(app: &'a AzureApp, step: SignInStep, path: &[&str], mut form: Form<'a>) -> Call {
    form.push(("client_id", app.client_id()));
    if let (Some(secret), false) = (app.client_secret(), step == SignInStep::DeviceCode) {
        form.push(("client_secret", secret.expose()));
    }
    let body = Body::new("application/x-www-form-urlencoded", encode(&form));
    let Endpoint { method, .. } = step.endpoint();
    Call::post(app.endpoints().service, method, path, body)
}

/// The page on which the player consents, from its path on.
pub(super) fn authorize_query(app: &AzureApp, state: &Secret, challenge: &str) -> String {
    encode(&[
        ("client_id", app.client_id()),
        ("response_type", "code"),
        ("approval_prompt", "auto"),
        ("scope", app.endpoints().scope),
        ("redirect_uri", app.redirect()),
        ("state", state.expose()),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256"),
    ])
}

fn encode(form: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (index, (name, value)) in form.iter().enumerate() {
        if index > 0 {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        text.extend(utf8_percent_encode(value, NON_ALPHANUMERIC));
    }
    text
}
