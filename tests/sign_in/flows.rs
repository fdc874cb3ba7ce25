//! First sign-ins: by browser, by paste, by device code.

use std::cell::Cell;
use std::io;
use std::time::Duration;

use halo_infinite::auth::{
    Authority, AzureApp, Consent as Question, MemoryStore, Session, SignIn, SignInErrorKind, TokenSet,
};
use halo_infinite::{CancelToken, Error, ureq};
use halo_infinite_sandbox::{Answer, Consent, Sandbox};

use super::setup::{browser, sandbox};
use crate::support::clocks::TestClock;
use crate::support::wait::{PATIENCE, receive, within};

/// A sandbox that consents, and a sign-in with its public app.
fn consenting() -> (Sandbox, SignIn) {
    let sandbox = Sandbox::builder().consent(Consent::Accept).start().unwrap();
    let sign_in = SignIn::new(&sandbox.public_app()).environment(sandbox.environment());
    (sandbox, sign_in)
}

/// Asserts that the tokens belong to the home player.
fn assert_signed_in(sign_in: &SignIn, sandbox: &Sandbox, tokens: TokenSet) {
    let player = Session::start(sign_in, MemoryStore::new(), tokens)
        .unwrap()
        .player()
        .unwrap();
    assert_eq!(
        player.gamertag.as_deref(),
        Some(sandbox.world().home().gamertag())
    );
}

fn kind(error: Error) -> SignInErrorKind {
    match error {
        Error::SignIn(error) => error.kind,
        other => panic!("{other:?}"),
    }
}

/// Opens an address as a browser would, on another thread, and follows redirects.
fn visit(url: &str) -> io::Result<()> {
    let url = url.to_owned();
    std::thread::spawn(move || {
        browser(10)
            .get(&url)
            .call()
            .map(|mut page| page.body_mut().read_to_string())
    });
    Ok(())
}

/// The address to which the consent page redirects the browser.
fn redirected(question: &Question) -> String {
    let response = browser(0).get(question.url()).call().unwrap();
    assert_eq!(response.status(), 302);
    response.headers()["location"].to_str().unwrap().to_owned()
}

#[test]
fn the_browser_flow_works_at_both_authorities() {
    let sandbox = Sandbox::builder().consent(Consent::Accept).start().unwrap();
    for authority in [Authority::Live, Authority::Consumers] {
        let app = sandbox.public_app().authority(authority);
        let sign_in = SignIn::new(&app).environment(sandbox.environment());
        let tokens = sign_in.with_browser(PATIENCE, visit).unwrap();
        assert_signed_in(&sign_in, &sandbox, tokens);
    }
    let authorities = sandbox
        .requests()
        .into_iter()
        .filter(|request| request.path.ends_with("/token"));
    assert!(authorities.count() > 0, "the v2.0 endpoints were not asked");
}

#[test]
fn the_browser_flow_accepts_a_custom_port_and_path() {
    let sandbox = Sandbox::builder().consent(Consent::Accept).start().unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let app = sandbox
        .public_app()
        .redirect_uri(format!("http://127.0.0.1:{free}/callback"))
        .unwrap();
    let sign_in = SignIn::new(&app).environment(sandbox.environment());
    let tokens = sign_in
        .with_browser(PATIENCE, |url| {
            assert!(
                url.contains(&format!(
                    "redirect_uri=http%3A%2F%2F127%2E0%2E0%2E1%3A{free}%2Fcallback"
                )),
                "{url}"
            );
            // Other requests of browsers and scanners do not end the wait.
            let base = format!("http://127.0.0.1:{free}");
            let url = url.to_owned();
            std::thread::spawn(move || {
                let agent = browser(10);
                for (other, status) in [
                    ("/favicon.ico", 404),
                    ("/callback", 400),
                    ("/?code=x&state=y", 404),
                ] {
                    assert_eq!(
                        agent.get(format!("{base}{other}")).call().unwrap().status(),
                        status
                    );
                }
                drop(std::net::TcpStream::connect(("127.0.0.1", free)));
                let mut page = agent.get(&url).call().unwrap();
                assert!(
                    page.body_mut()
                        .read_to_string()
                        .unwrap()
                        .contains("You can close this page")
                );
            });
            Ok(())
        })
        .unwrap();
    assert_signed_in(&sign_in, &sandbox, tokens);
}

#[test]
fn a_declined_mismatched_or_missing_redirect_is_an_error() {
    let declining = Sandbox::builder().consent(Consent::Decline).start().unwrap();
    let sign_in = SignIn::new(&declining.public_app()).environment(declining.environment());
    assert_eq!(
        kind(sign_in.with_browser(PATIENCE, visit).unwrap_err()),
        SignInErrorKind::Declined
    );

    // A code with another state is refused and not sent anywhere, and the wait goes on.
    let (sandbox, sign_in) = consenting();
    let (sender, status) = std::sync::mpsc::channel();
    let stop = CancelToken::new();
    let error = sign_in
        .cancel_token(&stop)
        .with_browser(PATIENCE, |url| {
            let url = url.replace("state=", "state=x");
            let stop = stop.clone();
            std::thread::spawn(move || {
                let response = browser(10).get(&url).call();
                sender.send(response.unwrap().status()).unwrap();
                stop.cancel();
            });
            Ok(())
        })
        .unwrap_err();
    assert!(matches!(error, Error::Cancelled { .. }), "{error}");
    assert_eq!(receive(&status), 400);
    assert!(sandbox.requests().iter().all(|request| request.method == "GET"));
    let (_, sign_in) = consenting();

    let error = sign_in
        .with_browser(Duration::from_millis(30), |_| Ok(()))
        .unwrap_err();
    assert!(
        error.to_string().contains("did not come back within 30ms"),
        "{error}"
    );
    let error = sign_in
        .with_browser(PATIENCE, |_| Err(io::Error::other("no browser")))
        .unwrap_err();
    assert!(
        error.to_string().contains("the browser did not open: no browser"),
        "{error}"
    );
}

#[test]
fn the_paste_flow_accepts_an_address_or_a_code() {
    let sandbox = Sandbox::builder().consent(Consent::Accept).start().unwrap();
    let sign_in = SignIn::new(&sandbox.app()).environment(sandbox.environment());

    let question = sign_in.consent().unwrap();
    let address = redirected(&question);
    assert!(address.starts_with("https://localhost"), "{address}");
    let tokens = sign_in.redeem(&question, &format!("  {address}\n")).unwrap();
    assert_signed_in(&sign_in, &sandbox, tokens);

    // A code is accepted once.
    assert_eq!(
        kind(sign_in.redeem(&question, &address).unwrap_err()),
        SignInErrorKind::InvalidCode
    );

    // The bare code is accepted.
    let question = sign_in.consent().unwrap();
    let address = redirected(&question);
    let code = address.split("code=").nth(1).unwrap().split('&').next().unwrap();
    assert_signed_in(&sign_in, &sandbox, sign_in.redeem(&question, code).unwrap());

    // A code belongs to its consent request, by PKCE.
    let address = redirected(&sign_in.consent().unwrap());
    let code = address.split("code=").nth(1).unwrap().split('&').next().unwrap();
    let other = sign_in.consent().unwrap();
    assert_eq!(
        kind(sign_in.redeem(&other, code).unwrap_err()),
        SignInErrorKind::InvalidCode
    );
}

#[test]
fn each_refusal_of_microsoft_has_its_own_kind() {
    let clock = TestClock::new();
    let sandbox = sandbox(&clock).consent(Consent::Accept).start().unwrap();
    let environment = sandbox.environment();
    let sign_in = SignIn::new(&sandbox.app()).environment(environment.clone());

    let question = sign_in.consent().unwrap();
    let address = redirected(&question);
    clock.advance(Duration::from_secs(601));
    assert_eq!(
        kind(sign_in.redeem(&question, &address).unwrap_err()),
        SignInErrorKind::InvalidCode
    );

    let wrong = AzureApp::new(sandbox.client_id(), "wrong").unwrap();
    let wrong = SignIn::new(&wrong).environment(environment.clone());
    let question = wrong.consent().unwrap();
    let address = redirected(&question);
    assert_eq!(
        kind(wrong.redeem(&question, &address).unwrap_err()),
        SignInErrorKind::InvalidClient
    );

    // The redirect URI must be the same at both steps.
    let question = sign_in.consent().unwrap();
    let address = redirected(&question);
    let other = sandbox.app().redirect_uri("https://localhost/other").unwrap();
    let other = SignIn::new(&other).environment(environment);
    assert_eq!(
        kind(other.redeem(&question, &address).unwrap_err()),
        SignInErrorKind::InvalidRedirectUri
    );
}

#[test]
fn the_device_code_flow_polls_at_the_servers_pace() {
    for authority in [Authority::Live, Authority::Consumers] {
        let clock = TestClock::new();
        let sandbox = sandbox(&clock)
            .device_consent(Consent::Accept, 3)
            .start()
            .unwrap();
        let app = sandbox.public_app().authority(authority);
        let sign_in = SignIn::new(&app)
            .environment(sandbox.environment())
            .clock(clock.clone());
        let shown = Cell::new(String::new());
        let tokens = sign_in
            .with_device_code(|prompt| {
                assert!(!format!("{prompt:?}").contains(&prompt.user_code));
                shown.set(prompt.to_string());
            })
            .unwrap();
        assert!(shown.take().starts_with("Open http"), "the player saw no prompt");
        assert_signed_in(&sign_in, &sandbox, tokens);
    }
}

#[test]
fn a_declined_or_expired_device_code_is_an_error() {
    for (consent, expected) in [
        (Consent::Decline, SignInErrorKind::Declined),
        (Consent::Ask, SignInErrorKind::DeviceCodeExpired),
    ] {
        let clock = TestClock::new();
        let sandbox = sandbox(&clock).device_consent(consent, 1).start().unwrap();
        let sign_in = SignIn::new(&sandbox.public_app())
            .environment(sandbox.environment())
            .clock(clock.clone());
        assert_eq!(kind(sign_in.with_device_code(|_| ()).unwrap_err()), expected);
    }
}

#[test]
fn a_player_enters_the_device_code() {
    let clock = TestClock::new();
    let sandbox = sandbox(&clock).start().unwrap();
    let sign_in = SignIn::new(&sandbox.public_app())
        .environment(sandbox.environment())
        .clock(clock.clone());
    let tokens = sign_in
        .with_device_code(|prompt| assert!(sandbox.enter_device_code(&prompt.user_code, true)))
        .unwrap();
    assert_signed_in(&sign_in, &sandbox, tokens);
}

#[test]
fn failed_polls_do_not_end_a_device_code_sign_in() {
    let clock = TestClock::new();
    let sandbox = sandbox(&clock)
        .device_consent(Consent::Accept, 1)
        .start()
        .unwrap();
    let sign_in = SignIn::new(&sandbox.public_app())
        .environment(sandbox.environment())
        .no_retries()
        .clock(clock.clone());
    let start = clock.system_time();
    let tokens = sign_in
        .with_device_code(|_| {
            for answer in [
                Answer::new(503),
                Answer::new(429),
                Answer::new(400).body(vec![b' '; 99]).truncated_after(10),
            ] {
                sandbox.answer_next("/login/oauth20_token.srf", answer);
            }
        })
        .unwrap();
    // Each failure slows the polling down.
    let waited = clock.system_time().duration_since(start).unwrap();
    assert!(waited >= Duration::from_secs(5 + 10 + 15 + 20), "{waited:?}");
    assert_signed_in(&sign_in, &sandbox, tokens);

    // The polling ends when the code expires.
    let start = clock.system_time();
    let error = sign_in
        .with_device_code(|_| {
            for _ in 0..1000 {
                sandbox.answer_next("/login/oauth20_token.srf", Answer::new(503));
            }
        })
        .unwrap_err();
    assert_eq!(kind(error), SignInErrorKind::DeviceCodeExpired);
    assert!(clock.system_time().duration_since(start).unwrap() < Duration::from_secs(1000));
}

#[test]
fn the_listener_accepts_the_redirect_over_ipv6() {
    if std::net::TcpListener::bind("[::1]:0").is_err() {
        println!("skipped: this machine has no IPv6");
        return;
    }
    let (sandbox, sign_in) = consenting();
    let sign_in_by_browser = sign_in.clone();
    let tokens = within(PATIENCE, move || {
        sign_in_by_browser.with_browser(Duration::MAX, |url| {
            let response = browser(0).get(url).call().map_err(ureq::Error::into_io)?;
            let address = response.headers()["location"].to_str().unwrap();
            visit(&address.replace("localhost", "[::1]"))
        })
    });
    let tokens = tokens.unwrap();
    assert_signed_in(&sign_in, &sandbox, tokens);
}
