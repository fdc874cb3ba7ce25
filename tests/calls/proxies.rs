//! Requests through proxies and past them.
//!
//! Environment variables are set for other processes: this test's own program, started again to run the test below
//! that does nothing without them.

use std::process::Command;

use halo_infinite::auth::SignIn;
use halo_infinite::error::NetworkErrorKind;
use halo_infinite::{Client, ClientBuilder, Environment, Error, ureq};
use halo_infinite_sandbox::Sandbox;

use crate::support::fake_proxy::FakeProxy;
use crate::support::wait;

const ROLE: &str = "HALO_TEST_PROXY_ROLE";
const REFUSAL: &str = "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n";
/// RFC 6761 reserves the top-level domain: no name below it exists.
const ELSEWHERE: &str = "https://halo.invalid";
const CONNECT: &str = "CONNECT halo.invalid:443 HTTP/1.1\r\n";
const XUID: u64 = 2_533_274_855_333_605;

fn proxy() -> FakeProxy {
    FakeProxy::start(REFUSAL)
}

fn elsewhere() -> ClientBuilder {
    Client::builder()
        .environment(Environment::at(ELSEWHERE).unwrap())
        .spartan_token("s3cret-token")
        .no_retries()
}

/// The kind of the failure of a request, and its texts.
fn failure(client: &Client) -> (NetworkErrorKind, String) {
    let error = client.stats().match_count(XUID).send().unwrap_err();
    let shown = format!("{error} {error:?}");
    let Error::Network { kind, .. } = error else {
        panic!("{error:?}")
    };
    (kind, shown)
}

fn call_sandbox(sandbox: &Sandbox, builder: ClientBuilder) {
    let client = builder
        .environment(sandbox.environment())
        .tokens(sandbox.spartan_token(), sandbox.clearance())
        .build()
        .unwrap();
    let me = sandbox.world().home().xuid();
    client.stats().match_count(me).send().unwrap();
}

/// Reports the outcome of a client with the environment variables of its process.
#[test]
fn role_call() {
    let Ok(role) = std::env::var(ROLE) else { return };
    if role == "sandbox" {
        let sandbox = Sandbox::start().unwrap();
        call_sandbox(&sandbox, Client::builder());
        call_sandbox(
            &sandbox,
            Client::builder().agent(ureq::Agent::new_with_defaults()),
        );
        let sign_in = SignIn::new(&sandbox.app()).environment(sandbox.environment());
        sign_in.refresh_player_tokens(sandbox.refresh_token()).unwrap();
        return println!("<sandbox reached>");
    }
    let builder = match role.as_str() {
        "no_proxy" => elsewhere().no_proxy(),
        "agent" => elsewhere().agent(ureq::Agent::new_with_defaults()),
        _ => elsewhere(),
    };
    match builder.build() {
        Ok(client) => println!("<{:?}>", failure(&client).0),
        Err(error) => println!("<{error}>"),
    }
}

/// Runs [`role_call`] with these environment variables alone. Returns its report.
fn report(role: &str, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "proxies::role_call", "--nocapture"]);
    for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"] {
        command.env_remove(name).env_remove(name.to_ascii_lowercase());
    }
    command.env(ROLE, role).envs(variables.iter().copied());
    let output = wait::output(&mut command, b"");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    let (_, report) = text.split_once('<').unwrap();
    report.split_once(">\n").unwrap().0.to_owned()
}

#[test]
fn the_first_environment_variable_with_a_proxy_counts() {
    let proxy = proxy();
    let url = proxy.url();
    for name in [
        "ALL_PROXY",
        "all_proxy",
        "HTTPS_PROXY",
        "https_proxy",
        "HTTP_PROXY",
        "http_proxy",
    ] {
        assert_eq!(report("", &[(name, &url)]), "ProxyAuthentication", "{name}");
        let heads = proxy.take();
        assert!(
            heads.len() == 1 && heads[0].starts_with(CONNECT),
            "{name}: {heads:?}"
        );
    }
    let unused = self::proxy();
    report(
        "",
        &[
            ("ALL_PROXY", ""),
            ("HTTPS_PROXY", &url),
            ("http_proxy", &unused.url()),
        ],
    );
    assert_eq!((proxy.take().len(), unused.take().len()), (1, 0));
    report("agent", &[("ALL_PROXY", &url)]);
    assert_eq!(proxy.take().len(), 1);
}

#[test]
fn requests_to_this_machine_ignore_the_environment() {
    let proxy = proxy();
    let url = proxy.url();
    let variables = [
        ("ALL_PROXY", url.as_str()),
        ("HTTP_PROXY", &url),
        ("http_proxy", &url),
    ];
    assert_eq!(report("sandbox", &variables), "sandbox reached");
    assert_eq!(proxy.take(), [""; 0]);
}

#[test]
fn no_proxy_lists_hosts_that_are_reached_directly() {
    let proxy = proxy();
    let url = proxy.url();
    for list in [
        "*",
        "invalid",
        "example.com, HALO.invalid",
        ".invalid",
        "*.invalid",
    ] {
        for name in ["NO_PROXY", "no_proxy"] {
            let report = report("", &[("HTTPS_PROXY", &url), (name, list)]);
            assert_eq!(report, "HostNotFound", "{list}");
        }
    }
    assert_eq!(proxy.take(), [""; 0]);
    for list in ["", "example.com", "lo.invalid", "halo.invalid.org"] {
        assert_eq!(
            report("", &[("HTTPS_PROXY", &url), ("NO_PROXY", list)]),
            "ProxyAuthentication",
            "{list}"
        );
    }
    assert_eq!(report("no_proxy", &[("HTTPS_PROXY", &url)]), "HostNotFound");
    assert_eq!(proxy.take().len(), 4);
}

#[test]
fn a_malformed_environment_variable_is_named_and_not_shown() {
    for name in ["ALL_PROXY", "https_proxy"] {
        let report = report("", &[(name, "http://user:1/s3cret@host:8080")]);
        assert!(
            report.starts_with(&format!("{name}: it is not the URL of a proxy")),
            "{report}"
        );
        assert!(!report.contains("s3cret"), "{report}");
    }
    // It matters to no client that ignores it.
    assert_eq!(report("no_proxy", &[("ALL_PROXY", "http://")]), "HostNotFound");
}

#[test]
fn a_proxy_of_the_builder_is_used_with_its_password_which_is_not_shown() {
    let proxy = proxy();
    let url = format!("http://us%40er:pass%2Fs3cret@{}", proxy.address);
    let builder = elsewhere().proxy(url.as_str());
    let mut shown = format!("{builder:?} {builder:#?}");
    let client = builder.build().unwrap();
    let (kind, text) = failure(&client);
    assert_eq!(kind, NetworkErrorKind::ProxyAuthentication);
    assert!(
        text.contains("407") && text.contains("password in the URL of the proxy"),
        "{text}"
    );
    shown.push_str(&format!("{text} {client:?}"));
    let heads = proxy.take();
    // `us@er:pass/s3cret` in base64.
    let authorization = "Proxy-Authorization: Basic dXNAZXI6cGFzcy9zM2NyZXQ=";
    assert!(heads.len() == 1 && heads[0].starts_with(CONNECT), "{heads:?}");
    assert!(heads[0].contains(authorization), "{heads:?}");
    assert!(!heads[0].contains("s3cret-token"), "{heads:?}");

    let sandbox = Sandbox::start().unwrap();
    let sign_in = SignIn::new(&sandbox.app())
        .environment(Environment::at(ELSEWHERE).unwrap())
        .no_retries();
    let proxied = sign_in.clone().proxy(url);
    let error = proxied.refresh_player_tokens("a-refresh-token").unwrap_err();
    shown.push_str(&format!("{error} {error:?} {proxied:?}"));
    assert!(
        matches!(
            error,
            Error::Network {
                kind: NetworkErrorKind::ProxyAuthentication,
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(proxy.take().len(), 1);
    let error = sign_in
        .no_proxy()
        .refresh_player_tokens("a-refresh-token")
        .unwrap_err();
    assert!(
        matches!(
            error,
            Error::Network {
                kind: NetworkErrorKind::HostNotFound,
                ..
            }
        ),
        "{error:?}"
    );
    for secret in ["s3cret", "dXNAZXI6"] {
        assert!(!shown.contains(secret), "{shown}");
    }

    // Requests to this machine go direct.
    call_sandbox(&sandbox, Client::builder().proxy(proxy.url()));
    assert_eq!(proxy.take(), [""; 0]);
}

#[test]
fn an_agent_brings_its_own_proxy() {
    let (proxy, other) = (proxy(), self::proxy());
    let url = format!("http://user:s3cret@{}", proxy.address);
    let agent = || {
        let proxy = ureq::Proxy::new(&url).unwrap();
        ureq::Agent::config_builder()
            .proxy(Some(proxy))
            .build()
            .new_agent()
    };
    let builder = elsewhere().agent(agent());
    assert!(
        !format!("{builder:?} {builder:#?}").contains("s3cret"),
        "{builder:?}"
    );
    assert_eq!(
        failure(&builder.build().unwrap()).0,
        NetworkErrorKind::ProxyAuthentication
    );
    assert_eq!(proxy.take().len(), 1);
    let client = elsewhere().agent(agent()).proxy(other.url()).build().unwrap();
    assert_eq!(failure(&client).0, NetworkErrorKind::ProxyAuthentication);
    assert_eq!((proxy.take().len(), other.take().len()), (0, 1));
    let client = elsewhere().agent(agent()).no_proxy().build().unwrap();
    assert_eq!(failure(&client).0, NetworkErrorKind::HostNotFound);
    call_sandbox(&Sandbox::start().unwrap(), Client::builder().agent(agent()));
    assert_eq!(proxy.take(), [""; 0]);
}

#[test]
fn a_url_that_is_not_a_proxys_is_a_wrong_argument() {
    for url in [
        "",
        "http://",
        "gopher://user:s3cret@host",
        "http://user:s3cret@host:port",
    ] {
        let error = elsewhere().proxy(url).build().unwrap_err().to_string();
        assert!(
            error.starts_with("proxy: it is not the URL of a proxy"),
            "{error}"
        );
        assert!(!error.contains("s3cret"), "{error}");
        let sandbox = Sandbox::start().unwrap();
        let sign_in = SignIn::new(&sandbox.app()).proxy(url);
        let error = sign_in.refresh_player_tokens("token").unwrap_err();
        assert!(matches!(error, Error::Argument(_)), "{error:?}");
    }
}

#[cfg(feature = "socks-proxy")]
#[test]
fn a_socks_proxy_looks_the_host_up_itself_if_it_can() {
    let proxy = FakeProxy::start("");
    for (scheme, version) in [("socks5h", '\x05'), ("socks4a", '\x04')] {
        let client = elsewhere()
            .proxy(format!("{scheme}://{}", proxy.address))
            .build()
            .unwrap();
        failure(&client);
        let heads = proxy.take();
        assert!(
            heads.len() == 1 && heads[0].starts_with(version),
            "{scheme}: {heads:?}"
        );
    }
}

#[cfg(feature = "socks-proxy")]
#[test]
fn a_socks_proxy_that_refuses_the_password_is_reported() {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use crate::support::wait::PATIENCE;

    // No method is acceptable; the password is wrong.
    for answers in [[b"\x05\xff".as_slice(), b""], [b"\x05\x02", b"\x01\x01"]] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("socks5h://user:s3cret@{}", listener.local_addr().unwrap());
        let proxy = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            for answer in answers {
                let _ = stream.read(&mut [0; 1024]).unwrap();
                stream.write_all(answer).unwrap();
            }
            // Until the client closes the connection.
            let _ = stream.read(&mut [0; 1024]);
        });
        let (kind, text) = failure(&elsewhere().proxy(url).build().unwrap());
        assert_eq!(kind, NetworkErrorKind::ProxyAuthentication, "{text}");
        assert!(!text.contains("s3cret"), "{text}");
        wait::join(proxy);
    }
}

#[cfg(not(feature = "socks-proxy"))]
#[test]
fn a_socks_proxy_needs_a_feature() {
    let error = elsewhere()
        .proxy("socks5://user:s3cret@host")
        .build()
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("the feature `socks-proxy`") && !error.contains("s3cret"),
        "{error}"
    );
}
