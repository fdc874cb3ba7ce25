//! Signing in with a browser on this machine.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::consent::Consent;
use super::redirect_listener::{RedirectListener, Visitor};
use crate::auth::sign_in::SignIn;
use crate::auth::tokens::TokenSet;
use crate::error::{ConsentError, Error, SignInStep};
use crate::sync::CancelToken;
use crate::types::{ArgumentError, Secret};

/// How long a browser sign-in waits for the player, unless told otherwise.
pub const BROWSER_TIMEOUT: Duration = Duration::from_secs(300);

impl SignIn {
    /// Signs a player in with a browser on this machine.
    ///
    /// Listens on 127.0.0.1 (for `localhost` on ::1 as well, where there is one), on the port of the
    /// app's redirect URI or, where that names none, on a free one. `open` is given the address to
    /// open in a browser; `auth::open_browser`, which comes with the feature `browser`, does that.
    /// Waits until the player has consented, at most for the timeout, and answers the browser with a
    /// page that says that it can be closed.
    ///
    /// The app's redirect URI must start with `http://localhost` or `http://127.0.0.1`: `https`
    /// cannot be listened to, and such apps use [`consent`](Self::consent).
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] for a redirect URI that cannot be listened to, an answer to another
    /// question, or a wait in vain; [`Error::SignIn`] where the player declined or Microsoft refuses
    /// the code; [`Error::Cancelled`].
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
            .parse::<ureq::http::Uri>()
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
/// What the system says where there is none.
#[cfg(feature = "browser")]
pub fn open_browser(url: &str) -> io::Result<()> {
    open::that_detached(url)
}

/// Listens where the redirect URI leads; gives it with the port that was chosen.
fn listen(redirect: &str) -> Result<(Vec<TcpListener>, u16, String), Error> {
    let refuse = |problem: String| ArgumentError::new("redirect_uri", problem);
    let uri: ureq::http::Uri = redirect
        .parse()
        .map_err(|_| refuse(format!("`{redirect}` is not a URL")))?;
    let host = uri.host().unwrap_or_default();
    if uri.scheme_str() != Some("http") || !matches!(host, "localhost" | "127.0.0.1") {
        return Err(refuse(format!(
            "`{redirect}` cannot be listened to, only http://localhost and http://127.0.0.1: use consent() and redeem()"
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

/// Listens on a port, or on a free one for 0. A browser may take `localhost` for either loopback
/// address, and whoever else listens on the other one would be sent the code.
fn bind(port: u16, is_localhost: bool) -> io::Result<(Vec<TcpListener>, u16)> {
    const TRIES: usize = 8;
    let mut taken = None;
    for _ in 0..TRIES {
        let first = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let chosen = first.local_addr()?.port();
        if !is_localhost {
            return Ok((vec![first], chosen));
        }
        match TcpListener::bind((Ipv6Addr::LOCALHOST, chosen)) {
            Ok(second) => return Ok((vec![first, second], chosen)),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                taken = Some(error);
                if port != 0 {
                    break;
                }
            }
            // There is no IPv6 here.
            Err(_) => return Ok((vec![first], chosen)),
        }
    }
    Err(taken.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}

/// Waits for the one request that brings the player back.
fn wait_for_redirect(
    listeners: Vec<TcpListener>,
    port: u16,
    path: &str,
    timeout: Duration,
    consent: &Consent,
    cancel: &CancelToken,
) -> Result<Secret, Error> {
    let endpoint = SignInStep::Consent.endpoint();
    // A timeout too large to represent means no timeout.
    let deadline = Instant::now().checked_add(timeout);
    let failed = |error: io::Error| {
        Error::from(ConsentError::Listen {
            port,
            cause: Arc::new(error),
        })
    };
    let mut visitors = RedirectListener::new(listeners).map_err(failed)?;
    loop {
        let Some(mut visitor) = visitors.next(deadline, cancel).map_err(failed)? else {
            if cancel.is_cancelled() {
                return Err(Error::Cancelled { endpoint });
            }
            return Err(ConsentError::Timeout { waited: timeout }.into());
        };
        // Whoever comes for something else (a favicon, a scanner) does not end the wait.
        let target = visitor.target.clone().unwrap_or_default();
        let (target_path, query) = target.split_once('?').unwrap_or((&target, ""));
        let target_path = if target_path.is_empty() { "/" } else { target_path };
        if target_path != path || query.is_empty() {
            answer(
                &mut visitor,
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
        answer(&mut visitor, status, text);
        return code;
    }
}

fn answer(visitor: &mut Visitor, status: &str, text: &str) {
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Sign-in</title>\
         <body style=\"font-family: sans-serif; margin: 15vh auto; max-width: 30em; text-align: center\">\
         <h1>Halo Infinite</h1><p>{text}</p></body></html>"
    );
    if let Err(error) = visitor.answer(status, &page) {
        log::debug!("the browser did not take the page: {error}");
    }
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
