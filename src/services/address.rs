//! Addresses of files, which responses of the services hold.

use percent_encoding::percent_decode_str;

use crate::http::{PreparedRequest, is_this_machine};
use crate::types::{Endpoint, Service};

/// The address of a file: a path of the blob service, or of another host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// Scheme and host, unless the host is the blob service's.
    pub base: Option<String>,
    /// The path's segments, decoded.
    pub path: Vec<String>,
}

impl Address {
    /// Parses a URL. Addresses come over the network, so only plain ones are allowed. The error is the problem, and
    /// does not quote the URL: its query may be a signature.
    pub fn of(url: &str) -> Result<Self, &'static str> {
        const NOT_ABSOLUTE: &str = "is not an absolute URL";
        let (scheme, rest) = url.split_once("://").ok_or(NOT_ABSOLUTE)?;
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        if rest.contains(['?', '#']) {
            return Err("has a query or a fragment");
        }
        if authority.contains('@') {
            return Err("has a user name");
        }
        let origin = format!("{scheme}://{authority}");
        let uri: ureq::http::Uri = origin.parse().map_err(|_| NOT_ABSOLUTE)?;
        let host = uri.host().filter(|host| !host.is_empty());
        let host = host.ok_or("has no host")?;
        let is_https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err("is neither http nor https"),
        };
        let is_usual_port = matches!((uri.port_u16(), is_https), (None, _) | (Some(443), true));
        let base = if host.eq_ignore_ascii_case(Service::Blobs.host()) && is_usual_port {
            None
        } else if is_https || is_this_machine(host) {
            Some(origin)
        } else {
            return Err("is plain http to another machine: only https is allowed");
        };
        let path: Vec<String> = path
            .split('/')
            .map(|segment| percent_decode_str(segment).decode_utf8().map(String::from))
            .collect::<Result<_, _>>()
            .map_err(|_| "has a path that is not UTF-8")?;
        if path
            .iter()
            .any(|segment| matches!(segment.as_str(), "" | "." | ".."))
        {
            return Err("has an empty, `.` or `..` segment");
        }
        Ok(Self { base, path })
    }

    /// A request for the file, to an endpoint of the blob service.
    pub fn request(self, endpoint: &'static Endpoint) -> PreparedRequest {
        let mut request = PreparedRequest::new(endpoint, [String::new()]);
        request.base = self.base;
        request.path = self.path;
        request
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_blob_service_has_no_base() {
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
    fn other_hosts_need_https_or_are_this_machine() {
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
    fn other_addresses_are_refused() {
        for (url, problem) in [
            ("http://example.com/x", "only https"),
            ("http://10.0.0.1/x", "only https"),
            (
                "http://blobs-infiniteugc.svc.halowaypoint.com:8080/x",
                "only https",
            ),
            ("file:///etc/passwd", "not an absolute URL"),
            ("ftp://example.com/x", "neither http nor https"),
            ("/ugcstorage/film/x", "not an absolute URL"),
            ("https:///x", "not an absolute URL"),
            ("https://user:word@example.com/x", "a user name"),
            ("https://example.com/x?y", "a query"),
            ("https://example.com?y/x", "a query"),
            ("https://example.com/x#y", "a query or a fragment"),
            ("https://exa mple.com/x", "not an absolute URL"),
            ("https://example.com/%ff", "not UTF-8"),
            ("https://example.com/a//b", "segment"),
            ("https://example.com/a/%2e%2e/b", "segment"),
            ("", "not an absolute URL"),
        ] {
            let error = Address::of(url).unwrap_err();
            assert!(error.contains(problem), "{url}: {error}");
        }
    }
}
