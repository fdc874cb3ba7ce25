//! The token endpoint: issues an access token and a refresh token for a grant.

use super::form::{Form, NoStoreJson, OAuthError};
use crate::app::{App, Shared};
use crate::authority::Authority;
use crate::codes::CodeError;
use crate::device_codes::PollError;
use crate::registration::{Client, Registration};
use crate::rng::Rng;
use crate::tokens::{Kind, TokenError};
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
) -> Result<NoStoreJson, OAuthError> {
    let form = Form::from_request(&headers, &body)?;
    match form.required("grant_type")? {
        "refresh_token" => refresh(&app, authority, &form),
        "authorization_code" => redeem(&app, authority, &form),
        DEVICE_CODE => poll(&app, authority, &form),
        _ => Err(OAuthError::new(
            "unsupported_grant_type",
            "The provided grant type is not supported.",
        )),
    }
}

fn refresh(app: &App, authority: Authority, form: &Form) -> Result<NoStoreJson, OAuthError> {
    let client = client(app, authority, form, Secret::Required)?;
    let scope = scope(authority, form)?.ok_or_else(wrong_scope)?;
    let token = form.required("refresh_token")?;
    let claims = app
        .tokens
        .spend(Kind::Refresh(client), token)
        .map_err(|refused| match refused {
            TokenError::Expired => OAuthError::new("invalid_grant", "The refresh token has expired."),
            TokenError::Invalid | TokenError::Revoked => not_valid("refresh_token"),
        })?;
    Ok(granted(app, client, claims.xuid, scope))
}

fn redeem(app: &App, authority: Authority, form: &Form) -> Result<NoStoreJson, OAuthError> {
    let client = client(app, authority, form, Secret::Required)?;
    // The scope is optional here: the authorization request had it.
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
            CodeError::Unknown => not_valid("code"),
            CodeError::Expired => OAuthError::new("invalid_grant", "The authorization code has expired."),
            CodeError::Used => OAuthError::new("invalid_grant", "The authorization code was already redeemed."),
            CodeError::OtherRedirect => OAuthError::new(
                "invalid_grant",
                "The provided value for the input parameter 'redirect_uri' is not valid. The expected value is a \
                 URI which matches a redirect URI registered for this client application.",
            ),
            CodeError::NoVerifier => OAuthError::new(
                "invalid_request",
                "The request body must contain the parameter 'code_verifier'.",
            ),
            CodeError::WrongVerifier => OAuthError::new(
                "invalid_grant",
                "The code_verifier does not match the code_challenge supplied in the authorization request.",
            ),
        })?;
    Ok(granted(app, client, app.world.home().xuid(), &scope))
}

fn poll(app: &App, authority: Authority, form: &Form) -> Result<NoStoreJson, OAuthError> {
    let client = client(app, authority, form, Secret::Optional)?;
    let device_code = form.required("device_code")?;
    let scope = app
        .device_codes
        .poll(device_code, client)
        .map_err(|refused| match refused {
            PollError::Pending => OAuthError::new(
                "authorization_pending",
                "The user has not yet entered the code. Keep polling.",
            ),
            PollError::TooFast => OAuthError::new(
                "slow_down",
                "The app polls faster than the interval allows. Wait 5 seconds longer between polls from now on.",
            ),
            PollError::Declined => {
                OAuthError::new("authorization_declined", "The user has denied the request.")
            }
            PollError::Expired => OAuthError::new("expired_token", "The device code has expired."),
            PollError::Unknown => not_valid("device_code"),
        })?;
    Ok(granted(app, client, app.world.home().xuid(), &scope))
}

/// Whether the app with a secret must send it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Secret {
    Required,
    Optional,
}

/// Authenticates the app.
fn client(app: &App, authority: Authority, form: &Form, needed: Secret) -> Result<Client, OAuthError> {
    let registration = form.client(app)?;
    match (registration, form.field("client_secret")) {
        (Registration::Public, None) => {}
        (Registration::Public, Some(_)) => {
            return Err(OAuthError::new(
                "invalid_request",
                "Public clients can't send a client secret.",
            ));
        }
        (Registration::Confidential, None) if needed == Secret::Optional => {}
        (Registration::Confidential, None) => {
            return Err(OAuthError::new(
                "invalid_client",
                "The request body must contain the parameter 'client_secret'.",
            ));
        }
        (Registration::Confidential, Some(secret)) if secret == app.client_secret() => {}
        (Registration::Confidential, Some(_)) => {
            return Err(OAuthError::new(
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

/// The scope, if the form has one.
pub(super) fn scope(authority: Authority, form: &Form) -> Result<Option<&str>, OAuthError> {
    match form.field("scope") {
        Some(scope) if !authority.grants(scope) => Err(wrong_scope()),
        scope => Ok(scope),
    }
}

pub(super) fn wrong_scope() -> OAuthError {
    OAuthError::new(
        "invalid_scope",
        "The provided value for the input parameter 'scope' is not valid.",
    )
}

fn not_valid(parameter: &str) -> OAuthError {
    OAuthError::new(
        "invalid_grant",
        format!("The provided value for the input parameter '{parameter}' is not valid."),
    )
}

fn granted(app: &App, client: Client, xuid: u64, scope: &str) -> NoStoreJson {
    let mut rng = Rng::for_subject(xuid, "user id");
    NoStoreJson(json!({
        "token_type": "bearer",
        "expires_in": app.tokens.lifetime_in_seconds(Kind::Access),
        "scope": scope,
        "access_token": app.tokens.issue(Kind::Access, xuid).token,
        "refresh_token": app.tokens.issue(Kind::Refresh(client), xuid).token,
        "user_id": format!("{:016x}", rng.next()),
    }))
}
