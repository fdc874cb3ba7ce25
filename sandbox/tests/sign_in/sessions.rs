//! Long sessions: expiry, rotation and revocation of tokens, and the list of secrets.

use crate::common::oauth::*;
use crate::common::*;
use halo_infinite_sandbox::{Consent, Sandbox};
use serde_json::Value;
use std::time::Duration;

/// The responses of a complete sign-in.
fn sign_in(sandbox: &Sandbox) -> [Value; 5] {
    let oauth = refresh(sandbox, &refresh_form(sandbox, &sandbox.refresh_token())).json();
    let user = user_token(sandbox, &user_request(text(&oauth["access_token"]))).json();
    let xbox = xsts_token(sandbox, &xsts_request(text(&user["Token"]), XBOX_LIVE)).json();
    let halo = xsts_token(sandbox, &xsts_request(text(&user["Token"]), HALO)).json();
    let spartan = spartan_token(sandbox, &spartan_request(text(&halo["Token"]))).json();
    [oauth, user, xbox, halo, spartan]
}

fn status_with(sandbox: &Sandbox, spartan_token: &str) -> u16 {
    let headers = [
        ("accept", "application/json"),
        ("x-343-authorization-spartan", spartan_token),
    ];
    let path = format!(
        "/stats/hi/players/{}/matches/count",
        sandbox.world().home().player_id()
    );
    get_with(sandbox, &path, &headers).status
}

#[test]
fn tokens_expire_by_the_clock_of_the_sandbox() {
    let (sandbox, clock) = TestClock::start(Sandbox::builder());
    let [oauth, user, _, halo, spartan] = sign_in(&sandbox);
    let access = user_request(text(&oauth["access_token"]));
    let user = xsts_request(text(&user["Token"]), HALO);
    let halo = spartan_request(text(&halo["Token"]));
    let spartan = text(&spartan["SpartanToken"]);

    clock.advance(3599);
    assert_eq!(user_token(&sandbox, &access).status, 200);
    clock.advance(1);
    assert_eq!(user_token(&sandbox, &access).status, 401);
    assert_eq!(status_with(&sandbox, spartan), 200);
    clock.advance(3 * 3600);
    assert_eq!(status_with(&sandbox, spartan), 401);
    assert_eq!(xsts_token(&sandbox, &user).status, 200);
    assert_eq!(spartan_token(&sandbox, &halo).status, 200);
    clock.advance(12 * 3600);
    assert_eq!(xsts_token(&sandbox, &user).json()["XErr"], 2_148_916_258_i64);
    assert_eq!(spartan_token(&sandbox, &halo).status, 401);
}

#[test]
fn a_refresh_token_expires_after_ninety_days() {
    let (sandbox, clock) = TestClock::start(Sandbox::builder());
    let form = refresh_form(&sandbox, &sandbox.refresh_token());
    clock.advance(90 * 24 * 3600);
    assert_eq!(error(&refresh(&sandbox, &form)), "invalid_grant");
}

#[test]
fn responses_have_the_time_of_the_clock() {
    let (sandbox, _) = TestClock::start(Sandbox::builder().spartan_lifetime(Duration::from_secs(60)));
    let [_, user, _, _, spartan] = sign_in(&sandbox);
    assert_eq!(user["IssueInstant"], "2027-01-15T08:00:00Z");
    assert_eq!(user["NotAfter"], "2027-01-16T00:00:00Z");
    assert_eq!(spartan["ExpiresUtc"]["ISO8601Date"], "2027-01-15T08:01:00Z");
}

#[test]
fn lifetimes_can_be_shortened() {
    let (sandbox, clock) = TestClock::start(
        Sandbox::builder()
            .spartan_lifetime(Duration::from_secs(60))
            .access_lifetime(Duration::from_secs(30)),
    );
    let [oauth, .., spartan] = sign_in(&sandbox);
    assert_eq!(oauth["expires_in"], 30);
    assert_eq!(spartan["TokenDuration"], "PT1M");
    let access = user_request(text(&oauth["access_token"]));
    let (given, own) = (text(&spartan["SpartanToken"]), sandbox.spartan_token());
    clock.advance(29);
    assert_eq!(user_token(&sandbox, &access).status, 200);
    clock.advance(1);
    assert_eq!(user_token(&sandbox, &access).status, 401);
    clock.advance(29);
    for token in [given, &own] {
        assert_eq!(status_with(&sandbox, token), 200);
    }
    clock.advance(1);
    for token in [given, &own] {
        assert_eq!(status_with(&sandbox, token), 401);
    }
}

#[test]
fn a_used_refresh_token_is_valid_for_another_minute() {
    let (sandbox, clock) = TestClock::start(Sandbox::builder());
    let first = sandbox.refresh_token();
    assert_ne!(first, sandbox.refresh_token());
    let form = refresh_form(&sandbox, &first);
    let next = refresh(&sandbox, &form).json();
    clock.advance(59);
    assert_eq!(refresh(&sandbox, &form).status, 200);
    clock.advance(1);
    assert_eq!(error(&refresh(&sandbox, &form)), "invalid_grant");
    let next = refresh_form(&sandbox, text(&next["refresh_token"]));
    assert_eq!(refresh(&sandbox, &next).status, 200);
}

#[test]
fn another_sandbox_with_the_seed_accepts_even_used_refresh_tokens() {
    let (here, clock) = TestClock::start(Sandbox::builder().seed(7));
    let there = clock.on(Sandbox::builder().seed(7)).start().expect("a sandbox");
    let form = refresh_form(&here, &here.refresh_token());
    assert_eq!(refresh(&here, &form).status, 200);
    clock.advance(3600);
    assert_eq!(error(&refresh(&here, &form)), "invalid_grant");
    assert_eq!(refresh(&there, &form).status, 200);
    assert_eq!(here.public_client_id(), there.public_client_id());
    assert_ne!(here.public_client_id(), here.client_id());
}

#[test]
fn revoked_spartan_tokens_are_rejected_and_later_ones_are_not() {
    let (sandbox, _) = TestClock::start(Sandbox::builder());
    let [.., halo, spartan] = sign_in(&sandbox);
    let before = text(&spartan["SpartanToken"]);
    assert_eq!(status_with(&sandbox, before), 200);
    sandbox.revoke_spartan_tokens();
    assert_eq!(status_with(&sandbox, before), 401);
    let renewed = spartan_token(&sandbox, &spartan_request(text(&halo["Token"]))).json();
    assert_eq!(status_with(&sandbox, text(&renewed["SpartanToken"])), 200);
}

#[test]
fn revoked_user_tokens_are_rejected_without_an_xerr() {
    let (sandbox, _) = TestClock::start(Sandbox::builder());
    let [oauth, user, ..] = sign_in(&sandbox);
    sandbox.revoke_user_tokens();
    let refused = xsts_token(&sandbox, &xsts_request(text(&user["Token"]), HALO));
    assert_eq!((refused.status, refused.text().as_str()), (401, ""));
    let user = user_token(&sandbox, &user_request(text(&oauth["access_token"]))).json();
    let accepted = xsts_token(&sandbox, &xsts_request(text(&user["Token"]), HALO));
    assert_eq!(accepted.status, 200);
}

#[test]
fn every_secret_is_in_the_list() {
    let (sandbox, _) = TestClock::start(Sandbox::builder().device_consent(Consent::Accept, 0));
    assert_eq!(sandbox.secrets(), [sandbox.client_secret()]);
    let mut expected = vec![
        sandbox.client_secret(),
        sandbox.refresh_token(),
        sandbox.spartan_token(),
        VERIFIER.to_owned(),
    ];
    let [oauth, user, xbox, halo, spartan] = sign_in(&sandbox);
    for (answer, name) in [
        (&oauth, "access_token"),
        (&oauth, "refresh_token"),
        (&user, "Token"),
        (&xbox, "Token"),
        (&halo, "Token"),
        (&spartan, "SpartanToken"),
    ] {
        expected.push(text(&answer[name]).to_owned());
    }
    let hash = text(&xbox["DisplayClaims"]["xui"][0]["uhs"]);
    expected.push(format!("XBL3.0 x={hash};{}", text(&xbox["Token"])));

    let code = accepted_code(&sandbox, &LIVE, &desktop_request(&sandbox, &LIVE));
    let tokens = post_form(&sandbox, LIVE.token, &desktop_exchange(&sandbox, &LIVE, &code)).json();
    expected.push(code);
    let form = vec![
        ("client_id", sandbox.public_client_id()),
        ("scope", LIVE.scope.to_owned()),
    ];
    let device = post_form(&sandbox, LIVE.device, &form).json();
    expected.push(text(&device["device_code"]).to_owned());
    expected.push(text(&tokens["access_token"]).to_owned());
    expected.push(text(&tokens["refresh_token"]).to_owned());

    // A token of another sandbox becomes a known secret on its use.
    let foreign = Sandbox::start().expect("a sandbox").refresh_token();
    refresh(&sandbox, &refresh_form(&sandbox, &foreign));
    expected.push(foreign);

    let secrets = sandbox.secrets();
    for secret in &expected {
        assert!(secrets.contains(secret), "{secret}");
    }
    assert!(!secrets.contains(&text(&device["user_code"]).to_owned()));
    let shown = format!("{sandbox:?}");
    assert!(secrets.iter().all(|secret| !shown.contains(secret)), "{shown}");
}
