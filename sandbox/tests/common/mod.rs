//! A client for the tests: plain HTTP, nothing of the SDK.

#![allow(dead_code, reason = "each test binary uses its own part")]

pub mod games;
pub mod histories;
pub mod oauth;
pub mod wire;

use halo_infinite_sandbox::Sandbox;
use serde_json::{Value, json};
use ureq::Agent;

/// What came back.
pub struct Reply {
    pub status: u16,
    pub content_type: String,
    /// Where a redirect leads.
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
                .expect("a whole body"),
        }
    }
}

pub fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .build()
        .into()
}

pub fn get_with(sandbox: &Sandbox, path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = agent().get(format!("{}{path}", sandbox.url()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.call().expect("an answer").into()
}

/// As a signed-in client asks.
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

pub fn post(sandbox: &Sandbox, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    let mut request = agent().post(format!("{}{path}", sandbox.url()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send(body).expect("an answer").into()
}

/// The form of a right refresh.
pub fn refresh_form(sandbox: &Sandbox, refresh_token: &str) -> Vec<(&'static str, String)> {
    vec![
        ("grant_type", "refresh_token".to_owned()),
        ("refresh_token", refresh_token.to_owned()),
        ("scope", "Xboxlive.signin Xboxlive.offline_access".to_owned()),
        ("client_id", sandbox.client_id()),
        ("client_secret", sandbox.client_secret()),
    ]
}

pub fn refresh(sandbox: &Sandbox, form: &[(&'static str, String)]) -> Reply {
    let body: Vec<String> = form
        .iter()
        .map(|(name, value)| format!("{name}={}", value.replace(' ', "+")))
        .collect();
    let content_type = [("content-type", "application/x-www-form-urlencoded")];
    post(
        sandbox,
        "/login/oauth20_token.srf",
        &content_type,
        &body.join("&"),
    )
}

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
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

pub fn number(value: &Value) -> i64 {
    value
        .as_i64()
        .unwrap_or_else(|| panic!("{value} is no whole number"))
}

pub fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("{value} is no list"))
}

/// An object's keys, in order.
pub fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap_or_else(|| panic!("{value} is no object"))
        .keys()
        .map(String::as_str)
        .collect()
}
