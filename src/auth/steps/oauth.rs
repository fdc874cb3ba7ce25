//! Microsoft OAuth2.

use std::mem;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

use crate::auth::app::{Authority, AzureApp};
use crate::http::{Body, PreparedRequest};
use crate::types::{Endpoint, Secret, Service};

/// The endpoints of an authority.
pub(in crate::auth) struct Endpoints {
    pub consent: Endpoint,
    pub authorization_code: Endpoint,
    /// The first request of a sign-in by device code.
    pub device_code: Endpoint,
    /// Its later requests, until the player has entered the code.
    pub device_token: Endpoint,
    pub refresh_token: Endpoint,
    scope: &'static str,
}

pub(in crate::auth) static LIVE: Endpoints = Endpoints::new(
    Service::Login,
    [
        "/oauth20_authorize.srf",
        "/oauth20_token.srf",
        "/oauth20_connect.srf",
    ],
    "Xboxlive.signin Xboxlive.offline_access",
);

pub(in crate::auth) static CONSUMERS: Endpoints = Endpoints::new(
    Service::MicrosoftOnline,
    [
        "/consumers/oauth2/v2.0/authorize",
        "/consumers/oauth2/v2.0/token",
        "/consumers/oauth2/v2.0/devicecode",
    ],
    "XboxLive.signin offline_access",
);

impl Endpoints {
    const fn new(
        service: Service,
        [authorize, token, device]: [&'static str; 3],
        scope: &'static str,
    ) -> Self {
        const fn post(service: Service, name: &'static str, path: &'static str) -> Endpoint {
            Endpoint::post(service, name, path).without_token().read_only()
        }
        Self {
            consent: Endpoint::get(service, "consent", authorize).without_token(),
            authorization_code: post(service, "authorization_code", token),
            device_code: post(service, "device_code", device).idempotent(),
            device_token: post(service, "device_token", token),
            refresh_token: post(service, "refresh_token", token),
            scope,
        }
    }

    pub fn all(&'static self) -> [&'static Endpoint; 5] {
        [
            &self.consent,
            &self.authorization_code,
            &self.device_code,
            &self.device_token,
            &self.refresh_token,
        ]
    }

    /// The endpoints of an app's authority.
    pub fn of(app: &AzureApp) -> &'static Self {
        match app.authority {
            Authority::Live => &LIVE,
            Authority::Consumers => &CONSUMERS,
        }
    }
}

/// The names and values of a form, not yet encoded.
type Form<'a> = Vec<(&'a str, &'a str)>;

/// Exchanges a refresh token for an access token and the next refresh token.
pub(in crate::auth) fn refresh(app: &AzureApp, refresh_token: &Secret) -> PreparedRequest {
    let endpoints = Endpoints::of(app);
    let form = vec![
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh_token.expose()),
        ("scope", endpoints.scope),
    ];
    let request = post(
        &endpoints.refresh_token,
        form,
        app,
        app.client_secret(),
        &[refresh_token],
    );
    // Microsoft may replace the token, and without the response the new one would be lost.
    PreparedRequest {
        must_finish: true,
        ..request
    }
}

/// Exchanges the code of a consent for an access token and a refresh token.
pub(in crate::auth) fn exchange_code(app: &AzureApp, code: &Secret, verifier: &Secret) -> PreparedRequest {
    let endpoints = Endpoints::of(app);
    let form = vec![
        ("grant_type", "authorization_code"),
        ("code", code.expose()),
        ("scope", endpoints.scope),
        ("redirect_uri", app.redirect()),
        ("code_verifier", verifier.expose()),
    ];
    post(
        &endpoints.authorization_code,
        form,
        app,
        app.client_secret(),
        &[code, verifier],
    )
}

/// Requests a device code. Such requests identify the app by its client ID alone.
pub(in crate::auth) fn device_code(app: &AzureApp) -> PreparedRequest {
    let endpoints = Endpoints::of(app);
    let form = vec![("scope", endpoints.scope), ("response_type", "device_code")];
    post(&endpoints.device_code, form, app, None, &[])
}

/// Requests the tokens for a device code. Microsoft refuses until the player has entered the code.
pub(in crate::auth) fn device_token(app: &AzureApp, device_code: &Secret) -> PreparedRequest {
    let form = vec![
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("device_code", device_code.expose()),
    ];
    post(&Endpoints::of(app).device_token, form, app, None, &[device_code])
}

fn post<'a>(
    endpoint: &'static Endpoint,
    mut form: Form<'a>,
    app: &'a AzureApp,
    client_secret: Option<&'a Secret>,
    others: &[&Secret],
) -> PreparedRequest {
    form.push(("client_id", app.client_id()));
    form.extend(client_secret.map(|secret| ("client_secret", secret.expose())));
    let bytes = mem::take(&mut *encode(&form)).into_bytes();
    let body = Body::new("application/x-www-form-urlencoded", Zeroizing::new(bytes));
    let secrets = others.iter().copied().chain(client_secret).cloned();
    PreparedRequest::new(endpoint, []).with_secret_body(body, secrets)
}

/// The query of the page on which the player consents.
pub(in crate::auth) fn authorize_query(app: &AzureApp, state: &Secret, challenge: &str) -> Zeroizing<String> {
    encode(&authorize_pairs(app, state, challenge))
}

/// The names and values of that query, not yet encoded.
pub(in crate::auth) fn authorize_pairs<'a>(
    app: &'a AzureApp,
    state: &'a Secret,
    challenge: &'a str,
) -> [(&'static str, &'a str); 8] {
    [
        ("client_id", app.client_id()),
        ("response_type", "code"),
        ("approval_prompt", "auto"),
        ("scope", Endpoints::of(app).scope),
        ("redirect_uri", app.redirect()),
        ("state", state.expose()),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256"),
    ]
}

fn encode(form: &[(&str, &str)]) -> Zeroizing<String> {
    // The maximum length: a text that grows leaves copies behind.
    let lengths = form.iter().map(|(name, value)| name.len() + 3 * value.len() + 2);
    let mut text = Zeroizing::new(String::with_capacity(lengths.sum()));
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
