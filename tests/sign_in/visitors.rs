//! Sign-ins by browser with other visitors at the port.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::thread;

use halo_infinite::auth::{SignIn, TokenSet};
use halo_infinite_sandbox::{Consent, Sandbox};

use super::setup::browser;
use crate::support::wait::{PATIENCE, join, within};

/// Signs in by browser. `visit` runs on a thread of its own while the sign-in waits, with the port and the target of
/// the true redirect, such as `/?code=…&state=…`; it must end with that redirect.
fn sign_in(visit: impl FnOnce(u16, &str) + Send + 'static) -> TokenSet {
    let sandbox = Sandbox::builder().consent(Consent::Accept).start().unwrap();
    let sign_in = SignIn::new(&sandbox.public_app()).environment(sandbox.environment());
    within(2 * PATIENCE, move || {
        let mut visitor = None;
        let tokens = sign_in.with_browser(PATIENCE, |url| {
            let url = url.to_owned();
            visitor = Some(thread::spawn(move || {
                let response = browser(0).get(&url).call().unwrap();
                let address = response.headers()["location"].to_str().unwrap();
                let (host, target) = address
                    .strip_prefix("http://localhost:")
                    .unwrap()
                    .split_once('/')
                    .unwrap();
                visit(host.parse().unwrap(), &format!("/{target}"));
            }));
            Ok(())
        });
        join(visitor.unwrap());
        drop(sandbox);
        tokens.unwrap()
    })
}

fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Sends bytes and returns the whole response.
fn exchange(port: u16, bytes: &[u8]) -> String {
    let mut stream = connect(port);
    stream.write_all(bytes).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response
}

fn get(target: &str, headers: &str) -> Vec<u8> {
    format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n").into_bytes()
}

#[track_caller]
fn assert_redirected(response: &str) {
    assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
    assert!(response.contains("You can close this page"), "{response}");
}

#[test]
fn requests_without_the_state_are_refused_and_do_not_end_the_sign_in() {
    sign_in(|port, target| {
        let (_, state) = target.split_once("state=").unwrap();
        let state = state.split('&').next().unwrap();
        for (bytes, status) in [
            (get("/?x=1", ""), 400),
            (get("/", ""), 400),
            (get("/?", ""), 400),
            (get("/?error=access_denied", ""), 400),
            (get("/?error=access_denied&state=", ""), 400),
            (get("/?code=s3cret&state=s3cret", ""), 400),
            (get(&format!("/?code=s3cret&state={}", &state[1..]), ""), 400),
            (get(&format!("/?code=s3cret&state={state}x"), ""), 400),
            (
                get(&format!("/?code=s3cret&state={state}&state={state}"), ""),
                400,
            ),
            (
                get(&format!("http://localhost:{port}/?code=s3cret&state=s3cret"), ""),
                400,
            ),
            (get(&format!("http://localhost:{port}"), ""), 400),
            (
                get(&format!("/other{}", target.replace("code=", "code=s3cret")), ""),
                404,
            ),
            (get("/favicon.ico", ""), 404),
            (get("//", ""), 404),
            (get("*", ""), 404),
            (
                format!("POST {target} HTTP/1.1\r\nContent-Length: 6\r\n\r\ns3cret").into(),
                405,
            ),
            (format!("OPTIONS {target} HTTP/1.1\r\n\r\n").into(), 405),
            (format!("CONNECT localhost:{port} HTTP/1.1\r\n\r\n").into(), 405),
            (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(), 400),
            (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(), 400),
            (b"SSH-2.0-OpenSSH_9.6\r\n\r\n".to_vec(), 400),
            (b"hello\r\n".to_vec(), 400),
            (b"\x00".to_vec(), 400),
        ] {
            let response = exchange(port, &bytes);
            let shown = String::from_utf8_lossy(&bytes);
            assert!(
                response.starts_with(&format!("HTTP/1.1 {status} ")),
                "{shown}: {response}"
            );
            assert!(response.contains("</html>"), "{shown}: {response}");
            for secret in ["s3cret", state] {
                assert!(!response.contains(secret), "{shown}: {response}");
            }
        }
        let response = exchange(port, format!("HEAD {target} HTTP/1.1\r\n\r\n").as_bytes());
        assert!(
            response.starts_with("HTTP/1.1 405 ") && response.ends_with("\r\n\r\n"),
            "{response}"
        );
        assert_redirected(&exchange(port, &get(target, "")));
    });
}

#[test]
fn a_redirect_with_many_and_long_headers_is_accepted() {
    for lines in [1, 40, 200] {
        sign_in(move |port, target| {
            let cookie = "c".repeat((200 << 10) / lines);
            let headers = format!("Cookie: {cookie}\r\n").repeat(lines);
            assert_redirected(&exchange(port, &get(target, &headers)));
        });
    }
    // A target can be a whole URL.
    sign_in(|port, target| {
        assert_redirected(&exchange(
            port,
            &get(&format!("http://localhost:{port}{target}"), ""),
        ));
    });
}

#[test]
fn a_redirect_in_small_pieces_is_accepted() {
    sign_in(|port, target| {
        let mut stream = connect(port);
        stream.set_nodelay(true).unwrap();
        for byte in get(target, "") {
            stream.write_all(&[byte]).unwrap();
        }
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        assert_redirected(&response);
    });
}

#[test]
fn an_endless_head_is_refused() {
    sign_in(|port, target| {
        let mut stream = connect(port);
        stream.write_all(b"GET / HTTP/1.1\r\nCookie: ").unwrap();
        // The listener may close the connection before all is sent.
        let mut sent = 0;
        while sent < 8 << 20 {
            match stream.write(&[b'x'; 4096]) {
                Ok(length) => sent += length,
                Err(error) => {
                    let kinds = [
                        ErrorKind::ConnectionReset,
                        ErrorKind::BrokenPipe,
                        ErrorKind::ConnectionAborted,
                    ];
                    assert!(kinds.contains(&error.kind()), "{error}");
                    break;
                }
            }
        }
        let mut status = [0; 12];
        if stream.read_exact(&mut status).is_ok() {
            assert_eq!(&status, b"HTTP/1.1 431");
        }
        assert_redirected(&exchange(port, &get(target, "")));
    });
}

#[test]
fn hundreds_of_bad_connections_do_not_delay_the_redirect() {
    sign_in(|port, target| {
        let mut open = Vec::new();
        for number in 0..600 {
            let mut stream = connect(port);
            let bytes: &[u8] = match number % 6 {
                0 => b"",
                1 => b"GET /?code=",
                2 => b"GET / HTTP/1.1\r\nCookie: ",
                3 => b"POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n",
                4 => b"\r\n\r\n",
                _ => b"\x16\x03\x01",
            };
            // The listener closes old connections for new ones.
            let _ = stream.write_all(bytes);
            match number % 5 {
                // Half-closed.
                0 => drop(stream.shutdown(Shutdown::Write)),
                // Reset, if a page stays unread.
                1 => continue,
                _ => {}
            }
            open.push(stream);
        }
        assert_redirected(&exchange(port, &get(target, "")));
        drop(open);
    });
}

#[test]
fn a_refusal_with_the_state_ends_the_sign_in() {
    let sandbox = Sandbox::builder().consent(Consent::Decline).start().unwrap();
    let sign_in = SignIn::new(&sandbox.public_app()).environment(sandbox.environment());
    let error = within(2 * PATIENCE, move || {
        let tokens = sign_in.with_browser(PATIENCE, |url| {
            let url = url.to_owned();
            thread::spawn(move || browser(10).get(&url).call());
            Ok(())
        });
        tokens.unwrap_err()
    });
    assert!(error.to_string().contains("the player declined"), "{error}");
}
