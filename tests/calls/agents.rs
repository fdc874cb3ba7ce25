//! Agents: the client's own with changes, and those of the program.

use std::net::TcpListener;
use std::time::Duration;

use halo_infinite::auth::{AzureApp, SignIn};
use halo_infinite::error::NetworkErrorKind;
use halo_infinite::ureq::middleware::MiddlewareNext;
use halo_infinite::ureq::{Agent, Body, Proxy, SendBody, http};
use halo_infinite::{Client, ClientBuilder, Environment, Error, Tls, ureq};
use halo_infinite_sandbox::Sandbox;

use crate::support::fake_proxy::FakeProxy;

const XUID: u64 = 2_533_274_855_333_605;
const SHORT: Duration = Duration::from_millis(50);
const LONG: Duration = Duration::from_secs(600);

fn mark(
    mut request: http::Request<SendBody>,
    next: MiddlewareNext,
) -> Result<http::Response<Body>, ureq::Error> {
    request.headers_mut().insert("x-mark", "yes".parse().unwrap());
    next.handle(request)
}

fn client(base: &str) -> ClientBuilder {
    Client::builder()
        .environment(Environment::at(base).unwrap())
        .spartan_token("token")
        .no_retries()
}

fn kind(error: Error) -> NetworkErrorKind {
    match error {
        Error::Network { kind, .. } => kind,
        _ => panic!("{error:?}"),
    }
}

fn kind_of(builder: ClientBuilder) -> NetworkErrorKind {
    let client = builder.build().unwrap();
    kind(client.stats().match_count(XUID).send().unwrap_err())
}

#[test]
fn changes_apply_in_order_to_clients_and_sign_ins() {
    let sandbox = Sandbox::start().unwrap();
    let client = Client::builder()
        .environment(sandbox.environment())
        .spartan_token(sandbox.spartan_token())
        .configure_agent(|config| config.middleware(mark).user_agent("first"))
        .configure_agent(|config| config.timeout_connect(Some(LONG)));
    assert!(format!("{client:?}").contains("2 changes"), "{client:?}");
    let me = sandbox.world().home().xuid();
    client.build().unwrap().stats().match_count(me).send().unwrap();
    let sign_in = SignIn::new(&sandbox.app())
        .environment(sandbox.environment())
        .configure_agent(|config| config.middleware(mark));
    sign_in.refresh_player_tokens(sandbox.refresh_token()).unwrap();
    let requests = sandbox.take_requests();
    assert!(requests.len() > 2, "{requests:?}");
    for request in requests {
        assert_eq!(request.header("x-mark"), Some("yes"), "{request:?}");
    }
}

#[test]
fn changes_keep_the_timeouts_unless_they_set_them() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", silent.local_addr().unwrap());
    let kept = client(&base)
        .timeout(SHORT)
        .configure_agent(|config| config.middleware(mark));
    assert_eq!(kind_of(kept), NetworkErrorKind::TimedOut);
    let set = client(&base)
        .timeout(LONG)
        .configure_agent(|config| config.timeout_global(Some(SHORT)));
    assert_eq!(kind_of(set), NetworkErrorKind::TimedOut);
}

#[test]
fn the_builders_timeout_bounds_a_given_agent_too() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", silent.local_addr().unwrap());
    let agent = |timeout| {
        let config = Agent::config_builder().timeout_global(timeout).build();
        config.new_agent()
    };
    for builder in [
        client(&base).agent(agent(None)).timeout(SHORT),
        client(&base).agent(agent(Some(LONG))).timeout(SHORT),
        client(&base).agent(agent(Some(SHORT))),
    ] {
        assert_eq!(kind_of(builder), NetworkErrorKind::TimedOut);
    }
    let app = AzureApp::public("00000000-0000-0000-0000-000000000000").unwrap();
    let sign_in = SignIn::new(&app)
        .environment(Environment::at(&base).unwrap())
        .no_retries()
        .agent(agent(None))
        .timeout(SHORT);
    let error = sign_in.refresh_player_tokens("token").unwrap_err();
    assert_eq!(kind(error), NetworkErrorKind::TimedOut);
}

#[test]
fn a_proxy_of_a_change_is_used() {
    let proxy = FakeProxy::start("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    let url = proxy.url();
    let builder = || {
        let url = url.clone();
        client("https://halo.invalid").configure_agent(move |config| config.proxy(Proxy::new(&url).ok()))
    };
    assert_eq!(kind_of(builder()), NetworkErrorKind::Proxy);
    assert_eq!(proxy.take().len(), 1);
    // The builder's own setting comes first.
    assert_eq!(kind_of(builder().no_proxy()), NetworkErrorKind::HostNotFound);
    assert_eq!(proxy.take().len(), 0);
}

#[test]
fn settings_that_a_given_agent_would_lose_are_refused() {
    let builder = || client("https://halo.invalid").agent(Agent::new_with_defaults());
    for (builder, name) in [
        (builder().tls(Tls::Mozilla), "tls"),
        (builder().configure_agent(|config| config), "configure_agent"),
    ] {
        let error = builder.build().unwrap_err().to_string();
        assert!(
            error.starts_with(&format!("{name}: it does not apply")),
            "{error}"
        );
    }
}
