//! Asking the player for consent: the page, its two buttons, and requests that are not even asked about.

use crate::common::oauth::*;
use crate::common::*;
use halo_infinite_sandbox::{Consent, Sandbox};

/// The target and the button of the form whose button has an id, as a browser would send them.
fn press(sandbox: &Sandbox, page: &str, id: &str) -> Reply {
    let marker = format!(r#"<button id="{id}" name="consent" value="{id}">"#);
    let before = page.split_once(&marker).expect("the button").0;
    let form = before.rsplit_once("<form ").expect("its form").1;
    let action = form
        .split_once("action=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .expect("an action")
        .0;
    let button = vec![("consent", id.to_owned())];
    post_form(sandbox, &action.replace("&amp;", "&"), &button)
}

#[test]
fn the_page_says_who_asks_and_its_buttons_lead_back_to_the_app() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for authority in [LIVE, ONLINE] {
        for (request, redirect_uri, name) in [
            (web_request(&sandbox, &authority), WEB_REDIRECT, "Sandbox web app"),
            (
                desktop_request(&sandbox, &authority),
                LOOPBACK,
                "Sandbox desktop app",
            ),
        ] {
            let page = authorize(&sandbox, &authority, &request);
            assert_eq!(
                (page.status, page.content_type.as_str()),
                (200, "text/html; charset=utf-8")
            );
            let page = page.text();
            assert!(page.contains(name), "{page}");
            assert!(page.contains(sandbox.world().home().gamertag()), "{page}");

            let accepted = told(&press(&sandbox, &page, "accept"), redirect_uri);
            assert!(!value(&accepted, "code").is_empty());
            assert_eq!(value(&accepted, "state"), "a state & more");
            assert_eq!(accepted.len(), 2);

            let declined = told(&press(&sandbox, &page, "decline"), redirect_uri);
            assert_eq!(value(&declined, "error"), "access_denied");
            assert!(!value(&declined, "error_description").is_empty());
            assert_eq!(value(&declined, "state"), "a state & more");
        }
    }
}

#[test]
fn a_page_loads_nothing_and_runs_nothing_that_the_request_brings() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let request = with(
        web_request(&sandbox, &LIVE),
        "state",
        "\"><script>alert(1)</script>",
    );
    let page = authorize(&sandbox, &LIVE, &request).text();
    assert!(!page.contains("<script"), "{page}");
    // The icon is empty and in the page itself.
    for loading in ["src=", "@import", "url(", "http://", "https://"] {
        assert!(!page.contains(loading), "{loading} in {page}");
    }
    let state = told(&press(&sandbox, &page, "accept"), WEB_REDIRECT);
    assert_eq!(value(&state, "state"), "\"><script>alert(1)</script>");
}

#[test]
fn consent_can_be_given_or_refused_by_itself() {
    let accepting = Sandbox::builder()
        .consent(Consent::Accept)
        .start()
        .expect("a sandbox");
    let request = web_request(&accepting, &LIVE);
    let answer = told(&authorize(&accepting, &LIVE, &request), WEB_REDIRECT);
    assert!(!value(&answer, "code").is_empty());

    let declining = Sandbox::builder()
        .consent(Consent::Decline)
        .start()
        .expect("a sandbox");
    let request = without(web_request(&declining, &LIVE), "state");
    let answer = told(&authorize(&declining, &LIVE, &request), WEB_REDIRECT);
    assert_eq!(value(&answer, "error"), "access_denied");
    assert!(answer.iter().all(|(name, _)| name != "state"));
}

#[test]
fn an_unregistered_app_or_redirect_is_an_error_page_and_never_a_redirect() {
    for consent in [Consent::Ask, Consent::Accept, Consent::Decline] {
        let sandbox = Sandbox::builder().consent(consent).start().expect("a sandbox");
        let web = || web_request(&sandbox, &LIVE);
        let desktop = || desktop_request(&sandbox, &LIVE);
        for request in [
            with(web(), "client_id", "someone-else"),
            without(web(), "client_id"),
            with(web(), "redirect_uri", "https://example.com"),
            with(web(), "redirect_uri", LOOPBACK),
            without(web(), "redirect_uri"),
            with(desktop(), "redirect_uri", "http://example.com/"),
            with(desktop(), "redirect_uri", "http://localhost.example.com/"),
            with(desktop(), "redirect_uri", WEB_REDIRECT),
        ] {
            let page = authorize(&sandbox, &LIVE, &request);
            assert_eq!(
                (page.status, page.content_type.as_str(), page.location.as_str()),
                (400, "text/html; charset=utf-8", ""),
                "{request:?}"
            );
        }
    }
}

#[test]
fn the_app_is_told_what_is_wrong_with_its_request() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let desktop = || desktop_request(&sandbox, &LIVE);
    for (request, error) in [
        (
            with(desktop(), "response_type", "token"),
            "unsupported_response_type",
        ),
        (without(desktop(), "response_type"), "invalid_request"),
        (with(desktop(), "scope", "openid"), "invalid_scope"),
        (with(desktop(), "scope", ONLINE.scope), "invalid_scope"),
        (without(desktop(), "scope"), "invalid_scope"),
        (without(desktop(), "code_challenge"), "invalid_request"),
        (without(desktop(), "code_challenge_method"), "invalid_request"),
        (
            with(desktop(), "code_challenge_method", "plain"),
            "invalid_request",
        ),
        (with(desktop(), "code_challenge", "short"), "invalid_request"),
    ] {
        let answer = told(&authorize(&sandbox, &LIVE, &request), LOOPBACK);
        assert_eq!(value(&answer, "error"), error, "{request:?}");
        assert_eq!(value(&answer, "state"), "a state & more");
    }
}

#[test]
fn the_public_app_may_listen_on_any_port_and_path() {
    let sandbox = Sandbox::builder()
        .consent(Consent::Accept)
        .start()
        .expect("a sandbox");
    for redirect_uri in [
        "http://localhost",
        "http://127.0.0.1:1/a/b",
        "http://localhost:65535/callback",
    ] {
        let request = with(desktop_request(&sandbox, &LIVE), "redirect_uri", redirect_uri);
        let answer = told(&authorize(&sandbox, &LIVE, &request), redirect_uri);
        assert!(!value(&answer, "code").is_empty());
    }
}

#[test]
fn a_page_that_is_answered_with_neither_is_a_400() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let here = format!("{}?{}", LIVE.authorize, encode(&web_request(&sandbox, &LIVE)));
    for answer in [vec![], vec![("consent", "perhaps".to_owned())]] {
        let page = post_form(&sandbox, &here, &answer);
        assert_eq!((page.status, page.location.as_str()), (400, ""));
    }
}
