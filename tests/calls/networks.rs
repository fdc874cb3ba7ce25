//! Requests without a complete response, over real sockets: the error has the reason and the advice.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use halo_infinite::error::NetworkErrorKind;
use halo_infinite::{Client, ClientBuilder, Environment, Error};
use halo_infinite_sandbox::{Answer, Fault, Sandbox};

use crate::support::fake_proxy::FakeProxy;
use crate::support::wait::PATIENCE;

const XUID: u64 = 2_533_274_855_333_605;

fn builder(base: &str) -> ClientBuilder {
    Client::builder()
        .environment(Environment::at(base).unwrap())
        .spartan_token("s3cret-token")
        .no_proxy()
        .no_retries()
}

/// The kind of a request's failure. Its advice is in the message.
fn kind(builder: ClientBuilder) -> NetworkErrorKind {
    let client = builder.build().unwrap();
    let error = client.stats().match_count(XUID).send().unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(
        shown.starts_with("stats.match_count: no complete response: "),
        "{shown}"
    );
    assert!(!shown.contains("s3cret"), "{shown}");
    let advice = error.advice().unwrap();
    assert!(error.to_string().ends_with(&format!(" ({advice})")), "{shown}");
    let Error::Network { kind, .. } = error else {
        panic!("{error:?}")
    };
    assert_eq!(advice, kind.advice());
    kind
}

/// A server that does this with each connection.
fn serve(serve: impl Fn(TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    // It ends with the test's process.
    thread::spawn(move || {
        for stream in listener.incoming() {
            let stream = stream.unwrap();
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            serve(stream);
        }
    });
    address
}

#[test]
fn a_host_that_does_not_exist_is_not_found() {
    // RFC 6761 reserves the top-level domain.
    assert_eq!(
        kind(builder("https://halo.invalid")),
        NetworkErrorKind::HostNotFound
    );
}

#[test]
fn a_closed_port_refuses() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    assert_eq!(kind(builder(&base)), NetworkErrorKind::Refused);
}

#[test]
fn a_silent_host_times_out() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let builder = builder(&base).timeout(Duration::from_millis(50));
    assert_eq!(kind(builder), NetworkErrorKind::TimedOut);
}

#[test]
fn connections_break_off_before_and_within_the_response() {
    let sandbox = Sandbox::start().unwrap();
    let body = || Answer::new(200).body(vec![b' '; 5000]);
    for fault in [
        Fault::reset(),
        Fault::close(),
        Fault::reset_after(100).of(body()),
        Fault::truncated_after(100).of(body()),
    ] {
        let name = fault.to_string();
        sandbox.faults().on("/stats/").once().answer(fault);
        assert_eq!(
            kind(builder(sandbox.url())),
            NetworkErrorKind::BrokenOff,
            "{name}"
        );
    }
    let in_the_head = serve(|mut stream| {
        let _ = stream.read(&mut [0; 4096]).unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Le").unwrap();
    });
    let base = format!("http://{in_the_head}");
    assert_eq!(kind(builder(&base)), NetworkErrorKind::BrokenOff);
}

#[test]
fn bodies_that_are_too_long_differ_from_responses_that_are_not_http() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.answer_next("/stats/", Answer::new(200).body(vec![b' '; 1001]));
    let short = builder(sandbox.url()).max_body_size(1000);
    assert_eq!(kind(short), NetworkErrorKind::BodyTooLong);
    let other = serve(|mut stream| {
        let _ = stream.read(&mut [0; 4096]).unwrap();
        stream.write_all(b"220 mail.example.com ESMTP\r\n\r\n").unwrap();
    });
    assert_eq!(kind(builder(&format!("http://{other}"))), NetworkErrorKind::Other);
}

#[test]
fn a_proxy_that_refuses_or_does_not_exist_is_reported() {
    for (response, expected) in [
        (
            "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
            NetworkErrorKind::ProxyAuthentication,
        ),
        ("HTTP/1.1 502 Bad Gateway\r\n\r\n", NetworkErrorKind::Proxy),
    ] {
        let proxy = FakeProxy::start(response);
        let builder = builder("https://halo.invalid").proxy(proxy.url());
        assert_eq!(kind(builder), expected, "{response}");
        assert_eq!(proxy.take().len(), 1);
    }
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    for proxy in [
        format!("http://127.0.0.1:{port}"),
        "http://proxy.invalid:8080".into(),
    ] {
        let builder = builder("https://halo.invalid").proxy(proxy.as_str());
        assert_eq!(kind(builder), NetworkErrorKind::Proxy, "{proxy}");
    }
}

#[test]
fn a_host_without_tls_in_place_of_the_service_is_reported() {
    let plain = serve(|mut stream| {
        let _ = stream.read(&mut [0; 4096]).unwrap();
        let page = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
        stream.write_all(page).unwrap();
    });
    assert_eq!(kind(builder(&format!("https://{plain}"))), NetworkErrorKind::Tls);
}
