//! Sign-in with a browser on this machine.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::http::Uri;

use super::consent::Consent;
use super::redirect_listener::{Accept, Page, RedirectListener, accept_from};
use crate::auth::sign_in::SignIn;
use crate::auth::tokens::TokenSet;
use crate::error::{ConsentError, Error, SignInStep};
use crate::sync::CancelToken;
use crate::types::{ArgumentError, Secret};

/// A timeout for [`SignIn::with_browser`]: 5 minutes.
pub const BROWSER_TIMEOUT: Duration = Duration::from_secs(300);

impl SignIn {
    /// Signs a player in with a browser on this machine.
    ///
    /// `open` receives the address to open in a browser: pass `auth::open_browser`, which needs the feature
    /// `browser`, or a function of your own. Waits until the player has consented, at most for the timeout;
    /// [`BROWSER_TIMEOUT`] is a good one. The browser then shows a page which says that it can be closed.
    ///
    /// Until then, this listens on 127.0.0.1; for `localhost` also on ::1, if the machine has IPv6. The port
    /// is that of the app's redirect URI, or any free one if the URI has no port. The redirect URI must start
    /// with `http://localhost` or `http://127.0.0.1`. For an `https` URI, use [`consent`](Self::consent).
    ///
    /// Only a redirect with the random state of this sign-in ends the wait. Other visitors, such as port scanners and
    /// other pages in the browser, receive an error page, and neither end nor delay the sign-in.
    ///
    /// # Errors
    ///
    /// - [`Error::Argument`] if the redirect URI is not on this machine, or is `https`.
    /// - [`Error::Consent`] if the browser does not open, the port cannot be listened on, the player does not
    ///   come back in time, or the redirect has no code.
    /// - [`Error::SignIn`] if the player declines, or Microsoft refuses the code.
    /// - [`Error::Cancelled`] if the [cancel token](Self::cancel_token) is cancelled.
    /// - [`Error::Network`] and [`Error::Decode`] as in
    ///   [`refresh_player_tokens`](Self::refresh_player_tokens).
    pub fn with_browser(
        &self,
        timeout: Duration,
        open: impl FnOnce(&str) -> io::Result<()>,
    ) -> Result<TokenSet, Error> {
        let (listeners, port, redirect) = listen(self.app.redirect())?;
        let sign_in = Self {
            app: self.app.clone().redirect_uri(redirect.clone())?,
            ..self.clone()
        };
        let consent = sign_in.consent()?;
        open(consent.url()).map_err(|error| ConsentError::Browser {
            cause: Arc::new(error),
        })?;
        let path = redirect
            .parse::<Uri>()
            .map_or_else(|_| "/".into(), |uri| uri.path().to_owned());
        let code = wait_for_redirect(
            listeners,
            port,
            &path,
            timeout,
            &consent,
            &self.settings.options.cancel,
        )?;
        sign_in.exchange(&consent, &code)
    }
}

/// Opens an address in the system's browser.
///
/// # Errors
///
/// The system's error if it has no browser.
#[cfg(feature = "browser")]
pub fn open_browser(url: &str) -> io::Result<()> {
    open::that_detached(url)
}

/// Listens on the address of the redirect URI. Returns the listeners, the port, and the URI with the port.
fn listen(redirect: &str) -> Result<(Vec<TcpListener>, u16, String), Error> {
    let argument_error = |problem: String| ArgumentError::new("redirect_uri", problem);
    let uri: Uri = redirect
        .parse()
        .map_err(|_| argument_error(format!("`{redirect}` is not a URL")))?;
    let host = uri.host().unwrap_or_default();
    if uri.scheme_str() != Some("http") || !matches!(host, "localhost" | "127.0.0.1") {
        return Err(argument_error(format!(
            "`{redirect}` cannot be listened on: use http://localhost or http://127.0.0.1, or SignIn::consent and SignIn::redeem"
        ))
        .into());
    }
    let port = uri.port_u16().unwrap_or(0);
    let bound = bind(port, host == "localhost");
    let (listeners, port) = bound.map_err(|error| ConsentError::Listen {
        port,
        cause: Arc::new(error),
    })?;
    let path = if uri.path() == "/" && !redirect.ends_with('/') {
        ""
    } else {
        uri.path()
    };
    Ok((listeners, port, format!("http://{host}:{port}{path}")))
}

/// Listens on a port; 0 means any free one. For `localhost`, listens on both loopback addresses: a browser may
/// use either, and a program that listens on the other one would receive the code.
fn bind(port: u16, is_localhost: bool) -> io::Result<(Vec<TcpListener>, u16)> {
    const MAX_ATTEMPTS: usize = 8;
    let mut in_use = None;
    for _ in 0..MAX_ATTEMPTS {
        let ipv4 = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let bound = ipv4.local_addr()?.port();
        if !is_localhost {
            return Ok((vec![ipv4], bound));
        }
        match TcpListener::bind((Ipv6Addr::LOCALHOST, bound)) {
            Ok(ipv6) => return Ok((vec![ipv4, ipv6], bound)),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                in_use = Some(error);
                if port != 0 {
                    break;
                }
            }
            // This machine has no IPv6.
            Err(_) => return Ok((vec![ipv4], bound)),
        }
    }
    Err(in_use.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}

/// Waits for the request with which the browser returns from the consent page.
fn wait_for_redirect(
    listeners: Vec<TcpListener>,
    port: u16,
    path: &str,
    timeout: Duration,
    consent: &Consent,
    cancel: &CancelToken,
) -> Result<Secret, Error> {
    // A timeout too large to represent means no timeout.
    let deadline = Instant::now().checked_add(timeout);
    let listen_error = |error: io::Error| {
        Error::from(ConsentError::Listen {
            port,
            cause: Arc::new(error),
        })
    };
    let accepts: io::Result<Vec<Accept>> = listeners.into_iter().map(accept_from).collect();
    let mut listener = RedirectListener::new(accepts.map_err(listen_error)?);
    let code = listener.wait(deadline, cancel, |target| judge(target, path, consent));
    match code.map_err(listen_error)? {
        Some(code) => code,
        None if cancel.is_cancelled() => Err(Error::Cancelled {
            endpoint: Some(SignInStep::Consent.endpoint()),
        }),
        None => Err(ConsentError::Timeout { waited: timeout }.into()),
    }
}

/// The page for a request target, and the outcome of the sign-in if the request is its redirect.
fn judge(target: &str, path: &str, consent: &Consent) -> (Page, Option<Result<Secret, Error>>) {
    let (target_path, query) = path_and_query(target);
    let (status, text, code) = if target_path != path {
        ("404 Not Found", "This is not the page of the sign-in.", None)
    } else if !consent.is_own(query) {
        log::debug!("a visitor without the state of the sign-in was refused");
        let text = "This address does not belong to the sign-in that is waiting. Start the sign-in again in the program.";
        ("400 Bad Request", text, None)
    } else {
        let code = consent.code_of_query(query);
        let (status, text) = match &code {
            Ok(_) => ("200 OK", "You are signed in. You can close this page."),
            Err(_) => (
                "400 Bad Request",
                "The sign-in failed. You can close this page; the program shows the reason.",
            ),
        };
        (status, text, Some(code))
    };
    (Page { status, text }, code)
}

/// The path and the query of a request target, which may be a whole URL.
fn path_and_query(target: &str) -> (&str, &str) {
    let origin = target
        .split_once("://")
        .filter(|(scheme, _)| !scheme.contains(['/', '?']));
    let target = origin.map_or(target, |(_, rest)| {
        rest.find(['/', '?'])
            .and_then(|start| rest.get(start..))
            .unwrap_or_default()
    });
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    (if path.is_empty() { "/" } else { path }, query)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listeners_accept_connections_from_this_machine_only() {
        for redirect in [
            "https://localhost",
            "http://example.com",
            "http://localhost.example.com/",
            "https://127.0.0.1:9",
        ] {
            let error = listen(redirect).unwrap_err().to_string();
            assert!(error.contains("cannot be listened on"), "{error}");
        }
        let (listeners, _, redirect) = listen("http://localhost").unwrap();
        let port = listeners[0].local_addr().unwrap().port();
        assert_eq!(redirect, format!("http://localhost:{port}"));
        for listener in &listeners {
            assert!(listener.local_addr().unwrap().ip().is_loopback());
            assert_eq!(listener.local_addr().unwrap().port(), port);
        }
        let error = listen(&format!("http://127.0.0.1:{port}/callback"))
            .unwrap_err()
            .to_string();
        assert!(
            error.contains(&format!("port {port} cannot be listened on")),
            "{error}"
        );
        drop(listeners);
        let (_, _, redirect) = listen(&format!("http://127.0.0.1:{port}/callback")).unwrap();
        assert_eq!(redirect, format!("http://127.0.0.1:{port}/callback"));
    }
}
