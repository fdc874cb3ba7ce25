//! Which host receives which credentials, with any agent.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use halo_infinite::auth::{CallContext, Credentials, MemoryStore, Secret, Session, SignIn, TokenSet};
use halo_infinite::error::NetworkErrorKind;
use halo_infinite::types::Service;
use halo_infinite::{Client, Environment, Error, ureq};
use halo_infinite_sandbox::{Answer, Sandbox};

use crate::support::spellings::spellings;
use crate::support::wait::{PATIENCE, join, within};

const SPARTAN: &str = "x-343-authorization-spartan";

/// An agent with other settings for redirects and statuses.
fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .max_redirects(10)
        .http_status_as_error(true)
        .redirect_auth_headers(ureq::config::RedirectAuthHeaders::SameHost)
        .build()
        .new_agent()
}

#[test]
fn only_halo_services_receive_spartan_tokens_and_only_xbox_live_the_xbox_token() {
    let sandbox = Sandbox::start().unwrap();
    let sign_in = SignIn::new(&sandbox.app())
        .environment(sandbox.environment())
        .agent(agent());
    let tokens = TokenSet::from_refresh_token(sandbox.refresh_token());
    let session = Session::start(&sign_in, MemoryStore::new(), tokens).unwrap();
    let client = Client::builder()
        .environment(sandbox.environment())
        .credentials(session)
        .agent(agent())
        .build()
        .unwrap();
    let xuid = sandbox.world().home().xuid();
    client.stats().match_count(xuid).send().unwrap();
    sandbox.revoke_spartan_tokens();
    client.stats().match_count(xuid).send().unwrap();
    let playlist = "edfef3ac-9cbe-4fa2-b949-8f29deafd483";
    client.skill().playlist_csr(playlist, [xuid]).send().unwrap();
    client.xbox_live().friends().send().unwrap();
    sandbox.revoke_xbox_tokens();
    client.xbox_live().profiles_by_id([xuid]).send().unwrap();
    client.settings().api_settings().send().unwrap();
    for request in sandbox.requests() {
        let is_one_of = |prefixes: &[&str]| prefixes.iter().any(|prefix| request.path.starts_with(prefix));
        let (path, has) = (&request.path, |name| request.header(name).is_some());
        assert_eq!(
            has(SPARTAN),
            is_one_of(&["/settings/oban/", "/stats/", "/skill/"]),
            "{path}"
        );
        assert_eq!(has("343-clearance"), is_one_of(&["/skill/"]), "{path}");
        assert_eq!(
            has("authorization"),
            is_one_of(&["/xbox_profile/", "/peoplehub/"]),
            "{path}"
        );
    }
}

#[test]
fn no_redirect_is_followed() {
    let sandbox = Sandbox::start().unwrap();
    let trap = TcpListener::bind("127.0.0.1:0").unwrap();
    trap.set_nonblocking(true).unwrap();
    let address = format!("http://{}/", trap.local_addr().unwrap());
    let client = Client::builder()
        .environment(sandbox.environment())
        .tokens(sandbox.spartan_token(), sandbox.clearance())
        .agent(agent())
        .unlimited()
        .build()
        .unwrap();
    for status in [301, 302, 303, 307, 308] {
        let answer = || Answer::new(status).header("Location", &address);
        sandbox.answer_next("/stats/", answer());
        let xuid = sandbox.world().home().xuid();
        let error = client.stats().match_count(xuid).send().unwrap_err();
        assert_eq!(error.status(), Some(status));
        sandbox.answer_next("/login/", answer());
        let sign_in = SignIn::new(&sandbox.app())
            .environment(sandbox.environment())
            .agent(agent());
        let error = sign_in
            .refresh_player_tokens(sandbox.refresh_token())
            .unwrap_err();
        assert_eq!(error.status(), Some(status));
    }
    assert!(trap.accept().is_err(), "a redirect was followed");
}

/// Whether a text shows a part of a spelled token that stands for some twelve characters.
fn shows_part(text: &str, spelled: &str, token: &str) -> bool {
    let letters: Vec<char> = spelled.chars().collect();
    let mut parts = letters.windows(12 * letters.len().div_ceil(token.len()));
    parts.any(|part| text.contains(&part.iter().collect::<String>()))
}

#[test]
fn an_error_does_not_show_a_token_that_the_service_echoes() {
    let sandbox = Sandbox::start().unwrap();
    let (token, clearance) = (sandbox.spartan_token(), sandbox.clearance());
    let client = Client::builder()
        .environment(sandbox.environment())
        .tokens(token.as_str(), clearance.as_str())
        .unlimited()
        .no_retries()
        .build()
        .unwrap();
    let xuid = sandbox.world().home().xuid();
    let long = "x".repeat(90);
    for spelled in spellings(&token) {
        for answer in [
            Answer::new(403).body(format!("no: {spelled} {spelled}")),
            Answer::new(403).body(format!("no: {long} {spelled}")),
            Answer::new(500).body(format!(r#"{{"title": "no", "detail": "{spelled}"}}"#)),
            Answer::new(200).body(format!("\"{spelled}\"")),
            Answer::new(200).body(format!(r#"{{"no": {{"{spelled}": tru}}}}"#)),
            Answer::new(200).body(format!("<html>no: {spelled}")),
            Answer::new(200).body(format!("<html>no: {long} {spelled}")),
        ] {
            sandbox.answer_next("/stats/", answer);
            let error = client.stats().match_count(xuid).send().unwrap_err();
            let shown = format!("{error} {error:?}");
            assert!(
                shown.contains("no") && !shows_part(&shown, &spelled, &token),
                "{spelled}: {shown}"
            );
            assert!(!shows_part(&shown, &token, &token), "{spelled}: {shown}");
        }
    }
    // A redirect's address is not shown at all.
    let address = format!("{}/?token={token}", sandbox.url());
    sandbox.answer_next("/stats/", Answer::new(302).header("Location", &address));
    let error = client.stats().match_count(xuid).send().unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(
        !shows_part(&shown, &token, &token) && !shown.contains("127.0.0.1"),
        "{shown}"
    );
    // The Xbox token without the rest of its header.
    let xbox = sandbox.xbox_token();
    let builder = Client::builder().environment(sandbox.environment()).no_retries();
    let client_of_xbox = builder
        .spartan_token("x")
        .xbox_token("1234567890", xbox.as_str())
        .build()
        .unwrap();
    sandbox.answer_next("/peoplehub/", Answer::new(403).body(format!("not for {xbox}")));
    let error = client_of_xbox.xbox_live().friends().send().unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(
        shown.contains("not for") && !shows_part(&shown, &xbox, &xbox),
        "{shown}"
    );

    sandbox.answer_next("/economy/", Answer::new(403).body(format!("not for {clearance}")));
    let error = client.economy().player_career_rank(xuid).response().unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(
        shown.contains("not for") && !shown.contains(&clearance),
        "{shown}"
    );
}

#[test]
fn an_error_does_not_show_the_token_of_an_earlier_attempt() {
    struct Two(AtomicBool);
    impl Credentials for Two {
        fn spartan_token(&self, _: &CallContext) -> Result<Secret, Error> {
            let is_second = self.0.load(Ordering::Relaxed);
            Ok(Secret::new(if is_second {
                "the-second-token"
            } else {
                "the-first-token"
            }))
        }
        fn clearance(&self, _: &CallContext) -> Result<Option<Secret>, Error> {
            Ok(None)
        }
        fn refused(&self, token: &Secret) -> bool {
            assert_eq!(token.expose(), "the-first-token");
            !self.0.swap(true, Ordering::Relaxed)
        }
    }
    let sandbox = Sandbox::start().unwrap();
    let client = Client::builder()
        .environment(sandbox.environment())
        .credentials(Two(AtomicBool::new(false)))
        .build()
        .unwrap();
    let echo = "you sent the-first-token and the%2dsecond%2dtoken";
    sandbox.answer_next("/stats/", Answer::new(401).body(echo));
    sandbox.answer_next("/stats/", Answer::new(403).body(echo));
    let xuid = sandbox.world().home().xuid();
    let error = client.stats().match_count(xuid).send().unwrap_err();
    assert_eq!(error.status(), Some(403));
    assert!(error.to_string().contains("you sent ... and ..."), "{error}");
}

#[test]
fn an_agents_failure_is_shown_without_tokens() {
    let sandbox = Sandbox::start().unwrap();
    let echoes = |request: ureq::http::Request<ureq::SendBody<'_>>,
                  _: ureq::middleware::MiddlewareNext<'_>| {
        let token = request.headers()[SPARTAN].to_str().unwrap();
        Err(ureq::Error::Io(std::io::Error::other(format!(
            "I did not send {token}"
        ))))
    };
    let agent = ureq::Agent::config_builder()
        .middleware(echoes)
        .build()
        .new_agent();
    let client = Client::builder()
        .environment(sandbox.environment())
        .spartan_token("the-s3cret-token")
        .agent(agent)
        .build()
        .unwrap();
    let xuid = sandbox.world().home().xuid();
    let error = client.stats().match_count(xuid).send().unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(
        shown.contains("I did not send ...") && !shown.contains("s3cret"),
        "{shown}"
    );
}

#[test]
fn a_token_cannot_inject_a_header() {
    let sandbox = Sandbox::start().unwrap();
    struct Injecting;
    impl Credentials for Injecting {
        fn spartan_token(&self, _: &CallContext) -> Result<Secret, Error> {
            Ok(Secret::new("s3cret\r\nX-Evil: 1"))
        }
        fn clearance(&self, _: &CallContext) -> Result<Option<Secret>, Error> {
            Ok(None)
        }
        fn refused(&self, _: &Secret) -> bool {
            true
        }
    }
    let client = Client::builder()
        .environment(sandbox.environment())
        .credentials(Injecting)
        .build()
        .unwrap();
    let error = client
        .stats()
        .match_count(sandbox.world().home().xuid())
        .send()
        .unwrap_err();
    assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
    assert!(sandbox.requests().is_empty());
}

#[test]
fn a_timeout_may_be_of_any_length() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let answering = std::thread::spawn(move || {
        let (mut stream, _): (TcpStream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut head = [0; 4096];
        let _ = stream.read(&mut head).unwrap();
        stream
            .write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            .unwrap();
    });
    let client = Client::builder()
        .environment(Environment::at(&base).unwrap())
        .spartan_token("token")
        .timeout(Duration::MAX)
        .connect_timeout(Duration::MAX)
        .build()
        .unwrap();
    let call = client.stats().match_count(2_533_274_000_000_001_u64);
    let error = within(PATIENCE, move || call.send().unwrap_err());
    assert_eq!(error.status(), Some(404));
    join(answering);
}

#[test]
fn each_service_can_be_reached_without_a_token() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    for service in Service::ALL {
        let reached = client.reach(*service).unwrap();
        assert!(reached.service_time.is_some(), "{service}");
    }
    for request in sandbox.requests() {
        for header in [SPARTAN, "343-clearance", "authorization"] {
            assert!(request.header(header).is_none(), "{}: {header}", request.path);
        }
    }

    // A port that nothing listens on.
    let dead = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let dead = Environment::at(&format!("http://{dead}")).unwrap();
    let builder = Client::builder().environment(dead).spartan_token("token");
    let error = builder
        .no_retries()
        .build()
        .unwrap()
        .reach(Service::Stats)
        .unwrap_err();
    let Error::Network { kind, .. } = error else {
        panic!("{error:?}")
    };
    assert_eq!(kind, NetworkErrorKind::Refused);
}
