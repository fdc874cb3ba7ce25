//! The base URLs of the services.

use std::sync::Arc;

use crate::types::{ArgumentError, Service};

/// The base URLs of the services: the real hosts, or one base URL for all, as in a sandbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// `None` for production.
    base: Option<Arc<str>>,
}

impl Environment {
    /// The real services, each on its own host, over HTTPS.
    pub fn production() -> Self {
        Self::default()
    }

    /// All services behind one base URL, each under its own prefix: `{base}/stats/hi/…`.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] unless the base is an `http` or `https` URL with a host and without
    /// query or fragment.
    pub fn at(base: &str) -> Result<Self, ArgumentError> {
        let base = base.trim_end_matches('/');
        // A base with a user name or a query is not quoted: it may hold a password or a token.
        if base.contains('@') {
            let problem = "a user name or password is not allowed in the base URL";
            return Err(ArgumentError::new("environment", problem));
        }
        if base.contains(['?', '#']) {
            let problem = "a query or fragment is not allowed in the base URL";
            return Err(ArgumentError::new("environment", problem));
        }
        let uri: ureq::http::Uri = base.parse().map_err(|_| invalid(base))?;
        let host = uri.host().unwrap_or_default();
        if !matches!(uri.scheme_str(), Some("http" | "https")) || host.is_empty() {
            return Err(invalid(base));
        }
        if uri.scheme_str() == Some("http") && !is_this_machine(host) {
            return Err(ArgumentError::new(
                "environment",
                format!(
                    "`{base}` would send tokens over the network in the clear: use https, or http on this machine"
                ),
            ));
        }
        Ok(Self {
            base: Some(base.into()),
        })
    }

    /// The URL that a service's paths are appended to, without a slash at its end.
    pub fn base_url(&self, service: Service) -> String {
        match &self.base {
            None => format!("https://{}", service.host()),
            Some(base) => format!("{base}/{}", service.name()),
        }
    }
}

pub(crate) fn is_this_machine(host: &str) -> bool {
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<std::net::IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

fn invalid(base: &str) -> ArgumentError {
    ArgumentError::new(
        "environment",
        format!("`{base}` is not a base URL such as http://127.0.0.1:8080"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_have_their_hosts_in_production_and_a_prefix_elsewhere() {
        let production = Environment::production();
        assert_eq!(
            production.base_url(Service::Stats),
            "https://halostats.svc.halowaypoint.com"
        );
        let sandbox = Environment::at("http://127.0.0.1:8080/").unwrap();
        assert_eq!(
            sandbox.base_url(Service::XstsAuth),
            "http://127.0.0.1:8080/xsts.auth"
        );
    }

    #[test]
    fn tokens_do_not_leave_this_machine_in_the_clear() {
        for base in [
            "http://example.com",
            "http://10.0.0.1:80",
            "http://localhost.example.com",
            "http://[2001:db8::1]",
        ] {
            let error = Environment::at(base).unwrap_err().to_string();
            assert!(error.contains("in the clear"), "{error}");
        }
        for base in [
            "http://localhost:1",
            "http://127.1.2.3",
            "http://[::1]:8080",
            "https://example.com/halo",
        ] {
            assert!(Environment::at(base).is_ok(), "{base}");
        }
    }

    #[test]
    fn a_password_is_refused_and_not_shown() {
        for (base, problem) in [
            ("https://user:s3cret@example.com", "password"),
            ("https://user:s3cret@exam ple.com", "password"),
            ("https://user:1?s3cret@example.com", "password"),
            ("https://example.com/?code=s3cret", "query"),
            ("ftp:example.com#s3cret", "fragment"),
        ] {
            let error = Environment::at(base).unwrap_err().to_string();
            assert!(error.contains(problem) && !error.contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for base in [
            "",
            "127.0.0.1:8080",
            "ftp://host",
            "http://",
            "https://host/?a=b",
            "https://host/#x",
            "http://a b",
        ] {
            assert!(Environment::at(base).is_err(), "{base:?}");
        }
    }
}
