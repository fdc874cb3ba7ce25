//! Where a manifest says that a chunk is.

use percent_encoding::percent_decode_str;

use crate::environment::{Service, is_this_machine};
use crate::error::ArgumentError;

/// The address of a chunk: a path of the blob service, or of another host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Scheme and host where that is not the blob service's.
    pub base: Option<String>,
    /// The path's segments, decoded.
    pub path: Vec<String>,
}

impl Address {
    /// Takes a URL apart. Manifests come over the network: what is no plain address is refused.
    pub fn of(url: &str) -> Result<Self, ArgumentError> {
        let refused = |problem: &str| {
            ArgumentError::new(
                "film",
                format!("its chunk's address `{}` {problem}", url.escape_debug()),
            )
        };
        let (scheme, rest) = url
            .split_once("://")
            .ok_or_else(|| refused("is no absolute URL"))?;
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        if rest.contains(['?', '#']) {
            return Err(refused("has a query or a fragment"));
        }
        if authority.contains('@') {
            return Err(refused("has a user name"));
        }
        let origin = format!("{scheme}://{authority}");
        let uri: ureq::http::Uri = origin.parse().map_err(|_| refused("is no absolute URL"))?;
        let host = uri.host().filter(|host| !host.is_empty());
        let host = host.ok_or_else(|| refused("has no host"))?;
        let is_https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(refused("is neither http nor https")),
        };
        let is_usual_port = matches!((uri.port_u16(), is_https), (None, _) | (Some(443), true));
        let base = if host.eq_ignore_ascii_case(Service::Blobs.host()) && is_usual_port {
            None
        } else if is_https || is_this_machine(host) {
            Some(origin)
        } else {
            return Err(refused(
                "is plain http to another machine: only https is followed",
            ));
        };
        let path = path
            .split('/')
            .map(|segment| percent_decode_str(segment).decode_utf8().map(String::from))
            .collect::<Result<_, _>>()
            .map_err(|_| refused("has a path that is no UTF-8"))?;
        Ok(Self { base, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_blob_services_host_is_the_service() {
        for origin in [
            "https://blobs-infiniteugc.svc.halowaypoint.com",
            "https://BLOBS-infiniteugc.svc.halowaypoint.com:443",
            "http://blobs-infiniteugc.svc.halowaypoint.com",
        ] {
            let address = Address::of(&format!("{origin}/ugcstorage/film/a%20b/filmChunk0")).unwrap();
            assert_eq!(address.base, None, "{origin}");
            assert_eq!(address.path, ["ugcstorage", "film", "a b", "filmChunk0"]);
        }
    }

    #[test]
    fn other_hosts_are_asked_over_https_or_on_this_machine() {
        for origin in [
            "https://example.com",
            "https://blobs-infiniteugc.svc.halowaypoint.com:8443",
            "https://blobs-infiniteugc.svc.halowaypoint.com.example.com",
            "http://127.0.0.1:8080",
            "http://[::1]:8080",
        ] {
            let address = Address::of(&format!("{origin}/x")).unwrap();
            assert_eq!(address.base.as_deref(), Some(origin));
        }
    }

    #[test]
    fn what_is_no_plain_address_is_refused() {
        for (url, problem) in [
            ("http://example.com/x", "only https"),
            ("http://10.0.0.1/x", "only https"),
            (
                "http://blobs-infiniteugc.svc.halowaypoint.com:8080/x",
                "only https",
            ),
            ("file:///etc/passwd", "no absolute URL"),
            ("ftp://example.com/x", "neither http nor https"),
            ("/ugcstorage/film/x", "no absolute URL"),
            ("https:///x", "no absolute URL"),
            ("https://user:word@example.com/x", "a user name"),
            ("https://example.com/x?y", "a query"),
            ("https://example.com?y/x", "a query"),
            ("https://example.com/x#y", "a query or a fragment"),
            ("https://exa mple.com/x", "no absolute URL"),
            ("https://example.com/%ff", "no UTF-8"),
            ("", "no absolute URL"),
        ] {
            let error = Address::of(url).unwrap_err().to_string();
            assert!(error.contains(problem), "{url}: {error}");
        }
    }
}
