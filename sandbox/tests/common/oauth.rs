//! OAuth2 forms and requests, and a test clock.

use super::{Reply, get_with, post};
use base64::Engine;
use halo_infinite_sandbox::{Sandbox, SandboxBuilder};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

/// The paths and the scope of an authority.
pub struct Authority {
    pub authorize: &'static str,
    pub token: &'static str,
    pub device: &'static str,
    pub scope: &'static str,
}

pub const LIVE: Authority = Authority {
    authorize: "/login/oauth20_authorize.srf",
    token: "/login/oauth20_token.srf",
    device: "/login/oauth20_connect.srf",
    scope: "Xboxlive.signin Xboxlive.offline_access",
};

pub const ONLINE: Authority = Authority {
    authorize: "/login.microsoftonline/consumers/oauth2/v2.0/authorize",
    token: "/login.microsoftonline/consumers/oauth2/v2.0/token",
    device: "/login.microsoftonline/consumers/oauth2/v2.0/devicecode",
    scope: "XboxLive.signin offline_access",
};

pub const WEB_REDIRECT: &str = "https://localhost";
pub const LOOPBACK: &str = "http://localhost:49152/back";
pub const VERIFIER: &str = "a-verifier-of-forty-three-characters-or-more";

pub fn challenge() -> String {
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER))
}

/// A clock that the test advances.
#[derive(Clone, Default)]
pub struct TestClock(Arc<AtomicU64>);

impl TestClock {
    pub fn advance(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Starts a sandbox with a new clock.
    pub fn start(builder: SandboxBuilder) -> (Sandbox, Self) {
        let clock = Self::default();
        (clock.on(builder).start().expect("a sandbox"), clock)
    }

    pub fn on(&self, builder: SandboxBuilder) -> SandboxBuilder {
        let elapsed = Arc::clone(&self.0);
        builder
            .clock(move || UNIX_EPOCH + Duration::from_secs(1_800_000_000 + elapsed.load(Ordering::SeqCst)))
    }
}

/// The fields of a form or a query.
pub type Form = Vec<(&'static str, String)>;

pub fn with(mut form: Form, name: &'static str, value: &str) -> Form {
    form.retain(|(field, _)| *field != name);
    form.push((name, value.to_owned()));
    form
}

pub fn without(mut form: Form, name: &str) -> Form {
    form.retain(|(field, _)| *field != name);
    form
}

pub fn encode(form: &Form) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish()
}

pub fn post_form(sandbox: &Sandbox, path: &str, form: &Form) -> Reply {
    let content_type = [("content-type", "application/x-www-form-urlencoded")];
    post(sandbox, path, &content_type, &encode(form))
}

/// The authorization request of the confidential app.
pub fn web_request(sandbox: &Sandbox, authority: &Authority) -> Form {
    vec![
        ("client_id", sandbox.client_id()),
        ("response_type", "code".to_owned()),
        ("approval_prompt", "auto".to_owned()),
        ("scope", authority.scope.to_owned()),
        ("redirect_uri", WEB_REDIRECT.to_owned()),
        ("state", "a state & more".to_owned()),
    ]
}

/// The authorization request of the public app.
pub fn desktop_request(sandbox: &Sandbox, authority: &Authority) -> Form {
    let mut request = web_request(sandbox, authority);
    request = with(request, "client_id", &sandbox.public_client_id());
    request = with(request, "redirect_uri", LOOPBACK);
    request = with(request, "code_challenge", &challenge());
    with(request, "code_challenge_method", "S256")
}

pub fn authorize(sandbox: &Sandbox, authority: &Authority, request: &Form) -> Reply {
    get_with(
        sandbox,
        &format!("{}?{}", authority.authorize, encode(request)),
        &[],
    )
}

/// The query fields of a redirect.
pub fn redirect_fields(reply: &Reply, redirect_uri: &str) -> Vec<(String, String)> {
    assert_eq!(reply.status, 302, "{}", reply.text());
    let (uri, query) = reply.location.split_once('?').expect("a query");
    assert_eq!(uri.trim_end_matches('/'), redirect_uri);
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// The value of a redirect's query field.
pub fn value(fields: &[(String, String)], name: &str) -> String {
    let found = fields.iter().find(|(field, _)| field == name);
    found
        .unwrap_or_else(|| panic!("no {name} in {fields:?}"))
        .1
        .clone()
}

/// Accepts an authorization request, and returns the code.
pub fn accepted_code(sandbox: &Sandbox, authority: &Authority, request: &Form) -> String {
    let path = format!("{}?{}", authority.authorize, encode(request));
    let reply = post_form(sandbox, &path, &vec![("consent", "accept".to_owned())]);
    let redirect_uri = &request
        .iter()
        .find(|(name, _)| *name == "redirect_uri")
        .expect("a redirect")
        .1;
    value(&redirect_fields(&reply, redirect_uri), "code")
}

/// The form with which the confidential app exchanges a code.
pub fn web_exchange(sandbox: &Sandbox, authority: &Authority, code: &str) -> Form {
    vec![
        ("grant_type", "authorization_code".to_owned()),
        ("code", code.to_owned()),
        ("scope", authority.scope.to_owned()),
        ("redirect_uri", WEB_REDIRECT.to_owned()),
        ("client_id", sandbox.client_id()),
        ("client_secret", sandbox.client_secret()),
    ]
}

/// The form with which the public app exchanges a code.
pub fn desktop_exchange(sandbox: &Sandbox, authority: &Authority, code: &str) -> Form {
    let mut form = without(web_exchange(sandbox, authority, code), "client_secret");
    form = with(form, "client_id", &sandbox.public_client_id());
    form = with(form, "redirect_uri", LOOPBACK);
    with(form, "code_verifier", VERIFIER)
}

/// The `error` of a response with status 400.
pub fn error(reply: &Reply) -> String {
    assert_eq!(reply.status, 400, "{}", reply.text());
    let body = reply.json();
    assert!(!super::text(&body["error_description"]).is_empty());
    super::text(&body["error"]).to_owned()
}
