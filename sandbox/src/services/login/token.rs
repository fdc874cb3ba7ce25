//! The token endpoint: an access token, and the next refresh token, for whatever the player has granted.

use super::form::{Form, Granted, Refusal};
use crate::app::{App, Shared};
use crate::authority::Authority;
use crate::codes::CodeRefused;
use crate::device_codes::PollRefused;
use crate::registration::{Client, Registration};
use crate::rng::Rng;
use crate::tokens::{Kind, Refused};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::json;

const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";

pub(super) async fn token(
    State(app): State<Shared>,
    Extension(authority): Extension<Authority>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Granted, Refusal> {
    let form = Form::from_request(&headers, &body)?;
    match form.required("grant_type")? {
        "refresh_token" => refresh(&app, authority, &form),
        "authorization_code" => redeem(&app, authority, &form),
        DEVICE_CODE => poll(&app, authority, &form),
        _ => Err(Refusal::new(
            "unsupported_grant_type",
            "The provided grant type is not supported.",
        )),
    }
}

fn refresh(app: &App, authority: Authority, form: &Form) -> Result<Granted, Refusal> {
    let client = client(app, authority, form, Secret::Required)?;
    let scope = scope(authority, form)?.ok_or_else(wrong_scope)?;
    let token = form.required("refresh_token")?;
    let claims = app
        .tokens
        .spend(Kind::Refresh(client), token)
        .map_err(|refused| match refused {
            Refused::Expired => Refusal::new("invalid_grant", "The refresh token has expired."),
            Refused::Invalid | Refused::Revoked => not_valid("refresh_token"),
        })?;
    Ok(granted(app, client, claims.xuid, scope))
}

fn redeem(app: &App, authority: Authority, form: &Form) -> Result<Granted, Refusal> {
    let client = client(app, authority, form, Secret::Required)?;
    // Consent has named the scope already, so that it may be left out.
    scope(authority, form)?;
    let code = form.required("code")?;
    let redirect_uri = form.required("redirect_uri")?;
    let verifier = form.field("code_verifier");
    if let Some(verifier) = verifier {
        app.secrets.remember(verifier);
    }
    let scope = app
        .codes
        .redeem(code, client, redirect_uri, verifier)
        .map_err(|refused| match refused {
            CodeRefused::Unknown => not_valid("code"),
            CodeRefused::Expired => Refusal::new("invalid_grant", "The authorization code has expired."),
            CodeRefused::Used => Refusal::new("invalid_grant", "The authorization code was already redeemed."),
            CodeRefused::OtherRedirect => Refusal::new(
                "invalid_grant",
                "The provided value for the input parameter 'redirect_uri' is not valid. The expected value is a \
                 URI which matches a redirect URI registered for this client application.",
            ),
            CodeRefused::NoVerifier => Refusal::new(
                "invalid_request",
                "The request body must contain the parameter 'code_verifier'.",
            ),
            CodeRefused::WrongVerifier => Refusal::new(
                "invalid_grant",
                "The code_verifier does not match the code_challenge supplied in the authorization request.",
            ),
        })?;
    Ok(granted(app, client, app.world.home().xuid(), &scope))
}

fn poll(app: &App, authority: Authority, form: &Form) -> Result<Granted, Refusal> {
    let client = client(app, authority, form, Secret::Optional)?;
    let device_code = form.required("device_code")?;
    let scope = app
        .device_codes
        .poll(device_code, client)
        .map_err(|refused| match refused {
            PollRefused::Pending => Refusal::new(
                "authorization_pending",
                "The user has not yet entered the code. Keep polling.",
            ),
            PollRefused::TooFast => Refusal::new(
                "slow_down",
                "The app polls faster than the interval allows. Wait 5 seconds longer between polls from now on.",
            ),
            PollRefused::Declined => {
                Refusal::new("authorization_declined", "The user has denied the request.")
            }
            PollRefused::Expired => Refusal::new("expired_token", "The device code has expired."),
            PollRefused::Unknown => not_valid("device_code"),
        })?;
    Ok(granted(app, client, app.world.home().xuid(), &scope))
}

/// Whether the app that has a secret has to send it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Secret {
    Required,
    Optional,
}

/// The app that asks, which is who it says.
fn client(app: &App, authority: Authority, form: &Form, needed: Secret) -> Result<Client, Refusal> {
    let registration = form.client(app)?;
    match (registration, form.field("client_secret")) {
        (Registration::Public, None) => {}
        (Registration::Public, Some(_)) => {
            return Err(Refusal::new(
                "invalid_request",
                "Public clients can't send a client secret.",
            ));
        }
        (Registration::Confidential, None) if needed == Secret::Optional => {}
        (Registration::Confidential, None) => {
            return Err(Refusal::new(
                "invalid_client",
                "The request body must contain the parameter 'client_secret'.",
            ));
        }
        (Registration::Confidential, Some(secret)) if secret == app.client_secret() => {}
        (Registration::Confidential, Some(_)) => {
            return Err(Refusal::new(
                "invalid_client",
                "The provided client secret is not valid.",
            ));
        }
    }
    Ok(Client {
        authority,
        registration,
    })
}

/// The scope, if one is named.
pub(super) fn scope(authority: Authority, form: &Form) -> Result<Option<&str>, Refusal> {
    match form.field("scope") {
        Some(scope) if !authority.grants(scope) => Err(wrong_scope()),
        scope => Ok(scope),
    }
}

pub(super) fn wrong_scope() -> Refusal {
    Refusal::new(
        "invalid_scope",
        "The provided value for the input parameter 'scope' is not valid.",
    )
}

fn not_valid(parameter: &str) -> Refusal {
    Refusal::new(
        "invalid_grant",
        format!("The provided value for the input parameter '{parameter}' is not valid."),
    )
}

fn granted(app: &App, client: Client, xuid: u64, scope: &str) -> Granted {
    let mut rng = Rng::for_subject(xuid, "user id");
    Granted(json!({
        "token_type": "bearer",
        "expires_in": app.tokens.lifetime_in_seconds(Kind::Access),
        "scope": scope,
        "access_token": app.tokens.issue(Kind::Access, xuid).token,
        "refresh_token": app.tokens.issue(Kind::Refresh(client), xuid).token,
        "user_id": format!("{:016x}", rng.next()),
    }))
}
