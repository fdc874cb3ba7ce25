//! The steps of the sign-in chain, and their errors.

use crate::common::*;
use halo_infinite_sandbox::Sandbox;
use serde_json::{Value, json};

const CLEARANCE: &str = "/settings/oban/flight-configurations/titles/hi/audiences/RETAIL/active";

fn access_token(sandbox: &Sandbox) -> String {
    let reply = refresh(sandbox, &refresh_form(sandbox, &sandbox.refresh_token()));
    text(&reply.json()["access_token"]).to_owned()
}

fn valid_user_token(sandbox: &Sandbox) -> String {
    let reply = user_token(sandbox, &user_request(&access_token(sandbox)));
    text(&reply.json()["Token"]).to_owned()
}

fn valid_xsts_token(sandbox: &Sandbox, relying_party: &str) -> String {
    let reply = xsts_token(sandbox, &xsts_request(&valid_user_token(sandbox), relying_party));
    text(&reply.json()["Token"]).to_owned()
}

#[test]
fn the_whole_chain_leads_to_the_stats() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let home = sandbox.world().home();

    let oauth = refresh(&sandbox, &refresh_form(&sandbox, &sandbox.refresh_token())).json();
    assert_eq!(keys(&oauth), TOKEN_FIELDS);
    assert_eq!(oauth["expires_in"], 3600);

    let user = user_token(&sandbox, &user_request(text(&oauth["access_token"]))).json();
    assert_eq!(
        keys(&user),
        ["IssueInstant", "NotAfter", "Token", "DisplayClaims"]
    );
    assert_eq!(keys(&user["DisplayClaims"]["xui"][0]), ["uhs"]);

    let xbox = xsts_token(&sandbox, &xsts_request(text(&user["Token"]), XBOX_LIVE)).json();
    let claims = &xbox["DisplayClaims"]["xui"][0];
    assert_eq!(keys(claims), ["gtg", "xid", "uhs", "agg", "usr", "utr", "prv"]);
    assert_eq!(claims["xid"], home.xuid().to_string());
    assert_eq!(claims["gtg"], home.gamertag());
    assert_eq!(claims["uhs"], user["DisplayClaims"]["xui"][0]["uhs"]);

    let halo = xsts_token(&sandbox, &xsts_request(text(&user["Token"]), HALO)).json();
    let spartan = spartan_token(&sandbox, &spartan_request(text(&halo["Token"]))).json();
    assert_eq!(keys(&spartan), ["ExpiresUtc", "SpartanToken", "TokenDuration"]);
    assert!(
        text(&spartan["TokenDuration"]).starts_with("PT3H59M4"),
        "{spartan}"
    );

    let token = text(&spartan["SpartanToken"]);
    let headers = [
        ("accept", "application/json"),
        ("x-343-authorization-spartan", token),
    ];
    let clearance = get_with(&sandbox, CLEARANCE, &headers).json();
    assert_eq!(clearance, json!({ "FlightConfigurationId": sandbox.clearance() }));

    let path = format!("/stats/hi/players/{}/matches/count", home.player_id());
    let count = get_with(&sandbox, &path, &headers).json();
    assert_eq!(count["MatchesPlayedCount"], 60);
}

#[test]
fn refresh_tokens_rotate() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let first = sandbox.refresh_token();
    let second = refresh(&sandbox, &refresh_form(&sandbox, &first)).json();
    let second = text(&second["refresh_token"]);
    assert_ne!(first, second);
    assert_eq!(refresh(&sandbox, &refresh_form(&sandbox, second)).status, 200);
}

#[test]
fn wrong_refreshes_are_rejected() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let token = sandbox.refresh_token();
    let access = access_token(&sandbox);
    let wrong = [
        ("grant_type", "password", "unsupported_grant_type"),
        ("grant_type", "", "invalid_request"),
        ("client_id", "someone-else", "invalid_client"),
        ("client_secret", "guess", "invalid_client"),
        ("client_secret", "", "invalid_client"),
        ("scope", "Xboxlive.signin", "invalid_scope"),
        ("refresh_token", "", "invalid_request"),
        ("refresh_token", "made.up", "invalid_grant"),
        ("refresh_token", &access, "invalid_grant"),
    ];
    for (field, value, error) in wrong {
        let mut form = refresh_form(&sandbox, &token);
        form.iter_mut()
            .filter(|(name, _)| *name == field)
            .for_each(|(_, old)| *old = value.to_owned());
        let reply = refresh(&sandbox, &form);
        assert_eq!(reply.status, 400, "{field}={value}");
        assert_eq!(reply.json()["error"], error, "{field}={value}");
        assert!(!text(&reply.json()["error_description"]).is_empty());
    }
    let json = [("content-type", "application/json")];
    let reply = post(&sandbox, "/login/oauth20_token.srf", &json, "{}");
    assert_eq!(
        (reply.status, &reply.json()["error"]),
        (400, &json!("invalid_request"))
    );
    // None of these requests has used the token.
    assert_eq!(refresh(&sandbox, &refresh_form(&sandbox, &token)).status, 200);
}

/// A request with one value changed.
fn changed(request: &Value, pointer: &str, value: Value) -> Value {
    let mut request = request.clone();
    *request
        .pointer_mut(pointer)
        .unwrap_or_else(|| panic!("no {pointer}")) = value;
    request
}

#[test]
fn malformed_xbox_requests_are_a_400() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let valid = user_request(&access_token(&sandbox));
    let pointers = [
        "/RelyingParty",
        "/TokenType",
        "/Properties/AuthMethod",
        "/Properties/SiteName",
        "/Properties",
    ];
    for pointer in pointers {
        assert_eq!(
            user_token(&sandbox, &changed(&valid, pointer, json!("other"))).status,
            400,
            "{pointer}"
        );
    }
    assert_eq!(user_token(&sandbox, &valid).status, 200);

    let valid = xsts_request(&valid_user_token(&sandbox), HALO);
    let pointers = [
        "/RelyingParty",
        "/TokenType",
        "/Properties/SandboxId",
        "/Properties/UserTokens",
        "/Properties",
    ];
    for pointer in pointers {
        assert_eq!(
            xsts_token(&sandbox, &changed(&valid, pointer, json!("other"))).status,
            400,
            "{pointer}"
        );
    }
    assert_eq!(xsts_token(&sandbox, &valid).status, 200);
}

#[test]
fn the_contract_version_is_required() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let user = user_request(&access_token(&sandbox)).to_string();
    let xsts = xsts_request(&valid_user_token(&sandbox), HALO).to_string();
    let without = [("content-type", "application/json")];
    let other = [
        ("content-type", "application/json"),
        ("x-xbl-contract-version", "2"),
    ];
    for headers in [&without[..], &other[..]] {
        assert_eq!(
            post(&sandbox, "/user.auth/user/authenticate", headers, &user).status,
            400
        );
        assert_eq!(
            post(&sandbox, "/xsts.auth/xsts/authorize", headers, &xsts).status,
            400
        );
    }
}

#[test]
fn each_step_needs_the_token_of_the_step_before() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let access = access_token(&sandbox);
    let user = valid_user_token(&sandbox);
    let xbox = valid_xsts_token(&sandbox, XBOX_LIVE);
    let halo = valid_xsts_token(&sandbox, HALO);
    let spartan = sandbox.spartan_token();
    for wrong in [&user, &halo, &spartan, "nonsense"] {
        assert_eq!(user_token(&sandbox, &user_request(wrong)).status, 401);
    }
    let undelegated = changed(&user_request(&access), "/Properties/RpsTicket", json!(access));
    assert_eq!(user_token(&sandbox, &undelegated).status, 401);
    for wrong in [&access, &halo, &spartan, "nonsense"] {
        let refusal = xsts_token(&sandbox, &xsts_request(wrong, XBOX_LIVE));
        assert_eq!(refusal.status, 401);
        assert_eq!(keys(&refusal.json()), ["Identity", "XErr", "Message", "Redirect"]);
        assert!(text(&refusal.json()["Redirect"]).starts_with("https://start.ui.xboxlive.com/"));
    }
    for wrong in [&access, &user, &xbox, &spartan, "nonsense"] {
        assert_eq!(spartan_token(&sandbox, &spartan_request(wrong)).status, 401);
    }
    for wrong in [&access, &user, &xbox, &halo, "nonsense"] {
        let headers = [
            ("accept", "application/json"),
            ("x-343-authorization-spartan", wrong),
        ];
        assert_eq!(get_with(&sandbox, CLEARANCE, &headers).status, 401);
        let reply = get_with(&sandbox, "/stats/hi/players/xuid(1)/matches", &headers);
        assert_eq!(reply.status, 401);
        assert_eq!(reply.json()["title"], "Unauthorized");
    }
    assert_eq!(
        get_with(&sandbox, "/stats/hi/players/xuid(1)/matches", &[]).status,
        401
    );
}

#[test]
fn malformed_spartan_requests_are_a_400() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let valid = spartan_request(&valid_xsts_token(&sandbox, HALO));
    for pointer in ["/Audience", "/MinVersion", "/Proof", "/Proof/0/TokenType"] {
        let reply = spartan_token(&sandbox, &changed(&valid, pointer, json!("other")));
        assert_eq!(
            (reply.status, reply.content_type.as_str()),
            (400, "application/problem+json; charset=utf-8")
        );
    }
    let headers = [
        ("content-type", "application/json"),
        ("accept", "application/json"),
    ];
    assert_eq!(
        post(&sandbox, "/settings/spartan-token", &headers, "{").status,
        400
    );
    assert_eq!(spartan_token(&sandbox, &valid).status, 200);
    let number = changed(&valid, "/MinVersion", json!(4));
    assert_eq!(spartan_token(&sandbox, &number).status, 200);
}

#[test]
fn tokens_are_valid_only_in_sandboxes_with_the_same_seed() {
    let here = Sandbox::builder().seed(1).start().expect("a sandbox");
    let same = Sandbox::builder().seed(1).start().expect("a sandbox");
    let other = Sandbox::builder().seed(2).start().expect("a sandbox");
    let request = user_request(&access_token(&here));
    assert_eq!(user_token(&same, &request).status, 200);
    assert_eq!(user_token(&other, &request).status, 401);
    assert_eq!(
        (here.client_id(), here.client_secret()),
        (same.client_id(), same.client_secret())
    );
    assert_ne!(here.client_id(), other.client_id());
}

#[test]
fn anonymous_xsts_responses_have_no_name() {
    let sandbox = Sandbox::builder().anonymous_xsts().start().expect("a sandbox");
    let xsts = xsts_token(&sandbox, &xsts_request(&valid_user_token(&sandbox), XBOX_LIVE)).json();
    assert_eq!(
        keys(&xsts["DisplayClaims"]["xui"][0]),
        ["uhs", "agg", "usr", "utr", "prv"]
    );
}

#[test]
fn settings_send_json_unless_the_client_asks_for_xml_only() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let token = sandbox.spartan_token();
    let json = "application/json; charset=utf-8";
    let xml = "application/xml; charset=utf-8";
    for (accept, content_type) in [
        (Some("*/*"), json),
        (Some("text/html,application/xml;q=0.9,*/*;q=0.8"), json),
        (Some("application/json"), json),
        (None, json),
        (Some("application/xml"), xml),
    ] {
        let mut headers = vec![("x-343-authorization-spartan", token.as_str())];
        headers.extend(accept.map(|accept| ("accept", accept)));
        let reply = get_with(&sandbox, CLEARANCE, &headers);
        assert_eq!(
            (reply.status, reply.content_type.as_str()),
            (200, content_type),
            "{accept:?}"
        );
        if content_type == json {
            assert_eq!(reply.json()["FlightConfigurationId"], sandbox.clearance());
        } else {
            let expected = format!(
                "<FlightConfigurationId>{}</FlightConfigurationId></Clearance>",
                sandbox.clearance()
            );
            assert!(reply.text().ends_with(&expected), "{}", reply.text());
        }
    }
    let request = spartan_request(&valid_xsts_token(&sandbox, HALO)).to_string();
    for (accept, start) in [("*/*", "{\"ExpiresUtc\":"), ("text/xml", "<?xml")] {
        let headers = [("content-type", "application/json"), ("accept", accept)];
        let reply = post(&sandbox, "/settings/spartan-token", &headers, &request);
        assert!(reply.text().starts_with(start), "{accept}: {}", reply.text());
    }
}
