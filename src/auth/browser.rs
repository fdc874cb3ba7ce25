//! Signing in with a browser on this machine.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use super::{Consent, Secret, SignIn, TokenSet};
use crate::error::{ArgumentError, Error};

/// How long a browser sign-in waits for the player, unless told otherwise.
pub const BROWSER_TIMEOUT: Duration = Duration::from_secs(300);

/// The longest request head that the listener reads; authorization codes are far shorter.
const LONGEST_HEAD: usize = 16 << 10;

impl SignIn {
    /// Signs a player in with a browser on this machine.
    ///
    /// Listens on 127.0.0.1, on the port of the app's redirect URI or, where that names none, on a
    /// free one. `open` is given the address to open in a browser; `auth::open_browser`, which comes
    /// with the feature `browser`, does that. Waits until the player has consented, at most for the
    /// timeout, and answers the browser with a page that says that it can be closed.
    ///
    /// The app's redirect URI must start with `http://localhost` or `http://127.0.0.1`: `https`
    /// cannot be listened to, and such apps use [`consent`](Self::consent).
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] for a redirect URI that cannot be listened to, an answer to another
    /// question, or a wait in vain; [`Error::SignIn`] where the player declined or Microsoft refuses
    /// the code.
    pub fn with_browser(
        &self,
        timeout: Duration,
        open: impl FnOnce(&str) -> io::Result<()>,
    ) -> Result<TokenSet, Error> {
        let (listener, redirect) = listen(self.app.redirect())?;
        let sign_in = Self {
            app: self.app.clone().redirect_uri(redirect.clone())?,
            ..self.clone()
        };
        let consent = sign_in.consent()?;
        open(consent.url()).map_err(|error| {
            ArgumentError::new(
                "browser",
                format!("it cannot be opened ({error}): use consent() and redeem()"),
            )
        })?;
        let path = redirect
            .parse::<ureq::http::Uri>()
            .map_or_else(|_| "/".into(), |uri| uri.path().to_owned());
        let code = wait_for_redirect(&listener, &path, timeout, &consent)?;
        sign_in.exchange(&consent, &code)
    }
}

/// Opens an address in the system's browser.
///
/// # Errors
///
/// What the system says where there is none.
#[cfg(feature = "browser")]
pub fn open_browser(url: &str) -> io::Result<()> {
    open::that_detached(url)
}

/// Listens where the redirect URI leads; gives it with the port that was chosen.
fn listen(redirect: &str) -> Result<(TcpListener, String), ArgumentError> {
    let refuse = |problem: String| ArgumentError::new("redirect_uri", problem);
    let uri: ureq::http::Uri = redirect
        .parse()
        .map_err(|_| refuse(format!("`{redirect}` is not a URL")))?;
    let host = uri.host().unwrap_or_default();
    if uri.scheme_str() != Some("http") || !matches!(host, "localhost" | "127.0.0.1") {
        return Err(refuse(format!(
            "`{redirect}` cannot be listened to, only http://localhost and http://127.0.0.1: use consent() and redeem()"
        )));
    }
    let port = uri.port_u16().unwrap_or(0);
    let bound = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .and_then(|listener| listener.local_addr().map(|address| (listener, address.port())));
    let (listener, port) =
        bound.map_err(|error| refuse(format!("port {port} cannot be listened on: {error}")))?;
    let path = if uri.path() == "/" && !redirect.ends_with('/') {
        ""
    } else {
        uri.path()
    };
    Ok((listener, format!("http://{host}:{port}{path}")))
}

/// Waits for the one request that brings the player back.
fn wait_for_redirect(
    listener: &TcpListener,
    path: &str,
    timeout: Duration,
    consent: &Consent,
) -> Result<Secret, Error> {
    let deadline = Instant::now() + timeout;
    let failed = |error: io::Error| {
        Error::from(ArgumentError::new(
            "browser",
            format!("listening failed: {error}"),
        ))
    };
    loop {
        let (mut stream, _) = accept(listener, deadline).map_err(failed)?.ok_or_else(|| {
            ArgumentError::new(
                "browser",
                format!("the player did not come back within {timeout:?}"),
            )
        })?;
        // Whoever connects and says nothing sensible (a favicon, a scanner) does not end the wait.
        let Some(target) = read_target(&mut stream, deadline) else {
            continue;
        };
        let (target_path, query) = target.split_once('?').unwrap_or((&target, ""));
        let target_path = if target_path.is_empty() { "/" } else { target_path };
        if target_path != path || query.is_empty() {
            let _ = answer(
                &mut stream,
                "404 Not Found",
                "This page is not the one that is waited for.",
            );
            continue;
        }
        let code = consent.code_of_query(query);
        let (status, text) = match &code {
            Ok(_) => ("200 OK", "You are signed in. You can close this page."),
            Err(_) => (
                "400 Bad Request",
                "The sign-in did not succeed. You can close this page; the program says more.",
            ),
        };
        if let Err(error) = answer(&mut stream, status, text) {
            log::debug!("the browser did not take the last page: {error}");
        }
        return code;
    }
}

/// The next connection; `None` when the deadline has passed.
fn accept(
    listener: &TcpListener,
    deadline: Instant,
) -> io::Result<Option<(TcpStream, std::net::SocketAddr)>> {
    const POLL: Duration = Duration::from_millis(20);
    listener.set_nonblocking(true)?;
    loop {
        match listener.accept() {
            Ok((stream, address)) => {
                stream.set_nonblocking(false)?;
                return Ok(Some((stream, address)));
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                if Instant::now() >= deadline {
                    return Ok(None);
                }
                std::thread::sleep(POLL);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// The target of a GET request, read within a few seconds; `None` for anything else.
fn read_target(stream: &mut TcpStream, deadline: Instant) -> Option<String> {
    const PATIENCE: Duration = Duration::from_secs(5);
    let end = deadline.min(Instant::now() + PATIENCE);
    let mut head = Vec::new();
    let mut chunk = [0; 1024];
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        let left = end
            .checked_duration_since(Instant::now())
            .filter(|left| !left.is_zero())?;
        stream.set_read_timeout(Some(left)).ok()?;
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return None,
            Ok(length) => head.extend_from_slice(chunk.get(..length)?),
        }
        if head.len() > LONGEST_HEAD {
            return None;
        }
    }
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut headers);
    request.parse(&head).ok()?;
    (request.method == Some("GET")).then(|| request.path.map(str::to_owned))?
}

fn answer(stream: &mut TcpStream, status: &str, text: &str) -> io::Result<()> {
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Sign-in</title>\
         <body style=\"font-family: sans-serif; margin: 15vh auto; max-width: 30em; text-align: center\">\
         <h1>Halo Infinite</h1><p>{text}</p></body></html>"
    );
    // The address in the browser's bar holds the code: it must not travel on to anybody.
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n{page}",
        page.len()
    )?;
    stream.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_listened_on() {
        for redirect in [
            "https://localhost",
            "http://example.com",
            "http://localhost.example.com/",
            "https://127.0.0.1:9",
        ] {
            let error = listen(redirect).unwrap_err().to_string();
            assert!(error.contains("cannot be listened to"), "{error}");
        }
        let (listener, redirect) = listen("http://localhost").unwrap();
        let port = listener.local_addr().unwrap().port();
        assert_eq!(redirect, format!("http://localhost:{port}"));
        assert!(listener.local_addr().unwrap().ip().is_loopback());
        let error = listen(&format!("http://127.0.0.1:{port}/callback"))
            .unwrap_err()
            .to_string();
        assert!(
            error.contains(&format!("port {port} cannot be listened on")),
            "{error}"
        );
        drop(listener);
        let (_, redirect) = listen(&format!("http://127.0.0.1:{port}/callback")).unwrap();
        assert_eq!(redirect, format!("http://127.0.0.1:{port}/callback"));
    }
}
