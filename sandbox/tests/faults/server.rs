//! The server: its log, canned responses, compression and shutdown.

use crate::assert_stops_at_once;
use crate::common::wire::{read_to_end, send};
use crate::common::*;
use halo_infinite_sandbox::{Answer, Sandbox};
use serde_json::json;
use std::io::{ErrorKind, Read};
use std::net::TcpStream;

/// Sends raw bytes and reads to the end of the connection. A truncated response may end in a reset.
fn raw(sandbox: &Sandbox, request: &str) -> Vec<u8> {
    read_to_end(send(sandbox, request)).bytes
}

fn raw_text(sandbox: &Sandbox, request: &str) -> String {
    String::from_utf8(raw(sandbox, request)).expect("a text")
}

#[test]
fn an_unknown_route_is_a_problem_with_its_own_trace_id() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let problems = ["/stats/hi/nothing", "/nobody", "/stats"].map(|path| get(&sandbox, path));
    for problem in &problems {
        assert_eq!(
            (problem.status, problem.content_type.as_str()),
            (404, "application/problem+json; charset=utf-8")
        );
        assert_eq!(keys(&problem.json()), ["type", "title", "status", "traceId"]);
        assert_eq!(problem.json()["title"], "Not Found");
    }
    assert_ne!(problems[0].json()["traceId"], problems[1].json()["traceId"]);
    assert_eq!(text(&problems[0].json()["traceId"]).len(), 55);
    let wrong_method = post(&sandbox, "/stats/hi/players/xuid(1)/matches/count", &[], "");
    assert_eq!(wrong_method.status, 405);
}

#[test]
fn requests_are_logged_as_they_arrive() {
    let sandbox = Sandbox::start().expect("a sandbox");
    get_with(
        &sandbox,
        "/stats/hi/players/Some%20One/matches?count=3",
        &[("x-test", "first")],
    );
    post(
        &sandbox,
        "/login/oauth20_token.srf",
        &[("X-Test", "second")],
        "a=b",
    );
    let requests = sandbox.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].method, "GET");
    assert_eq!(requests[0].path, "/stats/hi/players/Some%20One/matches");
    assert_eq!(requests[0].query.as_deref(), Some("count=3"));
    assert_eq!(requests[0].header("X-TEST"), Some("first"));
    assert_eq!(requests[0].body, b"");
    assert_eq!(
        (requests[1].method.as_str(), requests[1].query.as_deref()),
        ("POST", None)
    );
    assert_eq!(requests[1].header("x-test"), Some("second"));
    assert_eq!(requests[1].body, b"a=b");
    sandbox.clear_requests();
    assert!(sandbox.requests().is_empty());
}

#[test]
fn canned_responses_are_sent_once_in_order_and_logged() {
    let sandbox = Sandbox::start().expect("a sandbox");
    sandbox.answer_next("/stats/hi/matches", Answer::new(503));
    sandbox.answer_next("/stats/", Answer::new(429).header("Retry-After", "2"));
    sandbox.answer_next("/stats/", Answer::new(200).json(json!({ "A": 1 })));
    // The first response is for matches only, so this request gets the second.
    let path = format!(
        "/stats/hi/players/{}/matches/count",
        sandbox.world().home().player_id()
    );
    assert_eq!(get(&sandbox, &path).status, 429);
    assert_eq!(get(&sandbox, "/stats/hi/matches/x/stats").status, 503);
    let canned = get(&sandbox, "/stats/hi/matches/x/stats");
    assert_eq!((canned.status, canned.json()), (200, json!({ "A": 1 })));
    assert_eq!(get(&sandbox, &path).json()["MatchesPlayedCount"], 60);
    assert_eq!(sandbox.requests().len(), 4);
}

#[test]
fn canned_headers_and_bytes_are_sent_unchanged() {
    let sandbox = Sandbox::start().expect("a sandbox");
    sandbox.answer_next(
        "/x",
        Answer::new(418)
            .header("x-a", "1")
            .header("x-a", "2")
            .body(b"\xff\x00".to_vec()),
    );
    let response = agent()
        .get(format!("{}/x", sandbox.url()))
        .call()
        .expect("a response");
    assert_eq!(response.status().as_u16(), 418);
    assert_eq!(response.headers().get_all("x-a").iter().count(), 2);
    assert_eq!(response.into_body().read_to_vec().expect("a body"), b"\xff\x00");
}

#[test]
fn a_truncated_response_announces_more_than_it_sends() {
    let sandbox = Sandbox::start().expect("a sandbox");
    sandbox.answer_next("/cut", Answer::new(200).body("0123456789").truncated_after(4));
    let response = raw_text(&sandbox, "GET /cut HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(
        response.to_lowercase().contains("content-length: 10\r\n"),
        "{response}"
    );
    assert!(response.ends_with("\r\n\r\n0123"), "{response}");
    sandbox.answer_next("/cut", Answer::new(200).body("0123456789").truncated_after(0));
    let response = raw_text(&sandbox, "GET /cut HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(
        response.to_lowercase().contains("content-length: 10\r\n"),
        "{response}"
    );
    assert!(response.ends_with("\r\n\r\n"), "{response}");
    sandbox.answer_next("/cut", Answer::new(200).body("0123456789").truncated_after(4));
    let mut response = agent()
        .get(format!("{}/cut", sandbox.url()))
        .call()
        .expect("a response head");
    assert!(response.body_mut().read_to_vec().is_err());
}

#[test]
#[should_panic(expected = "99 is not the HTTP status of a final response")]
fn an_answer_needs_a_valid_status() {
    Answer::new(99);
}

#[test]
fn responses_are_compressed_if_the_client_accepts_it() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let token = sandbox.spartan_token();
    let path = format!("/stats/hi/players/{}/matches", sandbox.world().home().player_id());
    let ask = |encoding: &str| {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nAccept-Encoding: {encoding}\r\n\
             x-343-authorization-spartan: {token}\r\nConnection: close\r\n\r\n"
        );
        raw(&sandbox, &request)
    };
    let (packed, plain) = (ask("gzip"), ask("identity"));
    let head = String::from_utf8_lossy(&packed[..400]).into_owned();
    assert!(head.contains("content-encoding: gzip\r\n"), "{head}");
    assert!(
        packed.len() < plain.len() / 3,
        "{} of {}",
        packed.len(),
        plain.len()
    );
    let plain = String::from_utf8(plain).expect("a text");
    assert!(!plain.contains("content-encoding"));
    // The client inflates the same body.
    assert!(plain.ends_with(&get(&sandbox, &path).text()));
}

#[test]
fn a_sandbox_stops_at_once_with_open_connections() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let mut answered = send(&sandbox, "GET /x HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_ne!(answered.read(&mut [0; 1]).expect("a response"), 0);
    let silent = send(&sandbox, "");
    let halfway = send(&sandbox, "GET /x HT");
    let address = sandbox
        .url()
        .strip_prefix("http://")
        .expect("plain HTTP")
        .to_owned();
    assert_stops_at_once(sandbox);
    assert!(TcpStream::connect(address).is_err(), "the port is still open");
    // All connections are closed: reading ends.
    for stream in [answered, silent, halfway] {
        let failure = read_to_end(stream).failure;
        assert!(
            matches!(failure, None | Some(ErrorKind::ConnectionReset)),
            "{failure:?}"
        );
    }
}

#[test]
fn many_sandboxes_run_side_by_side() {
    let sandboxes: Vec<Sandbox> = (0..8).map(|_| Sandbox::start().expect("a sandbox")).collect();
    for sandbox in &sandboxes {
        get(sandbox, "/x");
    }
    assert!(sandboxes.iter().all(|sandbox| sandbox.requests().len() == 1));
}

#[test]
fn a_sandbox_with_too_many_matches_is_rejected() {
    let error = Sandbox::builder()
        .matches(1_000_000)
        .start()
        .expect_err("too many");
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
}
