//! Answers that arrive as HTTP has it, and hold what nobody expects.

use crate::common::wire::exchange;
use crate::common::*;
use halo_infinite_sandbox::{Answer, Fault, Sandbox};
use serde_json::Value;
use std::time::{Duration, Instant, UNIX_EPOCH};

fn sandbox() -> (Sandbox, String) {
    let sandbox = Sandbox::start().expect("a sandbox");
    let path = format!("/stats/hi/players/{}/matches", sandbox.world().home().player_id());
    (sandbox, path)
}

/// Gives a fault to the next request.
fn next(sandbox: &Sandbox, fault: impl Into<Fault>) {
    sandbox.faults().on("/").once().answer(fault);
}

#[test]
fn a_refusal_tells_when_to_come_again() {
    let sandbox = Sandbox::start().expect("a sandbox");
    next(&sandbox, Answer::new(429).retry_after(2).body("slow down"));
    let seconds = exchange(&sandbox, "/x");
    assert_eq!(seconds.header("retry-after").as_deref(), Some("2"));
    assert_eq!(seconds.body(), b"slow down");
    let time = UNIX_EPOCH + Duration::from_secs(784_111_777);
    next(&sandbox, Answer::new(503).retry_after_date(time));
    let date = exchange(&sandbox, "/x");
    // The example of RFC 9110.
    assert_eq!(
        date.header("retry-after").as_deref(),
        Some("Sun, 06 Nov 1994 08:49:37 GMT")
    );
    assert!(date.head().starts_with("HTTP/1.1 503 "));
}

#[test]
fn a_redirect_names_another_host() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for status in [302, 307] {
        next(&sandbox, Fault::redirect(status, "http://elsewhere.invalid/"));
        let redirect = get(&sandbox, "/stats/");
        assert_eq!(
            (redirect.status, redirect.location.as_str()),
            (status, "http://elsewhere.invalid/")
        );
    }
}

#[test]
fn a_page_arrives_and_json_under_a_wrong_name() {
    let (sandbox, path) = sandbox();
    let right = get(&sandbox, &path);
    next(&sandbox, Fault::html_page());
    let page = get(&sandbox, &path);
    assert_eq!(
        (page.status, page.content_type.as_str()),
        (200, "text/html; charset=utf-8")
    );
    assert!(page.text().starts_with("<!DOCTYPE html>"));
    next(&sandbox, Fault::content_type("text/plain"));
    let plain = get(&sandbox, &path);
    assert_eq!(
        (plain.content_type.as_str(), plain.body),
        ("text/plain", right.body)
    );
}

#[test]
fn a_delay_comes_before_the_real_answer() {
    let (sandbox, path) = sandbox();
    let right = get(&sandbox, &path);
    let delay = Duration::from_millis(30);
    next(&sandbox, Fault::delay(delay));
    let began = Instant::now();
    assert_eq!(get(&sandbox, &path).body, right.body);
    assert!(began.elapsed() >= delay);
    next(&sandbox, Fault::status(503).delayed(delay));
    let began = Instant::now();
    assert_eq!(get(&sandbox, &path).status, 503);
    assert!(began.elapsed() >= delay);
}

#[test]
fn a_bomb_is_small_on_the_wire_and_inflates_to_its_size() {
    let (sandbox, path) = sandbox();
    let inflated = 48 << 20;
    next(&sandbox, Fault::gzip_bomb(inflated));
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
    next(&sandbox, Fault::gzip_bomb(inflated));
    let blown_up = get(&sandbox, &path);
    assert_eq!(blown_up.content_type, "application/json; charset=utf-8");
    assert_eq!(blown_up.body.len() as u64, inflated);
}

#[test]
fn a_broken_stream_cannot_be_inflated() {
    let (sandbox, path) = sandbox();
    next(&sandbox, Fault::broken_gzip());
    let url = format!("{}{path}", sandbox.url());
    let response = agent().get(&url).call().expect("a head");
    assert!(response.into_body().read_to_vec().is_err());
    next(&sandbox, Fault::broken_gzip());
    let broken = exchange(&sandbox, &path);
    // Nobody had asked for it, and all of it arrived.
    assert_eq!(broken.header("content-encoding").as_deref(), Some("gzip"));
    assert_eq!(
        broken.header("content-length"),
        Some(broken.body().len().to_string())
    );
}

#[test]
fn json_is_hard_to_read() {
    let (sandbox, path) = sandbox();
    let right = get(&sandbox, &path);
    let read = |body: &[u8]| serde_json::from_slice::<Value>(body);
    next(&sandbox, Fault::duplicate_keys());
    let twice = get(&sandbox, &path);
    assert_eq!(twice.text().matches("\"ResultCount\":").count(), 2);
    assert_eq!(twice.json(), right.json());
    next(&sandbox, Fault::huge_numbers());
    let huge = get(&sandbox, &path);
    assert!(huge.text().contains(":1e999,"), "{}", huge.text());
    assert!(huge.text().contains(":1234567890123456789012345678901234567890,"));
    assert!(read(&huge.body).is_err());
    next(&sandbox, Fault::invalid_utf8());
    let invalid = get(&sandbox, &path);
    assert!(std::str::from_utf8(&invalid.body).is_err() && read(&invalid.body).is_err());
    next(&sandbox, Fault::deep_nesting(100_000));
    let deep = get(&sandbox, &path);
    assert_eq!((deep.status, deep.body.len()), (200, 200_000));
    assert!(read(&deep.body).is_err());
    for reply in [twice, huge, invalid, deep] {
        assert_eq!(reply.content_type, "application/json; charset=utf-8");
    }
}

#[test]
fn a_body_holds_garbage_and_keeps_its_length() {
    let (sandbox, path) = sandbox();
    let right = get(&sandbox, &path);
    next(&sandbox, Fault::garbage_inside());
    let spoilt = get(&sandbox, &path);
    assert_eq!(spoilt.body.len(), right.body.len());
    assert_eq!(spoilt.body[..100], right.body[..100]);
    assert!(serde_json::from_slice::<Value>(&spoilt.body).is_err());
}

#[test]
fn a_token_expires_with_a_request_and_the_next_one_is_good() {
    let (sandbox, path) = sandbox();
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
fn a_user_token_is_refused_from_a_request_on() {
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
fn a_lost_answer_to_a_refresh_has_used_the_token() {
    let seconds = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
    let elapsed = std::sync::Arc::clone(&seconds);
    let sandbox = Sandbox::builder()
        .clock(move || {
            UNIX_EPOCH
                + Duration::from_secs(1_800_000_000 + elapsed.load(std::sync::atomic::Ordering::SeqCst))
        })
        .start()
        .expect("a sandbox");
    let lost = refresh_form(&sandbox, &sandbox.refresh_token());
    let kept = refresh_form(&sandbox, &sandbox.refresh_token());
    let form = |form: &[(&str, String)]| {
        let pairs: Vec<String> = form
            .iter()
            .map(|(name, value)| format!("{name}={}", value.replace(' ', "+")))
            .collect();
        pairs.join("&")
    };
    let url = format!("{}/login/oauth20_token.srf", sandbox.url());
    let send = |body: String| {
        agent()
            .post(&url)
            .header("content-type", "application/x-www-form-urlencoded")
            .send(body)
    };
    next(&sandbox, Fault::reset());
    assert!(send(form(&lost)).is_err());
    next(&sandbox, Fault::reset().of(Answer::new(200)));
    assert!(send(form(&kept)).is_err());
    // After the minute in which a used token may be used again.
    seconds.fetch_add(61, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(refresh(&sandbox, &lost).status, 400);
    assert_eq!(refresh(&sandbox, &kept).status, 200);
}
