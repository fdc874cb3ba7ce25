//! The registered apps: one of each type.

use crate::authority::Authority;
use axum::http::Uri;

/// The type of an app's registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Registration {
    /// *Web*: has a secret and redirects to `https://localhost`.
    Confidential,
    /// *Mobile and desktop*: has no secret and redirects to a listener on this machine.
    Public,
}

/// An app at one authority. Codes and refresh tokens are bound to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Client {
    pub(crate) authority: Authority,
    pub(crate) registration: Registration,
}

impl Registration {
    /// The name on the consent page.
    pub(crate) fn display_name(self) -> &'static str {
        match self {
            Self::Confidential => "Sandbox web app",
            Self::Public => "Sandbox desktop app",
        }
    }

    pub(crate) fn may_redirect_to(self, uri: &str) -> bool {
        match self {
            Self::Confidential => uri == "https://localhost",
            Self::Public => is_loopback(uri),
        }
    }
}

/// `http://localhost` or `http://127.0.0.1`, with any port and path. Everything that could hide another host is
/// invalid.
fn is_loopback(uri: &str) -> bool {
    // `Uri` drops a fragment silently.
    if uri.contains('#') {
        return false;
    }
    let Ok(parsed) = uri.parse::<Uri>() else {
        return false;
    };
    let Some(authority) = parsed.authority().filter(|_| parsed.scheme_str() == Some("http")) else {
        return false;
    };
    let host = authority.host();
    let port = authority.port_u16();
    let whole = port.map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    matches!(host, "localhost" | "127.0.0.1") && authority.as_str() == whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_app_redirects_to_this_machine_only() {
        for valid in [
            "http://localhost",
            "http://localhost/",
            "http://localhost:49152",
            "http://127.0.0.1:8080/signed-in?from=here",
        ] {
            assert!(Registration::Public.may_redirect_to(valid), "{valid}");
        }
        for invalid in [
            "",
            "/",
            "localhost",
            "https://localhost",
            "http://localhost.example.com/",
            "http://localhost@example.com/",
            "http://example.com@localhost/",
            "http://localhost:/",
            "http://localhost:99999/",
            "http://[::1]/",
            "http://localhost/#fragment",
        ] {
            assert!(!Registration::Public.may_redirect_to(invalid), "{invalid}");
        }
    }

    #[test]
    fn the_confidential_app_has_one_redirect_uri() {
        let app = Registration::Confidential;
        assert!(app.may_redirect_to("https://localhost"));
        assert!(!app.may_redirect_to("http://localhost"));
        assert!(!app.may_redirect_to("https://localhost:8443"));
    }
}
