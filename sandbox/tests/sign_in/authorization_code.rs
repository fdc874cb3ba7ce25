//! Exchanging an authorization code for tokens.

use crate::common::oauth::*;
use crate::common::*;
use halo_infinite_sandbox::Sandbox;

fn web_code(sandbox: &Sandbox) -> String {
    accepted_code(sandbox, &LIVE, &web_request(sandbox, &LIVE))
}

fn desktop_code(sandbox: &Sandbox) -> String {
    accepted_code(sandbox, &LIVE, &desktop_request(sandbox, &LIVE))
}

#[test]
fn the_tokens_for_a_code_sign_in_and_can_be_refreshed() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for authority in [LIVE, ONLINE] {
        let code = accepted_code(&sandbox, &authority, &web_request(&sandbox, &authority));
        let web = web_exchange(&sandbox, &authority, &code);
        let code = accepted_code(&sandbox, &authority, &desktop_request(&sandbox, &authority));
        let desktop = desktop_exchange(&sandbox, &authority, &code);
        for exchange in [web, desktop] {
            let reply = post_form(&sandbox, authority.token, &exchange);
            assert_eq!(reply.status, 200, "{}", reply.text());
            let tokens = reply.json();
            assert_eq!(keys(&tokens), TOKEN_FIELDS);
            assert_eq!(tokens["scope"], authority.scope);
            assert_eq!(
                user_token(&sandbox, &user_request(text(&tokens["access_token"]))).status,
                200
            );
            let mut refresh = without(without(exchange, "code"), "code_verifier");
            refresh = with(refresh, "grant_type", "refresh_token");
            refresh = with(refresh, "refresh_token", text(&tokens["refresh_token"]));
            assert_eq!(post_form(&sandbox, authority.token, &refresh).status, 200);
        }
    }
}

#[test]
fn a_refresh_token_is_bound_to_its_authority_and_app() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let code = desktop_code(&sandbox);
    let tokens = post_form(&sandbox, LIVE.token, &desktop_exchange(&sandbox, &LIVE, &code)).json();
    let valid: Form = vec![
        ("grant_type", "refresh_token".to_owned()),
        ("refresh_token", text(&tokens["refresh_token"]).to_owned()),
        ("scope", LIVE.scope.to_owned()),
        ("client_id", sandbox.public_client_id()),
    ];
    let other_authority = with(valid.clone(), "scope", ONLINE.scope);
    let reply = post_form(&sandbox, ONLINE.token, &other_authority);
    assert_eq!(error(&reply), "invalid_grant");

    let mut other_app = with(valid.clone(), "client_id", &sandbox.client_id());
    other_app = with(other_app, "client_secret", &sandbox.client_secret());
    assert_eq!(
        error(&post_form(&sandbox, LIVE.token, &other_app)),
        "invalid_grant"
    );
    assert_eq!(post_form(&sandbox, LIVE.token, &valid).status, 200);
}

#[test]
fn a_code_is_valid_once() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let exchange = web_exchange(&sandbox, &LIVE, &web_code(&sandbox));
    assert_eq!(post_form(&sandbox, LIVE.token, &exchange).status, 200);
    assert_eq!(
        error(&post_form(&sandbox, LIVE.token, &exchange)),
        "invalid_grant"
    );
}

#[test]
fn a_code_is_valid_for_ten_minutes() {
    let clock = TestClock::default();
    let sandbox = clock.on(Sandbox::builder()).start().expect("a sandbox");
    let (early, late) = (web_code(&sandbox), web_code(&sandbox));
    clock.advance(599);
    let exchange = web_exchange(&sandbox, &LIVE, &early);
    assert_eq!(post_form(&sandbox, LIVE.token, &exchange).status, 200);
    clock.advance(1);
    let exchange = web_exchange(&sandbox, &LIVE, &late);
    assert_eq!(
        error(&post_form(&sandbox, LIVE.token, &exchange)),
        "invalid_grant"
    );
}

#[test]
fn wrong_exchanges_are_rejected_and_leave_the_code_valid() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let desktop = desktop_exchange(&sandbox, &LIVE, &desktop_code(&sandbox));
    let web = web_exchange(&sandbox, &LIVE, &web_code(&sandbox));
    let secret = sandbox.client_secret();
    for (exchange, expected) in [
        (with(desktop.clone(), "code_verifier", "wrong"), "invalid_grant"),
        (with(desktop.clone(), "code", "made.up"), "invalid_grant"),
        (with(desktop.clone(), "client_secret", &secret), "invalid_request"),
        (with(desktop.clone(), "scope", "openid"), "invalid_scope"),
        (without(desktop.clone(), "code_verifier"), "invalid_request"),
        (without(desktop.clone(), "code"), "invalid_request"),
        (without(desktop.clone(), "redirect_uri"), "invalid_request"),
        (without(desktop.clone(), "client_id"), "invalid_request"),
        (with(web.clone(), "client_secret", "guess"), "invalid_client"),
        (without(web.clone(), "client_secret"), "invalid_client"),
        // The authorization request had no challenge.
        (with(web.clone(), "code_verifier", VERIFIER), "invalid_grant"),
        // The other app's code.
        (
            with(web.clone(), "code", &value_of(&desktop, "code")),
            "invalid_grant",
        ),
    ] {
        let reply = post_form(&sandbox, LIVE.token, &exchange);
        assert_eq!(error(&reply), expected, "{exchange:?}");
    }
    let elsewhere = with(desktop.clone(), "scope", ONLINE.scope);
    assert_eq!(
        error(&post_form(&sandbox, ONLINE.token, &elsewhere)),
        "invalid_grant"
    );
    for valid in [without(desktop, "scope"), web] {
        assert_eq!(post_form(&sandbox, LIVE.token, &valid).status, 200);
    }
}

fn value_of(form: &Form, name: &str) -> String {
    let found = form.iter().find(|(field, _)| *field == name);
    found.expect("the field").1.clone()
}

#[test]
fn another_redirect_uri_is_rejected_with_microsofts_message() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let desktop = desktop_exchange(&sandbox, &LIVE, &desktop_code(&sandbox));
    for other in ["http://localhost:1/back", "https://example.com"] {
        let reply = post_form(
            &sandbox,
            LIVE.token,
            &with(desktop.clone(), "redirect_uri", other),
        );
        assert_eq!(error(&reply), "invalid_grant");
        assert_eq!(
            reply.json()["error_description"],
            "The provided value for the input parameter 'redirect_uri' is not valid. The expected value is a URI \
             which matches a redirect URI registered for this client application."
        );
    }
    assert_eq!(post_form(&sandbox, LIVE.token, &desktop).status, 200);
}

#[test]
fn pkce_also_works_for_the_app_with_a_secret() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let mut request = with(web_request(&sandbox, &LIVE), "code_challenge", &challenge());
    request = with(request, "code_challenge_method", "S256");
    let exchange = web_exchange(&sandbox, &LIVE, &accepted_code(&sandbox, &LIVE, &request));
    assert_eq!(
        error(&post_form(&sandbox, LIVE.token, &exchange)),
        "invalid_request"
    );
    let wrong = with(exchange.clone(), "code_verifier", "wrong");
    assert_eq!(error(&post_form(&sandbox, LIVE.token, &wrong)), "invalid_grant");
    let valid = with(exchange, "code_verifier", VERIFIER);
    assert_eq!(post_form(&sandbox, LIVE.token, &valid).status, 200);
}
