//! An HTTP client for the tests, without the SDK.

#![allow(dead_code, reason = "each test binary uses its own part")]

pub mod games;
pub mod histories;
pub mod oauth;
pub mod wire;

use halo_infinite_sandbox::Sandbox;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;
use ureq::Agent;

/// An HTTP response.
pub struct Reply {
    pub status: u16,
    pub content_type: String,
    /// The target of a redirect.
    pub location: String,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error} in {}", String::from_utf8_lossy(&self.body)))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl From<ureq::http::Response<ureq::Body>> for Reply {
    fn from(response: ureq::http::Response<ureq::Body>) -> Self {
        let (parts, mut body) = response.into_parts();
        let header = |name: &str| {
            let value = parts.headers.get(name);
            value.map(|value| value.to_str().expect("ASCII").to_owned())
        };
        Self {
            status: parts.status.as_u16(),
            content_type: header("content-type").unwrap_or_default(),
            location: header("location").unwrap_or_default(),
            body: body
                .with_config()
                .limit(64 << 20)
                .read_to_vec()
                .expect("a complete body"),
        }
    }
}

pub fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        // Only a safeguard against hanging tests.
        .timeout_global(Some(Duration::from_secs(60)))
        .build()
        .into()
}

pub fn get_with(sandbox: &Sandbox, path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = agent().get(format!("{}{path}", sandbox.url()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.call().expect("a response").into()
}

/// Sends a request as a signed-in client.
pub fn get(sandbox: &Sandbox, path: &str) -> Reply {
    let token = sandbox.spartan_token();
    get_with(
        sandbox,
        path,
        &[
            ("accept", "application/json"),
            ("x-343-authorization-spartan", &token),
        ],
    )
}

pub fn get_json(sandbox: &Sandbox, path: &str) -> Value {
    let reply = get(sandbox, path);
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    assert_eq!(reply.content_type, "application/json; charset=utf-8");
    reply.json()
}

/// Adds all texts with one of these ends.
pub fn ending(value: &Value, ends: &[&str], found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if ends.iter().any(|end| text.ends_with(end)) => {
            found.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| ending(item, ends, found)),
        Value::Object(fields) => fields.values().for_each(|value| ending(value, ends, found)),
        _ => {}
    }
}

/// All texts with one of these ends.
pub fn all_ending(value: &Value, ends: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    ending(value, ends, &mut found);
    found
}

pub fn post(sandbox: &Sandbox, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    let mut request = agent().post(format!("{}{path}", sandbox.url()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send(body).expect("a response").into()
}

/// The form of a valid refresh.
pub fn refresh_form(sandbox: &Sandbox, refresh_token: &str) -> oauth::Form {
    vec![
        ("grant_type", "refresh_token".to_owned()),
        ("refresh_token", refresh_token.to_owned()),
        ("scope", "Xboxlive.signin Xboxlive.offline_access".to_owned()),
        ("client_id", sandbox.client_id()),
        ("client_secret", sandbox.client_secret()),
    ]
}

pub fn refresh(sandbox: &Sandbox, form: &oauth::Form) -> Reply {
    oauth::post_form(sandbox, oauth::LIVE.token, form)
}

/// The fields of a token response.
pub const TOKEN_FIELDS: [&str; 6] = [
    "token_type",
    "expires_in",
    "scope",
    "access_token",
    "refresh_token",
    "user_id",
];

const XBOX: [(&str, &str); 2] = [
    ("content-type", "application/json"),
    ("x-xbl-contract-version", "1"),
];

pub fn user_request(access_token: &str) -> Value {
    json!({
        "RelyingParty": "http://auth.xboxlive.com",
        "TokenType": "JWT",
        "Properties": {
            "AuthMethod": "RPS",
            "SiteName": "user.auth.xboxlive.com",
            "RpsTicket": format!("d={access_token}"),
        },
    })
}

pub fn user_token(sandbox: &Sandbox, request: &Value) -> Reply {
    post(
        sandbox,
        "/user.auth/user/authenticate",
        &XBOX,
        &request.to_string(),
    )
}

pub const XBOX_LIVE: &str = "http://xboxlive.com";
pub const HALO: &str = "https://prod.xsts.halowaypoint.com/";

pub fn xsts_request(user_token: &str, relying_party: &str) -> Value {
    json!({
        "RelyingParty": relying_party,
        "TokenType": "JWT",
        "Properties": { "UserTokens": [user_token], "SandboxId": "RETAIL" },
    })
}

pub fn xsts_token(sandbox: &Sandbox, request: &Value) -> Reply {
    post(sandbox, "/xsts.auth/xsts/authorize", &XBOX, &request.to_string())
}

pub fn spartan_request(xsts_token: &str) -> Value {
    json!({
        "Audience": "urn:343:s3:services",
        "MinVersion": "4",
        "Proof": [{ "Token": xsts_token, "TokenType": "Xbox_XSTSv3" }],
    })
}

pub fn spartan_token(sandbox: &Sandbox, request: &Value) -> Reply {
    let headers = [
        ("content-type", "application/json"),
        ("accept", "application/json"),
    ];
    post(sandbox, "/settings/spartan-token", &headers, &request.to_string())
}

pub fn text(value: &Value) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is not a string"))
}

pub fn number(value: &Value) -> i64 {
    value
        .as_i64()
        .unwrap_or_else(|| panic!("{value} is not an integer"))
}

pub fn list(value: &Value) -> &Vec<Value> {
    value
        .as_array()
        .unwrap_or_else(|| panic!("{value} is not a list"))
}

/// The keys of an object, in order.
pub fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap_or_else(|| panic!("{value} is not an object"))
        .keys()
        .map(String::as_str)
        .collect()
}

pub fn percent_encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
