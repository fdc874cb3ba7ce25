//! The page for the browser source of OBS. It shows one JSON document, and only on this machine.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

const PAGE: &str = include_str!("page.html");

/// Serves the page at `http://127.0.0.1:PORT/` and the JSON at `/session.json`. Returns the port; 0 chooses a free one.
pub fn serve(port: u16, json: &Arc<Mutex<String>>) -> io::Result<u16> {
    // No other machine reaches this address.
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    let port = listener.local_addr()?.port();
    // Several threads: browsers open connections ahead of use, and one of those must not block the others.
    for _ in 0..4 {
        let (listener, json) = (listener.try_clone()?, Arc::clone(json));
        thread::Builder::new().spawn(move || {
            for stream in listener.incoming() {
                // A browser that goes away is no failure of this program: it serves the next one.
                let _ = stream.and_then(|stream| respond(stream, port, &json));
            }
        })?;
    }
    Ok(port)
}

fn respond(mut stream: TcpStream, port: u16, json: &Mutex<String>) -> io::Result<()> {
    let head = read_head(&mut stream)?;
    // Other web sites can reach this port by a host name of theirs (DNS rebinding). They must not read the page.
    let host = format!("\r\nhost: 127.0.0.1:{port}\r\n");
    let (status, content_type, body) = match head.split(' ').nth(1) {
        _ if !head.starts_with("GET ") => ("405 Method Not Allowed", "text/plain", "only GET".into()),
        _ if !head.to_ascii_lowercase().contains(&host) => {
            ("421 Misdirected Request", "text/plain", "wrong host".into())
        }
        // No path leads to a file.
        Some("/") => ("200 OK", "text/html; charset=utf-8", PAGE.to_owned()),
        Some("/session.json") => (
            "200 OK",
            "application/json",
            json.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        ),
        _ => ("404 Not Found", "text/plain", "no such page".into()),
    };
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n");
    stream.set_write_timeout(Some(Duration::from_secs(2)))?;
    write!(
        stream,
        "{head}Cache-Control: no-store\r\nConnection: close\r\n\r\n{body}"
    )
}

/// Reads the request line and the headers: within 2 seconds, and at most 8 KiB.
fn read_head(stream: &mut TcpStream) -> io::Result<String> {
    let (start, mut head, mut part) = (Instant::now(), Vec::new(), [0; 1024]);
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let left = Duration::from_secs(2).saturating_sub(start.elapsed());
        stream.set_read_timeout(Some(left))?; // An error if no time is left.
        match stream.read(&mut part)? {
            length @ 1.. if head.len() < 8192 => head.extend_from_slice(&part[..length]),
            _ => return Err(io::ErrorKind::InvalidData.into()),
        }
    }
    String::from_utf8(head).map_err(io::Error::other)
}
