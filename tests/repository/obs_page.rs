//! The page of the example `obs_source`, over real sockets.

#[path = "../../examples/obs_source/page.rs"]
mod page;

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Longer than the page waits for a request.
const PATIENCE: Duration = Duration::from_secs(60);

fn serve(json: &str) -> (u16, Arc<Mutex<String>>) {
    let json = Arc::new(Mutex::new(json.to_owned()));
    (page::serve(0, &json).unwrap(), json)
}

fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Sends a request and returns the status line and the body.
fn ask(port: u16, request: &str) -> (String, String) {
    let mut stream = connect(port);
    stream.write_all(request.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    assert!(
        head.contains(&format!("\r\nContent-Length: {}\r\n", body.len())),
        "{head}"
    );
    (head.lines().next().unwrap().to_owned(), body.to_owned())
}

fn get(port: u16, path: &str) -> (String, String) {
    ask(
        port,
        &format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"),
    )
}

#[test]
fn the_page_shows_the_newest_json() {
    let (port, json) = serve(r#"{"kd":"1.50"}"#);
    let (status, page) = get(port, "/");
    assert_eq!(status, "HTTP/1.1 200 OK");
    assert!(page.contains(r#"id="kd""#), "{page}");
    assert_eq!(get(port, "/session.json").1, r#"{"kd":"1.50"}"#);
    *json.lock().unwrap() = r#"{"kd":"2.00"}"#.into();
    assert_eq!(get(port, "/session.json").1, r#"{"kd":"2.00"}"#);
}

#[test]
fn no_path_leads_to_a_file() {
    let (port, _) = serve("{}");
    for path in [
        "/page.html",
        "/../page.html",
        "/..%2f..%2fCargo.toml",
        "//",
        "/session.json/..",
        "session.json",
        "/./",
        "/session.json?",
        "file:///etc/passwd",
        "/\\..\\..\\Cargo.toml",
        "",
    ] {
        assert_eq!(get(port, path).0, "HTTP/1.1 404 Not Found", "{path}");
    }
}

#[test]
fn other_methods_and_other_hosts_are_refused() {
    let (port, _) = serve("{}");
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "HEAD", "get"] {
        let request = format!("{method} / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
        assert_eq!(
            ask(port, &request).0,
            "HTTP/1.1 405 Method Not Allowed",
            "{method}"
        );
    }
    for host in [
        "Host: evil.example",
        "Host: 127.0.0.1",
        "X: y",
        "X-Host: 127.0.0.1:1",
    ] {
        let request = format!("GET /session.json HTTP/1.1\r\n{host}\r\n\r\n");
        assert_eq!(
            ask(port, &request).0,
            "HTTP/1.1 421 Misdirected Request",
            "{host}"
        );
    }
}

#[test]
fn connections_without_a_request_neither_block_others_nor_stay() {
    let (port, _) = serve("{}");
    let mut silent: Vec<TcpStream> = (0..8).map(|_| connect(port)).collect();
    silent[0].write_all(b"GET / HT").unwrap();
    // All threads wait for the silent connections, for a limited time.
    assert_eq!(get(port, "/session.json").1, "{}");
    for stream in &mut silent {
        assert_eq!(stream.read(&mut [0; 16]).unwrap(), 0);
    }
}

#[test]
fn endless_headers_end_the_connection() {
    let (port, _) = serve("{}");
    let mut stream = connect(port);
    let mut sent = 0;
    let error = loop {
        match stream.write(&[b'x'; 1024]) {
            Ok(length) => sent += length,
            Err(error) => break error,
        }
        assert!(sent < 100 << 20, "the page reads on and on");
    };
    assert!(
        matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe),
        "{error}"
    );
}
