//! The steps of the sign-in chain.

use halo_infinite::Error;
use halo_infinite::auth::{AzureApp, SignIn};
use halo_infinite::jiff::Timestamp;
use serde_json::{Value, json};

use super::recorder::Recorder;

/// The response to each step, by the end of its path.
fn answers() -> Vec<(&'static str, String)> {
    let xsts = json!({
        "NotAfter": "2999-01-01T00:00:00Z",
        "Token": "xsts-token",
        "DisplayClaims": { "xui": [{ "gtg": "Tester", "xid": "2533274855333605", "uhs": "hash" }] },
    });
    [
        (
            "/oauth20_token.srf",
            json!({ "expires_in": 3600, "access_token": "access+/=token", "refresh_token": "next" }),
        ),
        (
            "/user/authenticate",
            json!({
                "NotAfter": "2999-01-01T00:00:00Z",
                "Token": "user-token",
                "DisplayClaims": { "xui": [{ "uhs": "hash" }] },
            }),
        ),
        ("/xsts/authorize", xsts),
        (
            "/spartan-token",
            json!({ "ExpiresUtc": { "ISO8601Date": "2999-01-01T00:00:00Z" }, "SpartanToken": "spartan-token" }),
        ),
        ("/active", json!({ "FlightConfigurationId": "flight" })),
    ]
    .map(|(path, body)| (path, body.to_string()))
    .into()
}

fn without(step: &str) -> Vec<(&'static str, String)> {
    answers().into_iter().filter(|(path, _)| *path != step).collect()
}

const USER_AGENT: &str = concat!("user-agent: halo-infinite/", env!("CARGO_PKG_VERSION"), " (Rust)");

/// A step's request with its JSON body.
fn post(url: &str, extra: &str, body: &Value) -> String {
    format!(
        "POST {url}\naccept: application/json\ncontent-type: application/json\n{USER_AGENT}\n{extra}{body}"
    )
}

#[test]
fn every_step_sends_the_exact_request() {
    let recorder = Recorder::answering(answers());
    let app = AzureApp::new("client-id", "s3cret&=").unwrap();
    let player = SignIn::new(&app)
        .agent(recorder.agent())
        .refresh_player_tokens("M.C5_refresh*!")
        .unwrap();

    let xbl = "x-xbl-contract-version: 1\n";
    let xsts_body = |party: &str| {
        json!({
            "RelyingParty": party,
            "TokenType": "JWT",
            "Properties": { "UserTokens": ["user-token"], "SandboxId": "RETAIL" },
        })
    };
    let expected = [
        format!(
            "POST https://login.live.com/oauth20_token.srf\naccept: application/json\n\
             content-type: application/x-www-form-urlencoded\n{USER_AGENT}\n\
             grant_type=refresh%5Ftoken&refresh_token=M%2EC5%5Frefresh%2A%21\
             &scope=Xboxlive%2Esignin%20Xboxlive%2Eoffline%5Faccess&client_id=client%2Did\
             &client_secret=s3cret%26%3D"
        ),
        post(
            "https://user.auth.xboxlive.com/user/authenticate",
            xbl,
            &json!({
                "RelyingParty": "http://auth.xboxlive.com",
                "TokenType": "JWT",
                "Properties": {
                    "AuthMethod": "RPS",
                    "SiteName": "user.auth.xboxlive.com",
                    "RpsTicket": "d=access+/=token",
                },
            }),
        ),
        post(
            "https://xsts.auth.xboxlive.com/xsts/authorize",
            xbl,
            &xsts_body("http://xboxlive.com"),
        ),
        post(
            "https://xsts.auth.xboxlive.com/xsts/authorize",
            xbl,
            &xsts_body("https://prod.xsts.halowaypoint.com/"),
        ),
        post(
            "https://settings.svc.halowaypoint.com/spartan-token",
            "",
            &json!({
                "Audience": "urn:343:s3:services",
                "MinVersion": "4",
                "Proof": [{ "Token": "xsts-token", "TokenType": "Xbox_XSTSv3" }],
            }),
        ),
        format!(
            "GET https://settings.svc.halowaypoint.com/oban/flight-configurations/titles/hi/audiences/RETAIL/active\n\
             accept: application/json\n{USER_AGENT}\nx-343-authorization-spartan: spartan-token"
        ),
    ];
    assert_eq!(recorder.taken(), expected);

    assert_eq!(player.xuid.unwrap().to_string(), "xuid(2533274855333605)");
    assert_eq!(player.gamertag.as_deref(), Some("Tester"));
    assert_eq!(player.spartan_token.expose(), "spartan-token");
    assert_eq!(player.clearance.as_ref().unwrap().expose(), "flight");
    assert_eq!(player.xbox_authorization.expose(), "XBL3.0 x=hash;xsts-token");
    assert_eq!(player.refresh_token.expose(), "next");
    assert!(player.is_valid());
    assert!(!player.is_valid_at(player.spartan_token_expires));
}

#[test]
fn a_public_app_sends_no_secret() {
    let recorder = Recorder::answering(answers());
    let app = AzureApp::public("client-id").unwrap();
    SignIn::new(&app)
        .agent(recorder.agent())
        .refresh_player_tokens("refresh")
        .unwrap();
    assert!(!recorder.taken()[0].contains("client_secret"));
}

#[test]
fn a_failed_step_ends_the_chain_and_is_named() {
    for (step, name, calls) in [
        ("/oauth20_token.srf", "Microsoft refresh token", 1),
        ("/user/authenticate", "Xbox user token", 2),
        ("/xsts/authorize", "XSTS token for Xbox Live", 3),
        ("/spartan-token", "Spartan token", 5),
    ] {
        let recorder = Recorder::answering(without(step));
        let app = AzureApp::new("client-id", "s3cret").unwrap();
        let error = SignIn::new(&app)
            .agent(recorder.agent())
            .refresh_player_tokens("refresh")
            .unwrap_err();
        assert!(matches!(error, Error::SignIn(_)), "{error:?}");
        assert!(
            error
                .to_string()
                .contains(&format!("at the step \"{name}\": status 404")),
            "{error}"
        );
        assert_eq!(recorder.taken().len(), calls, "{step}");
    }
}

#[test]
fn an_unexpected_response_is_an_error_that_quotes_nothing() {
    for (step, body, path) in [
        (
            "/oauth20_token.srf",
            json!({ "expires_in": "hunter2", "access_token": "hunter2" }),
            "expires_in",
        ),
        ("/user/authenticate", json!({ "Token": ["hunter2"] }), "Token"),
        (
            "/spartan-token",
            json!({ "SpartanToken": { "hunter2": "hunter2" } }),
            "SpartanToken",
        ),
    ] {
        let mut answers = without(step);
        answers.push((step, body.to_string()));
        let recorder = Recorder::answering(answers);
        let app = AzureApp::new("client-id", "s3cret").unwrap();
        let error = SignIn::new(&app)
            .agent(recorder.agent())
            .refresh_player_tokens("refresh")
            .unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        let shown = format!("{error} {error:?}");
        assert!(
            shown.contains(&format!("status 200: {path}: ")) && !shown.contains("hunter2"),
            "{shown}"
        );
    }
}

#[test]
fn an_odd_expiry_does_not_fail_the_sign_in() {
    let never = "10000-01-01T00:00:00.0000000Z";
    for (lifetime, time) in [
        (json!(-1), "0001-01-01T00:00:00"),
        (json!(0), "1969-12-31T23:59:59.9999999Z"),
        (json!(3599.5), "2999-01-01T00:00:00.1234567891Z"),
        (json!("3599.5"), "9999-12-31T23:59:59Z"),
        (json!(1e30), "9999-12-31T23:59:59.9999999+00:00"),
        (json!(u64::MAX), never),
        (json!("99999999999999999999"), "+123456-01-01T00:00:00Z"),
    ] {
        let mut answers = answers();
        for (_, body) in &mut answers {
            let mut response: Value = serde_json::from_str(body).unwrap();
            for (field, value) in [
                ("expires_in", lifetime.clone()),
                ("NotAfter", json!(time)),
                ("ExpiresUtc", json!({ "ISO8601Date": time })),
                ("TokenDuration", json!("P99999999999999999999D")),
            ] {
                if response.get(field).is_some()
                    || (field == "TokenDuration" && response.get("ExpiresUtc").is_some())
                {
                    response[field] = value;
                }
            }
            *body = response.to_string();
        }
        let recorder = Recorder::answering(answers);
        let app = AzureApp::new("client-id", "s3cret").unwrap();
        let player = SignIn::new(&app)
            .agent(recorder.agent())
            .refresh_player_tokens("refresh")
            .unwrap_or_else(|error| panic!("{lifetime} {time}: {error}"));
        assert_eq!(player.spartan_token.expose(), "spartan-token");
        if time == never {
            assert_eq!(player.spartan_token_expires, Timestamp::MAX);
        }
    }
}

#[test]
fn a_missing_identity_is_none() {
    let mut answers = without("/xsts/authorize");
    answers.push((
        "/xsts/authorize",
        json!({
            "NotAfter": "2999-01-01T00:00:00Z",
            "Token": "xsts-token",
            "DisplayClaims": { "xui": [{ "uhs": "hash" }] },
        })
        .to_string(),
    ));
    let recorder = Recorder::answering(answers);
    let app = AzureApp::new("client-id", "s3cret").unwrap();
    let player = SignIn::new(&app)
        .agent(recorder.agent())
        .refresh_player_tokens("refresh")
        .unwrap();
    assert_eq!((player.xuid, player.gamertag), (None, None));
}

#[test]
fn invalid_arguments_are_refused() {
    assert!(AzureApp::new("", "s3cret").is_err());
    assert!(AzureApp::new("client-id", " ").is_err());
    let recorder = Recorder::default();
    let app = AzureApp::new("client-id", "s3cret").unwrap();
    let error = SignIn::new(&app)
        .agent(recorder.agent())
        .refresh_player_tokens("")
        .unwrap_err();
    assert_eq!(error.to_string(), "refresh_token: it is empty");
    assert!(recorder.taken().is_empty());
}
