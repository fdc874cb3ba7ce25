//! Failed requests: the error names service, method, status and place, and shows no token.

use std::net::TcpListener;
use std::time::Duration;

use halo_infinite::{Client, ClientBuilder, Environment, Error};
use halo_infinite_sandbox::{Answer, Sandbox};
use serde_json::json;
use uuid::Uuid;

const XUID: u64 = 2_533_274_855_333_605;

fn builder(sandbox: &Sandbox) -> ClientBuilder {
    Client::builder()
        .environment(sandbox.environment())
        .tokens(sandbox.spartan_token(), sandbox.clearance())
        .unlimited()
        .no_retries()
}

/// The error of a request for an unknown match, after checking that it shows no secret of the sandbox.
fn error_of(sandbox: &Sandbox) -> Error {
    let client = builder(sandbox).build().unwrap();
    let error = client.stats().match_stats(Uuid::nil()).send().unwrap_err();
    let shown = format!("{error} {error:?}");
    // Each request for a token returns a new one: only the list has those that were used.
    let secrets = sandbox.secrets();
    assert!(
        secrets.len() > 1 && secrets.iter().all(|secret| !shown.contains(secret)),
        "{shown}"
    );
    assert_eq!(error.endpoint().unwrap().to_string(), "stats.match_stats");
    assert!(error.to_string().starts_with("stats.match_stats: "), "{error}");
    error
}

/// The error of a request to which the sandbox sends this response.
fn error_of_response(answer: Answer) -> Error {
    let sandbox = Sandbox::start().unwrap();
    sandbox.answer_next("/stats/", answer);
    error_of(&sandbox)
}

#[test]
fn an_unknown_match_is_a_404_with_advice() {
    let error = error_of(&Sandbox::start().unwrap());
    assert_eq!(error.status(), Some(404));
    assert_eq!(
        error.to_string(),
        "stats.match_stats: status 404: Not Found (it does not exist, or was deleted: check the ID or the gamertag)"
    );
}

#[test]
fn a_wrong_token_is_a_401_with_advice() {
    let sandbox = Sandbox::start().unwrap();
    let client = Client::builder()
        .environment(sandbox.environment())
        .spartan_token("s3cret-but-wrong")
        .build()
        .unwrap();
    let error = client.stats().match_count(XUID).send().unwrap_err();
    assert_eq!(error.status(), Some(401));
    let shown = format!("{error} {error:?}");
    assert!(
        shown.contains("sign in again") && !shown.contains("s3cret"),
        "{shown}"
    );
}

#[test]
fn the_error_quotes_the_text_of_the_body_if_there_is_one() {
    let error = error_of_response(Answer::new(404));
    assert!(
        error
            .to_string()
            .starts_with("stats.match_stats: status 404 (it does not exist"),
        "{error}"
    );
    let error = error_of_response(Answer::new(503).body("<html>\n  <h1>Down for   maintenance</h1>"));
    assert!(
        error.to_string().starts_with(
            "stats.match_stats: status 503: <html> <h1>Down for maintenance</h1> (the service has trouble"
        ),
        "{error}"
    );
}

#[test]
fn a_429_error_holds_the_retry_after() {
    let error = error_of_response(Answer::new(429).header("Retry-After", "7"));
    assert!(
        error
            .to_string()
            .contains("status 429; retry after 7s (too many requests"),
        "{error}"
    );
    let Error::Status(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.retry_after, Some(Duration::from_secs(7)));
}

#[test]
fn html_instead_of_json_is_an_error() {
    let page = "<!DOCTYPE html><title>Sign in</title>";
    let error = error_of_response(Answer::new(200).header("Content-Type", "text/html").body(page));
    assert_eq!(
        error.to_string(),
        format!("stats.match_stats: status 200: expected JSON, found HTML or XML: {page}")
    );
    let redirected = error_of_response(Answer::new(302).header("Location", "http://127.0.0.1:9/"));
    for error in [error, redirected] {
        let advice = error.advice().unwrap();
        assert!(advice.contains("answers in its place"), "{error}: {advice}");
    }
}

#[test]
fn missing_and_mistyped_fields_are_errors_with_a_path() {
    let error = error_of_response(Answer::new(200).json(json!({ "MatchId": Uuid::nil() })));
    assert!(
        error
            .to_string()
            .starts_with("stats.match_stats: status 200: missing field `MatchInfo`"),
        "{error}"
    );
    let error = error_of_response(
        Answer::new(200).json(json!({ "MatchId": Uuid::nil(), "MatchInfo": { "Duration": 5 } })),
    );
    assert!(
        error
            .to_string()
            .starts_with("stats.match_stats: status 200: MatchInfo.Duration: invalid type: integer `5`"),
        "{error}"
    );
}

#[test]
fn a_truncated_body_is_an_error() {
    let body = vec![b' '; 5000];
    let error = error_of_response(Answer::new(200).body(body).truncated_after(100));
    assert!(matches!(error, Error::Network { .. }), "{error:?}");
    // The body is complete by HTTP, but its JSON is cut in half.
    let error = error_of_response(Answer::new(200).body(r#"{"MatchId": "00000000-0000"#));
    assert!(
        error
            .to_string()
            .contains("status 200: MatchId: EOF while parsing a string"),
        "{error}"
    );
}

#[test]
fn a_redirect_is_not_followed() {
    let sandbox = Sandbox::start().unwrap();
    let elsewhere = Sandbox::start().unwrap();
    let answer = Answer::new(302).header("Location", &format!("{}/stats/", elsewhere.url()));
    sandbox.answer_next("/stats/", answer);
    let error = builder(&sandbox)
        .build()
        .unwrap()
        .stats()
        .match_count(XUID)
        .send()
        .unwrap_err();
    assert_eq!(error.status(), Some(302));
    assert!(elsewhere.requests().is_empty());
}

#[test]
fn a_body_longer_than_the_limit_is_an_error() {
    let sandbox = Sandbox::start().unwrap();
    let client = builder(&sandbox).max_body_size(1000).build().unwrap();
    // The limit applies to the length after decompression.
    sandbox.answer_next("/stats/", Answer::new(200).body(vec![b' '; 1001]));
    let error = client.stats().match_count(XUID).send().unwrap_err();
    assert!(error.to_string().contains("larger than"), "{error}");
    sandbox.answer_next("/stats/", Answer::new(200).body(vec![b' '; 1000]));
    let error = client.stats().match_count(XUID).send().unwrap_err();
    assert!(error.to_string().contains("the document is empty"), "{error}");
}

#[test]
fn silent_and_unreachable_hosts_are_network_errors() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap();
    let client = Client::builder()
        .environment(Environment::at(&format!("http://{address}")).unwrap())
        .spartan_token("token")
        .timeout(Duration::from_millis(50))
        .no_retries()
        .build()
        .unwrap();
    let error = client.stats().match_count(XUID).send().unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("stats.match_count: no complete response: timeout"),
        "{error}"
    );

    drop(silent);
    let error = client.stats().match_count(XUID).send().unwrap_err();
    assert!(matches!(error, Error::Network { .. }), "{error:?}");
}

#[test]
fn invalid_settings_are_refused_when_the_client_is_built() {
    for (builder, reason) in [
        (Client::builder(), "spartan_token: it is missing"),
        (Client::builder().spartan_token(""), "spartan_token: it is empty"),
        (
            Client::builder().spartan_token("a\nb"),
            "spartan_token: it holds blanks or characters",
        ),
        (
            Client::builder().tokens("a", "b\r\nc"),
            "clearance_token: it holds blanks or characters",
        ),
        (
            Client::builder().spartan_token("a").requests_per_second(0),
            "requests_per_second: 0 is not a rate",
        ),
        (
            Client::builder().spartan_token("a").requests_per_second(f64::NAN),
            "requests_per_second: NaN is not a rate",
        ),
        (
            Client::builder().spartan_token("a").requests_per_second(-5),
            "requests_per_second: -5 is not a rate",
        ),
        (
            Client::builder().spartan_token("a").requests_per_second(1e12),
            "requests_per_second: 1000000000000 is not",
        ),
        (
            Client::builder().spartan_token("a").burst(0),
            "burst: 0 is not a burst",
        ),
        (
            Client::builder().spartan_token("a").timeout(Duration::ZERO),
            "timeout: it is zero",
        ),
        (
            Client::builder().spartan_token("a").user_agent("a\nb"),
            "user_agent: only visible ASCII",
        ),
    ] {
        let error = builder.build().unwrap_err().to_string();
        assert!(error.starts_with(reason), "{error}");
    }
}
