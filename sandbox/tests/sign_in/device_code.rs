//! Signing in with a device code: issuing, polling and entering it.

use crate::common::oauth::*;
use crate::common::*;
use halo_infinite_sandbox::{Consent, Sandbox};
use serde_json::Value;

fn ask(sandbox: &Sandbox, authority: &Authority, client_id: &str) -> Value {
    let form = vec![
        ("client_id", client_id.to_owned()),
        ("scope", authority.scope.to_owned()),
        ("response_type", "device_code".to_owned()),
    ];
    let reply = post_form(sandbox, authority.device, &form);
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

fn poll_form(issued: &Value, client_id: &str) -> Form {
    vec![
        (
            "grant_type",
            "urn:ietf:params:oauth:grant-type:device_code".to_owned(),
        ),
        ("device_code", text(&issued["device_code"]).to_owned()),
        ("client_id", client_id.to_owned()),
    ]
}

fn poll(sandbox: &Sandbox, issued: &Value) -> Reply {
    let form = poll_form(issued, &sandbox.public_client_id());
    post_form(sandbox, LIVE.token, &form)
}

#[test]
fn a_code_is_pending_until_it_is_entered() {
    let (sandbox, clock) = TestClock::start(Sandbox::builder());
    for authority in [LIVE, ONLINE] {
        for client_id in [sandbox.public_client_id(), sandbox.client_id()] {
            let issued = ask(&sandbox, &authority, &client_id);
            assert_eq!(
                keys(&issued),
                [
                    "user_code",
                    "device_code",
                    "verification_uri",
                    "interval",
                    "expires_in"
                ]
            );
            assert_eq!(
                (number(&issued["interval"]), number(&issued["expires_in"])),
                (5, 900)
            );
            let form = poll_form(&issued, &client_id);
            for _ in 0..3 {
                assert_eq!(
                    error(&post_form(&sandbox, authority.token, &form)),
                    "authorization_pending"
                );
                clock.advance(5);
            }
            assert!(sandbox.enter_device_code(text(&issued["user_code"]), true));
            let reply = post_form(&sandbox, authority.token, &form);
            assert_eq!(reply.status, 200, "{}", reply.text());
            let tokens = reply.json();
            assert_eq!(tokens["scope"], authority.scope);
            assert_eq!(
                user_token(&sandbox, &user_request(text(&tokens["access_token"]))).status,
                200
            );
            clock.advance(5);
            // A device code is valid once.
            assert_eq!(
                error(&post_form(&sandbox, authority.token, &form)),
                "invalid_grant"
            );
        }
    }
}

#[test]
fn a_user_code_has_eight_letters_and_may_be_typed_in_any_case() {
    let (sandbox, _) = TestClock::start(Sandbox::builder());
    let issued = ask(&sandbox, &LIVE, &sandbox.public_client_id());
    let code = text(&issued["user_code"]);
    let (first, second) = code.split_once('-').expect("a hyphen");
    for half in [first, second] {
        assert_eq!(half.len(), 4);
        assert!(half.bytes().all(|letter| letter.is_ascii_uppercase()));
    }
    assert!(!sandbox.enter_device_code("AAAA-AAAA", true));
    assert!(!sandbox.enter_device_code("", true));
    let typed = format!(" {}{} ", first.to_lowercase(), second);
    assert!(sandbox.enter_device_code(&typed, true));
    assert!(
        !sandbox.enter_device_code(code, false),
        "the code is decided already"
    );
    assert_eq!(poll(&sandbox, &issued).status, 200);
}

#[test]
fn a_declined_code_is_reported() {
    let (sandbox, clock) = TestClock::start(Sandbox::builder());
    let issued = ask(&sandbox, &LIVE, &sandbox.public_client_id());
    assert!(sandbox.enter_device_code(text(&issued["user_code"]), false));
    for _ in 0..2 {
        assert_eq!(error(&poll(&sandbox, &issued)), "authorization_declined");
        clock.advance(5);
    }
}

#[test]
fn the_sandbox_can_accept_or_decline_codes_itself() {
    for polls in [0, 2] {
        for (consent, status) in [(Consent::Accept, 200), (Consent::Decline, 400)] {
            let (sandbox, clock) = TestClock::start(Sandbox::builder().device_consent(consent, polls));
            let issued = ask(&sandbox, &LIVE, &sandbox.public_client_id());
            for _ in 0..polls {
                assert_eq!(error(&poll(&sandbox, &issued)), "authorization_pending");
                clock.advance(5);
            }
            let reply = poll(&sandbox, &issued);
            assert_eq!(reply.status, status, "{}", reply.text());
            if status == 400 {
                assert_eq!(error(&reply), "authorization_declined");
            }
        }
    }
}

#[test]
fn polling_too_fast_increases_the_interval() {
    let (sandbox, clock) = TestClock::start(Sandbox::builder().device_consent(Consent::Accept, 2));
    let issued = ask(&sandbox, &LIVE, &sandbox.public_client_id());
    assert_eq!(error(&poll(&sandbox, &issued)), "authorization_pending");
    clock.advance(4);
    assert_eq!(error(&poll(&sandbox, &issued)), "slow_down");
    clock.advance(9);
    assert_eq!(error(&poll(&sandbox, &issued)), "slow_down");
    clock.advance(15);
    // Polls that come too early do not count.
    assert_eq!(error(&poll(&sandbox, &issued)), "authorization_pending");
    clock.advance(15);
    assert_eq!(poll(&sandbox, &issued).status, 200);
}

#[test]
fn a_code_expires() {
    let (sandbox, clock) = TestClock::start(Sandbox::builder());
    let issued = ask(&sandbox, &LIVE, &sandbox.public_client_id());
    clock.advance(899);
    assert_eq!(error(&poll(&sandbox, &issued)), "authorization_pending");
    clock.advance(1);
    assert_eq!(error(&poll(&sandbox, &issued)), "expired_token");
    assert!(!sandbox.enter_device_code(text(&issued["user_code"]), true));
}

#[test]
fn wrong_requests_and_polls_are_rejected() {
    let (sandbox, _) = TestClock::start(Sandbox::builder().device_consent(Consent::Accept, 0));
    let valid: Form = vec![
        ("client_id", sandbox.client_id()),
        ("scope", LIVE.scope.to_owned()),
        ("response_type", "device_code".to_owned()),
    ];
    for (form, expected) in [
        (without(valid.clone(), "client_id"), "invalid_request"),
        (with(valid.clone(), "client_id", "someone-else"), "invalid_client"),
        (with(valid.clone(), "response_type", "code"), "invalid_request"),
        (with(valid.clone(), "scope", "openid"), "invalid_scope"),
        (without(valid, "scope"), "invalid_scope"),
    ] {
        assert_eq!(
            error(&post_form(&sandbox, LIVE.device, &form)),
            expected,
            "{form:?}"
        );
    }

    let issued = ask(&sandbox, &LIVE, &sandbox.client_id());
    let valid = poll_form(&issued, &sandbox.client_id());
    for (form, expected) in [
        (without(valid.clone(), "device_code"), "invalid_request"),
        (with(valid.clone(), "device_code", "made-up"), "invalid_grant"),
        (with(valid.clone(), "client_secret", "guess"), "invalid_client"),
        (
            with(valid.clone(), "client_id", &sandbox.public_client_id()),
            "invalid_grant",
        ),
    ] {
        assert_eq!(
            error(&post_form(&sandbox, LIVE.token, &form)),
            expected,
            "{form:?}"
        );
    }
    assert_eq!(error(&post_form(&sandbox, ONLINE.token, &valid)), "invalid_grant");
    let with_secret = with(valid, "client_secret", &sandbox.client_secret());
    assert_eq!(post_form(&sandbox, LIVE.token, &with_secret).status, 200);
}

#[test]
fn the_verification_page_accepts_and_declines_codes() {
    let (sandbox, clock) = TestClock::start(Sandbox::builder());
    let issued = ask(&sandbox, &LIVE, &sandbox.public_client_id());
    let path = text(&issued["verification_uri"])
        .strip_prefix(sandbox.url())
        .expect("a page of this sandbox")
        .to_owned();
    let page = get_with(&sandbox, &path, &[]);
    assert_eq!(
        (page.status, page.content_type.as_str()),
        (200, "text/html; charset=utf-8")
    );
    for part in ["id=\"user_code\"", "id=\"accept\"", "id=\"decline\""] {
        assert!(page.text().contains(part), "{part}");
    }
    let answer = |code: &str, consent: &str| -> Form {
        vec![("user_code", code.to_owned()), ("consent", consent.to_owned())]
    };
    let code = text(&issued["user_code"]);
    for wrong in [
        answer("", "accept"),
        answer("AAAA-AAAA", "accept"),
        answer(code, ""),
    ] {
        assert_eq!(post_form(&sandbox, &path, &wrong).status, 400);
    }
    assert_eq!(error(&poll(&sandbox, &issued)), "authorization_pending");
    clock.advance(5);
    let done = post_form(&sandbox, &path, &answer(code, "accept"));
    assert_eq!(done.status, 200);
    assert!(done.text().contains("Sandbox desktop app"), "{}", done.text());
    assert_eq!(poll(&sandbox, &issued).status, 200);

    let declined = ask(&sandbox, &LIVE, &sandbox.public_client_id());
    let form = answer(text(&declined["user_code"]), "decline");
    assert_eq!(post_form(&sandbox, &path, &form).status, 200);
    assert_eq!(error(&poll(&sandbox, &declined)), "authorization_declined");
}
