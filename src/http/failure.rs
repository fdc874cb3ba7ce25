//! Attempts that ended without a complete response.

use std::io;

use ureq::tls::TlsConfig;
use ureq::{Error, Proxy, ProxyProtocol, Timeout};

use super::certificate;
use super::secrets::SecretFinder;
use super::tls::is_verified_by_system;
use crate::error::NetworkErrorKind;
use crate::types::Secret;

/// An attempt that ended without a complete response. Nothing else in this crate reads the errors of ureq.
#[derive(Debug)]
pub(crate) struct Failure {
    pub kind: NetworkErrorKind,
    /// Whether certainly no connection was made.
    pub nothing_was_sent: bool,
    /// Whether the response had begun.
    pub has_begun: bool,
    pub cause: Error,
}

impl Failure {
    /// An attempt that failed before the response began. `proxy` is that of the request, `tls` that of the agent.
    pub fn before_response(cause: Error, proxy: Option<&Proxy>, tls: &TlsConfig) -> Self {
        let (mut kind, nothing_was_sent) = read(&cause);
        if kind == NetworkErrorKind::Tls {
            let text = format!("{cause} {cause:?}");
            kind = certificate::kind(&text, is_verified_by_system(tls)).unwrap_or(kind);
        }
        if proxy.is_some_and(|proxy| wants_password(&cause, proxy)) {
            kind = NetworkErrorKind::ProxyAuthentication;
        }
        // The connection that could not be made is the one to the proxy.
        let is_the_proxys = proxy.is_some_and(|proxy| match kind {
            NetworkErrorKind::HostNotFound => !proxy.resolve_target(),
            NetworkErrorKind::Unreachable | NetworkErrorKind::Refused => true,
            NetworkErrorKind::Other => is_socks(proxy) && matches!(cause, Error::Io(_)),
            _ => false,
        });
        Self {
            kind: match is_the_proxys {
                true => NetworkErrorKind::Proxy,
                false => kind,
            },
            nothing_was_sent,
            has_begun: false,
            cause,
        }
    }

    /// An attempt that failed within the body of the response.
    pub fn within_response(cause: Error) -> Self {
        let (kind, _) = read(&cause);
        Self {
            kind,
            nothing_was_sent: false,
            has_begun: true,
            cause,
        }
    }

    /// Makes the cause fit to be shown. A program's own agent and its middleware can quote anything in it.
    pub fn redact(&mut self, secrets: &[Secret]) {
        if let Error::RequireHttpsOnly(url) = &mut self.cause {
            // The query of an endpoint of one's own may hold a secret.
            url.truncate(url.find('?').unwrap_or(url.len()));
        }
        let finder = SecretFinder::new(secrets);
        let shown = self.cause.to_string();
        if finder.finds_any(shown.as_bytes()) || finder.finds_any(format!("{:?}", self.cause).as_bytes()) {
            self.cause = Error::Other(finder.hide_in(&shown).into());
        }
    }

    /// Whether the host could not be reached at its address, and may have another one by now.
    pub fn is_out_of_reach(&self) -> bool {
        self.nothing_was_sent || matches!(&self.cause, Error::Io(error) if has_no_route(error))
    }
}

/// Whether a proxy reports its refusal as an error of the connection.
fn is_socks(proxy: &Proxy) -> bool {
    !matches!(proxy.protocol(), ProxyProtocol::Http | ProxyProtocol::Https)
}

/// Returns the kind of a failure, and whether certainly no connection was made.
fn read(cause: &Error) -> (NetworkErrorKind, bool) {
    use NetworkErrorKind as Kind;

    match cause {
        Error::HostNotFound => (Kind::HostNotFound, true),
        Error::ConnectionFailed => (Kind::Unreachable, true),
        Error::Timeout(timeout) => {
            let nothing_was_sent = matches!(timeout, Timeout::Resolve | Timeout::Connect);
            (Kind::TimedOut, nothing_was_sent)
        }
        Error::Io(error) => read_io(error),
        Error::Tls(_) | Error::TlsRequired | Error::Rustls(_) | Error::Pem(_) => (Kind::Tls, false),
        // The libraries have no kind for this: OpenSSL and Schannel say so.
        #[cfg(feature = "native-tls")]
        Error::NativeTls(error) if error.to_string().contains("unexpected EOF") => (Kind::BrokenOff, false),
        #[cfg(feature = "native-tls")]
        Error::NativeTls(_) | Error::Der(_) => (Kind::Tls, false),
        Error::ConnectProxyFailed(_) | Error::InvalidProxyUrl => (Kind::Proxy, false),
        // A body that broke off can look damaged to the decoder.
        Error::Decompress(..) => (Kind::BrokenOff, false),
        Error::BodyExceedsLimit(_) => (Kind::BodyTooLong, false),
        _ => (Kind::Other, false),
    }
}

fn read_io(error: &io::Error) -> (NetworkErrorKind, bool) {
    use NetworkErrorKind as Kind;

    if is_lookup_failure(error) {
        return (Kind::HostNotFound, true);
    }
    if has_no_route(error) {
        // A connection that is already made can find that out too.
        return (Kind::Unreachable, false);
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => (Kind::Refused, true),
        io::ErrorKind::AddrNotAvailable => (Kind::Unreachable, true),
        io::ErrorKind::PermissionDenied => (Kind::Unreachable, false),
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::NotConnected
        | io::ErrorKind::TimedOut => (Kind::BrokenOff, false),
        // Errors of HTTP have other types: this is TLS.
        io::ErrorKind::InvalidData => (Kind::Tls, false),
        _ => (Kind::Other, false),
    }
}

/// Whether the system could not look the host up. The standard library has no kind for this: on Unix its
/// message says so, on Windows the code does (`WSAHOST_NOT_FOUND` to `WSANO_DATA`).
fn is_lookup_failure(error: &io::Error) -> bool {
    match error.raw_os_error() {
        Some(code) => cfg!(windows) && (11001..=11004).contains(&code),
        None => error
            .to_string()
            .starts_with("failed to lookup address information"),
    }
}

fn has_no_route(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown
    )
}

/// Whether the proxy wants a user name and a password, or others than those in its URL. ureq has no kind for this, so
/// tests compare the messages.
fn wants_password(cause: &Error, proxy: &Proxy) -> bool {
    match cause {
        Error::ConnectProxyFailed(problem) => problem.contains("responded 407"),
        Error::Io(error) if is_socks(proxy) => {
            let problem = error.to_string();
            ["password authentication failed", "no acceptable auth methods"].contains(&problem.as_str())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_connection_to_a_proxy_is_the_proxys() {
        let kind = |cause, proxy: Option<&str>| {
            let proxy = proxy.map(|url| Proxy::new(url).unwrap());
            let failure = Failure::before_response(cause, proxy.as_ref(), &TlsConfig::default());
            (failure.kind, failure.nothing_was_sent)
        };
        let refused = || Error::Io(io::ErrorKind::ConnectionRefused.into());
        let (http, socks) = (Some("http://host"), Some("socks5://host"));
        assert_eq!(kind(refused(), None), (NetworkErrorKind::Refused, true));
        assert_eq!(kind(refused(), http), (NetworkErrorKind::Proxy, true));
        assert_eq!(kind(Error::HostNotFound, http), (NetworkErrorKind::Proxy, true));
        // The service's name is looked up on this side of the proxy.
        assert_eq!(
            kind(Error::HostNotFound, socks),
            (NetworkErrorKind::HostNotFound, true)
        );
        let timeout = kind(Error::Timeout(Timeout::Connect), http);
        assert_eq!(timeout, (NetworkErrorKind::TimedOut, true));
    }

    #[test]
    fn causes_hold_no_query_and_no_secret() {
        let token = "v4=eyJhbGciOiJIUzI1NiIs";
        let shown = |cause| {
            let mut failure = Failure::before_response(cause, None, &TlsConfig::default());
            failure.redact(&[token.into()]);
            format!("{0} {0:?}", failure.cause)
        };
        let url = "http://127.0.0.1/a?code=s3cret";
        let https_only = shown(Error::RequireHttpsOnly(url.into()));
        assert!(
            https_only.contains("127.0.0.1/a") && !https_only.contains("s3cret"),
            "{https_only}"
        );
        let io = io::Error::other(format!("I sent {token}"));
        for cause in [
            Error::Io(io),
            Error::BadUri(format!("x?t={}", token.replace('=', "%3d"))),
            Error::Other(format!("I sent {token}").into()),
        ] {
            let shown = shown(cause);
            assert!(shown.contains("...") && !shown.contains("eyJ"), "{shown}");
        }
        assert_eq!(shown(Error::HostNotFound), "host not found HostNotFound");
    }
}
