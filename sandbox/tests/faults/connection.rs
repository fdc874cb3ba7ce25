//! What the connection does, when an answer does not arrive as HTTP has it.

use crate::common::wire::{ask, exchange, read_out, send};
use crate::common::*;
use halo_infinite_sandbox::{Answer, Fault, Sandbox};
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

fn sandbox() -> (Sandbox, String) {
    let sandbox = Sandbox::start().expect("a sandbox");
    let path = format!("/stats/hi/players/{}/matches", sandbox.world().home().player_id());
    (sandbox, path)
}

/// Gives a fault to the next request.
fn next(sandbox: &Sandbox, fault: impl Into<Fault>) {
    sandbox.faults().on("/").once().answer(fault);
}

#[test]
fn a_reset_comes_before_any_byte_and_so_does_a_close() {
    let (sandbox, path) = sandbox();
    next(&sandbox, Fault::reset());
    let reset = exchange(&sandbox, &path);
    assert_eq!(
        (reset.bytes.as_slice(), reset.failure),
        (&b""[..], Some(ErrorKind::ConnectionReset))
    );
    next(&sandbox, Fault::close());
    let closed = exchange(&sandbox, &path);
    assert_eq!((closed.bytes.as_slice(), closed.failure), (&b""[..], None));
    assert_eq!(exchange(&sandbox, &path).failure, None);
}

#[test]
fn a_connection_in_use_is_reset_too() {
    let (sandbox, path) = sandbox();
    let token = sandbox.spartan_token();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nx-343-authorization-spartan: {token}\r\n\r\n"
    );
    let mut stream = send(&sandbox, &request);
    // The first answer is read out, and the connection stays open.
    let mut answer = vec![0; exchange_length(&sandbox, &path)];
    stream.read_exact(&mut answer).expect("an answer");
    next(&sandbox, Fault::reset());
    stream.write_all(request.as_bytes()).expect("sent");
    let failure = stream.read(&mut [0; 1]).expect_err("a reset");
    assert_eq!(failure.kind(), ErrorKind::ConnectionReset);
}

/// How long an answer is on a connection that stays open.
fn exchange_length(sandbox: &Sandbox, path: &str) -> usize {
    exchange(sandbox, path).bytes.len() - "connection: close\r\n".len()
}

#[test]
fn a_body_breaks_off_after_so_many_bytes() {
    let (sandbox, path) = sandbox();
    let whole = exchange(&sandbox, &path);
    for (fault, failure) in [
        (Fault::reset_after(100), Some(ErrorKind::ConnectionReset)),
        (Fault::truncated_after(100), None),
    ] {
        next(&sandbox, fault);
        let cut = exchange(&sandbox, &path);
        assert_eq!(cut.header("content-length"), whole.header("content-length"));
        assert_eq!(cut.header("content-type"), whole.header("content-type"));
        assert_eq!((cut.body(), cut.failure), (&whole.body()[..100], failure));
    }
    next(&sandbox, Fault::truncated_after(100));
    let request = agent()
        .get(format!("{}{path}", sandbox.url()))
        .header("accept-encoding", "identity")
        .header("x-343-authorization-spartan", sandbox.spartan_token());
    let mut response = request.call().expect("a head");
    match response.body_mut().read_to_vec() {
        Err(ureq::Error::Io(error)) => assert_eq!(error.kind(), ErrorKind::UnexpectedEof),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_body_that_breaks_off_is_never_whole() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for (body, announced) in [("", "1"), ("a", "1"), ("abc", "3")] {
        next(&sandbox, Answer::new(200).body(body).truncated_after(99));
        let cut = exchange(&sandbox, "/x");
        assert_eq!(cut.header("content-length").as_deref(), Some(announced));
        assert_eq!(cut.body(), &body.as_bytes()[..body.len().saturating_sub(1)]);
    }
}

#[test]
fn a_drip_is_slow_and_whole() {
    let (sandbox, path) = sandbox();
    let whole = exchange(&sandbox, &path);
    let (pieces, pause) = (10, Duration::from_millis(10));
    next(&sandbox, Fault::drip(whole.body().len().div_ceil(pieces), pause));
    let began = Instant::now();
    let dripped = exchange(&sandbox, &path);
    assert!(began.elapsed() >= (pieces as u32 - 1) * pause);
    assert_eq!((dripped.body(), dripped.failure), (whole.body(), None));
    assert_eq!(dripped.header("content-length"), whole.header("content-length"));
}

#[test]
fn a_drip_without_end_goes_on_and_ends_with_the_sandbox() {
    let (sandbox, path) = sandbox();
    next(&sandbox, Fault::drip_forever(2, Duration::from_millis(5)));
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
    let began = Instant::now();
    drop(sandbox);
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    assert!(
        !read_out(stream)
            .bytes
            .windows(5)
            .any(|bytes| bytes == b"0\r\n\r\n")
    );
}

#[test]
fn garbage_is_no_http() {
    let (sandbox, path) = sandbox();
    next(&sandbox, Fault::garbage(5000));
    let garbage = exchange(&sandbox, &path);
    assert_eq!((garbage.bytes.len(), garbage.failure), (5000, None));
    assert!(garbage.bytes.iter().all(|byte| !byte.is_ascii()));
    next(&sandbox, Fault::garbage(5000));
    assert!(agent().get(format!("{}{path}", sandbox.url())).call().is_err());
}

#[test]
fn an_endless_body_goes_on_for_as_long_as_anybody_reads() {
    let (sandbox, path) = sandbox();
    next(&sandbox, Fault::endless_body());
    let mut start = Vec::new();
    let stream = ask(&sandbox, &path);
    stream.take(16 << 20).read_to_end(&mut start).expect("16 MiB");
    assert_eq!(start.len(), 16 << 20);
    let head = String::from_utf8_lossy(&start[..300]).into_owned();
    assert!(head.contains("content-type: application/json"), "{head}");
    assert!(head.contains("transfer-encoding: chunked\r\n"), "{head}");
    assert!(!head.contains("content-length"), "{head}");
    // The client has gone; the sandbox has not.
    assert_eq!(get(&sandbox, &path).status, 200);
}

#[test]
fn a_huge_body_is_announced_and_sent() {
    let (sandbox, path) = sandbox();
    next(&sandbox, Fault::huge_body(1 << 40));
    let mut start = Vec::new();
    ask(&sandbox, &path)
        .take(1 << 20)
        .read_to_end(&mut start)
        .expect("1 MiB");
    let head = String::from_utf8_lossy(&start[..300]).into_owned();
    assert!(head.contains("content-length: 1099511627776\r\n"), "{head}");
    next(&sandbox, Fault::huge_body(100_000));
    let whole = exchange(&sandbox, &path);
    assert_eq!(
        (whole.body(), whole.failure),
        (vec![b' '; 100_000].as_slice(), None)
    );
}

#[test]
fn headers_are_many_or_endless() {
    let (sandbox, path) = sandbox();
    let plain = exchange(&sandbox, &path);
    next(&sandbox, Fault::huge_headers(100_000));
    let huge = exchange(&sandbox, &path);
    assert!(
        (100_000..101_000).contains(&huge.head().len()),
        "{}",
        huge.head().len()
    );
    assert_eq!((huge.body(), huge.failure), (plain.body(), None));
    next(&sandbox, Fault::endless_headers());
    let mut start = Vec::new();
    ask(&sandbox, &path)
        .take(1 << 20)
        .read_to_end(&mut start)
        .expect("1 MiB");
    assert!(start.starts_with(b"HTTP/1.1 200 OK\r\n"));
    assert!(!start.windows(4).any(|bytes| bytes == b"\r\n\r\n"));
}

#[test]
fn what_breaks_the_connection_breaks_it_on_every_route() {
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
        let whole = read_out(ask());
        assert_eq!(whole.body().starts_with(b"\x89PNG"), name == "image");
        next(&sandbox, Fault::truncated_after(3));
        let cut = read_out(ask());
        assert_eq!(cut.body(), &whole.body()[..3], "{name}");
        assert_eq!(cut.head().lines().next(), whole.head().lines().next(), "{name}");
        next(&sandbox, Fault::reset());
        assert_eq!(
            read_out(ask()).failure,
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

#[test]
fn a_sandbox_ends_at_once_whatever_goes_wrong() {
    let (sandbox, path) = sandbox();
    let all = Fault::one_of_each();
    let rule = sandbox.faults().on("/").answer_in_turn(all.clone());
    let hour = Duration::from_secs(3600);
    let later = sandbox.faults().on("/").answer(Fault::drip(1, hour));
    // Each client asks, and reads nothing of what it gets.
    let clients: Vec<TcpStream> = all.iter().map(|_| ask(&sandbox, &path)).collect();
    while rule.used() < all.len() {
        std::thread::yield_now();
    }
    rule.remove();
    let dripping = ask(&sandbox, &path);
    while later.used() == 0 {
        std::thread::yield_now();
    }
    let began = Instant::now();
    drop(sandbox);
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    // All connections come to an end: none times out.
    for client in clients.into_iter().chain([dripping]) {
        let failure = read_out(client).failure;
        assert!(
            matches!(failure, None | Some(ErrorKind::ConnectionReset)),
            "{failure:?}"
        );
    }
}
