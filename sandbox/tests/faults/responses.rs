//! Faults in responses that are still valid HTTP.

use crate::common::oauth::{TestClock, encode};
use crate::common::wire::exchange;
use crate::common::*;
use crate::{fail_next, start};
use halo_infinite_sandbox::{Answer, Fault, Sandbox};
use serde_json::Value;
use std::time::{Duration, Instant, UNIX_EPOCH};

#[test]
fn a_response_can_have_a_retry_after() {
    let sandbox = Sandbox::start().expect("a sandbox");
    fail_next(&sandbox, Answer::new(429).retry_after(2).body("slow down"));
    let seconds = exchange(&sandbox, "/x");
    assert_eq!(seconds.header("retry-after").as_deref(), Some("2"));
    assert_eq!(seconds.body(), b"slow down");
    let time = UNIX_EPOCH + Duration::from_secs(784_111_777);
    fail_next(&sandbox, Answer::new(503).retry_after_date(time));
    let date = exchange(&sandbox, "/x");
    // The example of RFC 9110.
    assert_eq!(
        date.header("retry-after").as_deref(),
        Some("Sun, 06 Nov 1994 08:49:37 GMT")
    );
    assert!(date.head().starts_with("HTTP/1.1 503 "));
}

#[test]
fn a_redirect_leads_to_another_host() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for status in [302, 307] {
        fail_next(&sandbox, Fault::redirect(status, "http://elsewhere.invalid/"));
        let redirect = get(&sandbox, "/stats/");
        assert_eq!(
            (redirect.status, redirect.location.as_str()),
            (status, "http://elsewhere.invalid/")
        );
    }
}

#[test]
fn html_pages_and_wrong_content_types_arrive() {
    let (sandbox, path) = start();
    let right = get(&sandbox, &path);
    fail_next(&sandbox, Fault::html_page());
    let page = get(&sandbox, &path);
    assert_eq!(
        (page.status, page.content_type.as_str()),
        (200, "text/html; charset=utf-8")
    );
    assert!(page.text().starts_with("<!DOCTYPE html>"));
    fail_next(&sandbox, Fault::content_type("text/plain"));
    let plain = get(&sandbox, &path);
    assert_eq!(
        (plain.content_type.as_str(), plain.body),
        ("text/plain", right.body)
    );
}

#[test]
fn a_delay_precedes_the_real_response() {
    let (sandbox, path) = start();
    let right = get(&sandbox, &path);
    let delay = Duration::from_millis(30);
    fail_next(&sandbox, Fault::delay(delay));
    let began = Instant::now();
    assert_eq!(get(&sandbox, &path).body, right.body);
    assert!(began.elapsed() >= delay);
    fail_next(&sandbox, Fault::status(503).delayed(delay));
    let began = Instant::now();
    assert_eq!(get(&sandbox, &path).status, 503);
    assert!(began.elapsed() >= delay);
}

#[test]
fn a_bomb_is_small_on_the_wire_and_inflates_to_its_size() {
    let (sandbox, path) = start();
    let inflated = 48 << 20;
    fail_next(&sandbox, Fault::gzip_bomb(inflated));
    let packed = exchange(&sandbox, &path);
    assert_eq!(packed.header("content-encoding").as_deref(), Some("gzip"));
    assert_eq!(
        packed.header("content-length"),
        Some(packed.body().len().to_string())
    );
    assert!(
        (packed.body().len() as u64) < inflated / 500,
        "{}",
        packed.body().len()
    );
    fail_next(&sandbox, Fault::gzip_bomb(inflated));
    let inflated_reply = get(&sandbox, &path);
    assert_eq!(inflated_reply.content_type, "application/json; charset=utf-8");
    assert_eq!(inflated_reply.body.len() as u64, inflated);
}

#[test]
fn a_broken_stream_cannot_be_inflated() {
    let (sandbox, path) = start();
    fail_next(&sandbox, Fault::broken_gzip());
    let url = format!("{}{path}", sandbox.url());
    let response = agent().get(&url).call().expect("a response head");
    assert!(response.into_body().read_to_vec().is_err());
    fail_next(&sandbox, Fault::broken_gzip());
    let broken = exchange(&sandbox, &path);
    // The client did not accept gzip, and the body is complete.
    assert_eq!(broken.header("content-encoding").as_deref(), Some("gzip"));
    assert_eq!(
        broken.header("content-length"),
        Some(broken.body().len().to_string())
    );
}

#[test]
fn json_flaws_break_parsers() {
    let (sandbox, path) = start();
    let right = get(&sandbox, &path);
    let read = |body: &[u8]| serde_json::from_slice::<Value>(body);
    fail_next(&sandbox, Fault::duplicate_keys());
    let twice = get(&sandbox, &path);
    assert_eq!(twice.text().matches("\"ResultCount\":").count(), 2);
    assert_eq!(twice.json(), right.json());
    fail_next(&sandbox, Fault::huge_numbers());
    let huge = get(&sandbox, &path);
    assert!(huge.text().contains(":1e999,"), "{}", huge.text());
    assert!(huge.text().contains(":1234567890123456789012345678901234567890,"));
    assert!(read(&huge.body).is_err());
    fail_next(&sandbox, Fault::invalid_utf8());
    let invalid = get(&sandbox, &path);
    assert!(std::str::from_utf8(&invalid.body).is_err() && read(&invalid.body).is_err());
    fail_next(&sandbox, Fault::deep_nesting(100_000));
    let deep = get(&sandbox, &path);
    assert_eq!((deep.status, deep.body.len()), (200, 200_000));
    assert!(read(&deep.body).is_err());
    for reply in [twice, huge, invalid, deep] {
        assert_eq!(reply.content_type, "application/json; charset=utf-8");
    }
}

#[test]
fn garbage_inside_a_body_keeps_its_length() {
    let (sandbox, path) = start();
    let right = get(&sandbox, &path);
    fail_next(&sandbox, Fault::garbage_inside());
    let damaged = get(&sandbox, &path);
    assert_eq!(damaged.body.len(), right.body.len());
    assert_eq!(damaged.body[..100], right.body[..100]);
    assert!(serde_json::from_slice::<Value>(&damaged.body).is_err());
}

#[test]
fn a_request_can_revoke_spartan_tokens() {
    let (sandbox, path) = start();
    let token = sandbox.spartan_token();
    let with = |token: &str| get_with(&sandbox, &path, &[("x-343-authorization-spartan", token)]).status;
    assert_eq!(with(&token), 200);
    let rule = sandbox
        .faults()
        .on("/stats/")
        .once()
        .answer(Fault::spartan_tokens_revoked());
    assert_eq!((with(&token), with(&token)), (401, 401));
    assert_eq!(with(&sandbox.spartan_token()), 200);
    assert_eq!(rule.used(), 1);
}

#[test]
fn a_request_can_revoke_user_tokens() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let client = |fault: Option<Fault>| {
        if let Some(fault) = fault {
            sandbox.faults().on("/xsts.auth/").once().answer(fault);
        }
        let form = refresh_form(&sandbox, &sandbox.refresh_token());
        let access = refresh(&sandbox, &form).json()["access_token"]
            .as_str()
            .expect("a token")
            .to_owned();
        let user = user_token(&sandbox, &user_request(&access)).json();
        xsts_token(
            &sandbox,
            &xsts_request(text(&user["Token"]), "http://xboxlive.com"),
        )
        .status
    };
    assert_eq!(client(Some(Fault::user_tokens_revoked())), 401);
    assert_eq!(client(None), 200);
}

#[test]
fn a_lost_response_to_a_refresh_has_used_the_token() {
    let (sandbox, clock) = TestClock::start(Sandbox::builder());
    let lost = refresh_form(&sandbox, &sandbox.refresh_token());
    let kept = refresh_form(&sandbox, &sandbox.refresh_token());
    let url = format!("{}/login/oauth20_token.srf", sandbox.url());
    let send = |body: String| {
        agent()
            .post(&url)
            .header("content-type", "application/x-www-form-urlencoded")
            .send(body)
    };
    fail_next(&sandbox, Fault::reset());
    assert!(send(encode(&lost)).is_err());
    fail_next(&sandbox, Fault::reset().of(Answer::new(200)));
    assert!(send(encode(&kept)).is_err());
    // After the grace period for used tokens.
    clock.advance(61);
    assert_eq!(refresh(&sandbox, &lost).status, 400);
    assert_eq!(refresh(&sandbox, &kept).status, 200);
}
