//! Consent: the page, its two buttons, and invalid requests.

use crate::common::oauth::*;
use crate::common::*;
use halo_infinite_sandbox::{Consent, Sandbox};

/// Submits the form of a button, as a browser does.
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
fn the_page_names_the_app_and_its_buttons_lead_back_to_it() {
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

            let accepted = redirect_fields(&press(&sandbox, &page, "accept"), redirect_uri);
            assert!(!value(&accepted, "code").is_empty());
            assert_eq!(value(&accepted, "state"), "a state & more");
            assert_eq!(accepted.len(), 2);

            let declined = redirect_fields(&press(&sandbox, &page, "decline"), redirect_uri);
            assert_eq!(value(&declined, "error"), "access_denied");
            assert!(!value(&declined, "error_description").is_empty());
            assert_eq!(value(&declined, "state"), "a state & more");
        }
    }
}

#[test]
fn a_page_neither_loads_nor_runs_content_of_the_request() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let request = with(
        web_request(&sandbox, &LIVE),
        "state",
        "\"><script>alert(1)</script>",
    );
    let page = authorize(&sandbox, &LIVE, &request).text();
    assert!(!page.contains("<script"), "{page}");
    // The icon is empty and inline.
    for loading in ["src=", "@import", "url(", "http://", "https://"] {
        assert!(!page.contains(loading), "{loading} in {page}");
    }
    let state = redirect_fields(&press(&sandbox, &page, "accept"), WEB_REDIRECT);
    assert_eq!(value(&state, "state"), "\"><script>alert(1)</script>");
}

#[test]
fn the_sandbox_can_accept_or_decline_itself() {
    let accepting = Sandbox::builder()
        .consent(Consent::Accept)
        .start()
        .expect("a sandbox");
    let request = web_request(&accepting, &LIVE);
    let answer = redirect_fields(&authorize(&accepting, &LIVE, &request), WEB_REDIRECT);
    assert!(!value(&answer, "code").is_empty());

    let declining = Sandbox::builder()
        .consent(Consent::Decline)
        .start()
        .expect("a sandbox");
    let request = without(web_request(&declining, &LIVE), "state");
    let answer = redirect_fields(&authorize(&declining, &LIVE, &request), WEB_REDIRECT);
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
fn errors_in_a_request_are_reported_to_the_app() {
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
        let answer = redirect_fields(&authorize(&sandbox, &LIVE, &request), LOOPBACK);
        assert_eq!(value(&answer, "error"), error, "{request:?}");
        assert_eq!(value(&answer, "state"), "a state & more");
    }
}

#[test]
fn the_public_app_may_use_any_port_and_path() {
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
        let answer = redirect_fields(&authorize(&sandbox, &LIVE, &request), redirect_uri);
        assert!(!value(&answer, "code").is_empty());
    }
}

#[test]
fn any_other_decision_is_a_400() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let here = format!("{}?{}", LIVE.authorize, encode(&web_request(&sandbox, &LIVE)));
    for answer in [vec![], vec![("consent", "perhaps".to_owned())]] {
        let page = post_form(&sandbox, &here, &answer);
        assert_eq!((page.status, page.location.as_str()), (400, ""));
    }
}
