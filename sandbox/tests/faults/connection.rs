//! Faults that break or outlast the connection.

use crate::common::wire::{ask, exchange, read_to_end, send};
use crate::common::*;
use crate::{assert_stops_at_once, fail_next, start};
use halo_infinite_sandbox::{Answer, Fault, Sandbox};
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

#[test]
fn a_reset_and_a_close_come_before_the_first_byte() {
    let (sandbox, path) = start();
    fail_next(&sandbox, Fault::reset());
    let reset = exchange(&sandbox, &path);
    assert_eq!(
        (reset.bytes.as_slice(), reset.failure),
        (&b""[..], Some(ErrorKind::ConnectionReset))
    );
    fail_next(&sandbox, Fault::close());
    let closed = exchange(&sandbox, &path);
    assert_eq!((closed.bytes.as_slice(), closed.failure), (&b""[..], None));
    assert_eq!(exchange(&sandbox, &path).failure, None);
}

#[test]
fn a_reused_connection_can_be_reset() {
    let (sandbox, path) = start();
    let token = sandbox.spartan_token();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nx-343-authorization-spartan: {token}\r\n\r\n"
    );
    let mut stream = send(&sandbox, &request);
    // Read the first response completely; the connection stays open.
    let mut response = vec![0; response_length(&sandbox, &path)];
    stream.read_exact(&mut response).expect("a response");
    fail_next(&sandbox, Fault::reset());
    stream.write_all(request.as_bytes()).expect("sent");
    let failure = stream.read(&mut [0; 1]).expect_err("a reset");
    assert_eq!(failure.kind(), ErrorKind::ConnectionReset);
}

/// The length of a response on a connection that stays open.
fn response_length(sandbox: &Sandbox, path: &str) -> usize {
    exchange(sandbox, path).bytes.len() - "connection: close\r\n".len()
}

#[test]
fn a_body_ends_after_the_given_number_of_bytes() {
    let (sandbox, path) = start();
    let whole = exchange(&sandbox, &path);
    for (fault, failure) in [
        (Fault::reset_after(100), Some(ErrorKind::ConnectionReset)),
        (Fault::truncated_after(100), None),
    ] {
        fail_next(&sandbox, fault);
        let cut = exchange(&sandbox, &path);
        assert_eq!(cut.header("content-length"), whole.header("content-length"));
        assert_eq!(cut.header("content-type"), whole.header("content-type"));
        assert_eq!((cut.body(), cut.failure), (&whole.body()[..100], failure));
    }
    fail_next(&sandbox, Fault::truncated_after(100));
    let request = agent()
        .get(format!("{}{path}", sandbox.url()))
        .header("accept-encoding", "identity")
        .header("x-343-authorization-spartan", sandbox.spartan_token());
    let mut response = request.call().expect("a response head");
    match response.body_mut().read_to_vec() {
        Err(ureq::Error::Io(error)) => assert_eq!(error.kind(), ErrorKind::UnexpectedEof),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_truncated_body_is_never_complete() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for (body, announced) in [("", "1"), ("a", "1"), ("abc", "3")] {
        fail_next(&sandbox, Answer::new(200).body(body).truncated_after(99));
        let cut = exchange(&sandbox, "/x");
        assert_eq!(cut.header("content-length").as_deref(), Some(announced));
        assert_eq!(cut.body(), &body.as_bytes()[..body.len().saturating_sub(1)]);
    }
}

#[test]
fn a_drip_is_slow_and_complete() {
    let (sandbox, path) = start();
    let whole = exchange(&sandbox, &path);
    let (pieces, pause) = (10, Duration::from_millis(10));
    fail_next(&sandbox, Fault::drip(whole.body().len().div_ceil(pieces), pause));
    let started = Instant::now();
    let dripped = exchange(&sandbox, &path);
    assert!(started.elapsed() >= (pieces as u32 - 1) * pause);
    assert_eq!((dripped.body(), dripped.failure), (whole.body(), None));
    assert_eq!(dripped.header("content-length"), whole.header("content-length"));
}

#[test]
fn an_endless_drip_ends_with_the_sandbox() {
    let (sandbox, path) = start();
    fail_next(&sandbox, Fault::drip_forever(2, Duration::from_millis(5)));
    let mut stream = ask(&sandbox, &path);
    let mut drops = String::new();
    while drops.matches("2\r\n  \r\n").count() < 3 {
        let mut bytes = [0; 1024];
        let read = stream.read(&mut bytes).expect("another drop");
        assert_ne!(read, 0, "ended after {drops:?}");
        drops.push_str(std::str::from_utf8(&bytes[..read]).expect("ASCII"));
    }
    assert!(drops.starts_with("HTTP/1.1 200 OK\r\n"), "{drops}");
    assert!(drops.contains("transfer-encoding: chunked\r\n"), "{drops}");
    assert_stops_at_once(sandbox);
    assert!(
        !read_to_end(stream)
            .bytes
            .windows(5)
            .any(|bytes| bytes == b"0\r\n\r\n")
    );
}

#[test]
fn garbage_is_not_http() {
    let (sandbox, path) = start();
    fail_next(&sandbox, Fault::garbage(5000));
    let garbage = exchange(&sandbox, &path);
    assert_eq!((garbage.bytes.len(), garbage.failure), (5000, None));
    assert!(garbage.bytes.iter().all(|byte| !byte.is_ascii()));
    fail_next(&sandbox, Fault::garbage(5000));
    assert!(agent().get(format!("{}{path}", sandbox.url())).call().is_err());
}

#[test]
fn an_endless_body_lasts_as_long_as_the_client_reads() {
    let (sandbox, path) = start();
    fail_next(&sandbox, Fault::endless_body());
    let mut start = Vec::new();
    let stream = ask(&sandbox, &path);
    stream.take(16 << 20).read_to_end(&mut start).expect("16 MiB");
    assert_eq!(start.len(), 16 << 20);
    let head = String::from_utf8_lossy(&start[..300]).into_owned();
    assert!(head.contains("content-type: application/json"), "{head}");
    assert!(head.contains("transfer-encoding: chunked\r\n"), "{head}");
    assert!(!head.contains("content-length"), "{head}");
    // The client has disconnected; the sandbox still runs.
    assert_eq!(get(&sandbox, &path).status, 200);
}

#[test]
fn a_huge_body_is_announced_and_sent() {
    let (sandbox, path) = start();
    fail_next(&sandbox, Fault::huge_body(1 << 40));
    let mut start = Vec::new();
    ask(&sandbox, &path)
        .take(1 << 20)
        .read_to_end(&mut start)
        .expect("1 MiB");
    let head = String::from_utf8_lossy(&start[..300]).into_owned();
    assert!(head.contains("content-length: 1099511627776\r\n"), "{head}");
    fail_next(&sandbox, Fault::huge_body(100_000));
    let whole = exchange(&sandbox, &path);
    assert_eq!(
        (whole.body(), whole.failure),
        (vec![b' '; 100_000].as_slice(), None)
    );
}

#[test]
fn headers_are_huge_or_endless() {
    let (sandbox, path) = start();
    let plain = exchange(&sandbox, &path);
    fail_next(&sandbox, Fault::huge_headers(100_000));
    let huge = exchange(&sandbox, &path);
    assert!(
        (100_000..101_000).contains(&huge.head().len()),
        "{}",
        huge.head().len()
    );
    assert_eq!((huge.body(), huge.failure), (plain.body(), None));
    fail_next(&sandbox, Fault::endless_headers());
    let mut start = Vec::new();
    ask(&sandbox, &path)
        .take(1 << 20)
        .read_to_end(&mut start)
        .expect("1 MiB");
    assert!(start.starts_with(b"HTTP/1.1 200 OK\r\n"));
    assert!(!start.windows(4).any(|bytes| bytes == b"\r\n\r\n"));
}

#[test]
fn connection_faults_apply_to_every_route() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let image = format!("/gamecms_hacs/hi/images/file/{}", image(&sandbox));
    sandbox.clear_requests();
    let routes: [(&str, &dyn Fn() -> TcpStream); 3] = [
        ("image", &|| ask(&sandbox, &image)),
        ("no route", &|| ask(&sandbox, "/nobody")),
        ("sign-in", &|| {
            let head = "POST /login/oauth20_token.srf HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
            send(&sandbox, &format!("{head}Content-Length: 3\r\n\r\na=b"))
        }),
    ];
    for (name, ask) in routes {
        let whole = read_to_end(ask());
        assert_eq!(whole.body().starts_with(b"\x89PNG"), name == "image");
        fail_next(&sandbox, Fault::truncated_after(3));
        let cut = read_to_end(ask());
        assert_eq!(cut.body(), &whole.body()[..3], "{name}");
        assert_eq!(cut.head().lines().next(), whole.head().lines().next(), "{name}");
        fail_next(&sandbox, Fault::reset());
        assert_eq!(
            read_to_end(ask()).failure,
            Some(ErrorKind::ConnectionReset),
            "{name}"
        );
    }
    assert_eq!(sandbox.requests().len(), 9);
}

fn image(sandbox: &Sandbox) -> String {
    let file = |path: &str| get_json(sandbox, &format!("/gamecms_hacs/hi/progression/file/{path}"));
    let calendar = file("calendars/seasons/seasoncalendar.json");
    let track = file(text(&calendar["Seasons"][0]["OperationTrackPath"]));
    text(&track["BattlePassImage"]).to_owned()
}

/// Waits for a condition that another thread fulfils soon.
fn wait_until(condition: impl Fn() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "it did not happen in time"
        );
        std::thread::yield_now();
    }
}

#[test]
fn a_sandbox_stops_at_once_during_every_fault() {
    let (sandbox, path) = start();
    let all = Fault::one_of_each();
    let rule = sandbox.faults().on("/").answer_in_turn(all.clone());
    let hour = Duration::from_secs(3600);
    let later = sandbox.faults().on("/").answer(Fault::drip(1, hour));
    // Each client sends a request and reads nothing.
    let clients: Vec<TcpStream> = all.iter().map(|_| ask(&sandbox, &path)).collect();
    wait_until(|| rule.used() == all.len());
    rule.remove();
    let dripping = ask(&sandbox, &path);
    wait_until(|| later.used() == 1);
    assert_stops_at_once(sandbox);
    // All connections end: none times out.
    for client in clients.into_iter().chain([dripping]) {
        let failure = read_to_end(client).failure;
        assert!(
            matches!(failure, None | Some(ErrorKind::ConnectionReset)),
            "{failure:?}"
        );
    }
}
