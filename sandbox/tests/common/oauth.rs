//! The ways to a first token, and the clock by which they run out.

use super::{Reply, agent, get_with, post};
use base64::Engine;
use halo_infinite_sandbox::{Sandbox, SandboxBuilder};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

/// The paths of an authority, and the scope it wants.
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

/// A clock that goes when it is told to.
#[derive(Clone, Default)]
pub struct TestClock(Arc<AtomicU64>);

impl TestClock {
    pub fn advance(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }

    pub fn on(&self, builder: SandboxBuilder) -> SandboxBuilder {
        let elapsed = Arc::clone(&self.0);
        builder
            .clock(move || UNIX_EPOCH + Duration::from_secs(1_800_000_000 + elapsed.load(Ordering::SeqCst)))
    }
}

/// The fields of a form or a query; a field that is there is replaced.
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

/// The confidential app's request for authorization.
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

/// The public app's request for authorization.
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

/// What a redirect tells the app.
pub fn told(reply: &Reply, redirect_uri: &str) -> Vec<(String, String)> {
    assert_eq!(reply.status, 302, "{}", reply.text());
    let (uri, query) = reply.location.split_once('?').expect("a query");
    assert_eq!(uri.trim_end_matches('/'), redirect_uri);
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// The value of a field that a redirect tells.
pub fn value(told: &[(String, String)], name: &str) -> String {
    let found = told.iter().find(|(field, _)| field == name);
    found.unwrap_or_else(|| panic!("no {name} in {told:?}")).1.clone()
}

/// Accepts a request on its page, and gives the code.
pub fn accepted_code(sandbox: &Sandbox, authority: &Authority, request: &Form) -> String {
    let url = format!("{}{}?{}", sandbox.url(), authority.authorize, encode(request));
    let reply: Reply = agent()
        .post(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .send("consent=accept")
        .expect("an answer")
        .into();
    let redirect_uri = &request
        .iter()
        .find(|(name, _)| *name == "redirect_uri")
        .expect("a redirect")
        .1;
    value(&told(&reply, redirect_uri), "code")
}

/// The confidential app's exchange of a code.
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

/// The public app's exchange of a code.
pub fn desktop_exchange(sandbox: &Sandbox, authority: &Authority, code: &str) -> Form {
    let mut form = without(web_exchange(sandbox, authority, code), "client_secret");
    form = with(form, "client_id", &sandbox.public_client_id());
    form = with(form, "redirect_uri", LOOPBACK);
    with(form, "code_verifier", VERIFIER)
}

/// A refusal's `error`.
pub fn error(reply: &Reply) -> String {
    assert_eq!(reply.status, 400, "{}", reply.text());
    let body = reply.json();
    assert!(!super::text(&body["error_description"]).is_empty());
    super::text(&body["error"]).to_owned()
}
