//! Cache keys.

use ring::digest::{SHA256, digest};
use ureq::http::{HeaderName, Method, Request, header};

/// The format of keys and entries. It is part of each key, so that a later format never reads older entries.
const FORMAT: &str = "1";

/// The request headers that the response depends on. Headers with tokens are not among them.
const VARYING: [HeaderName; 2] = [header::ACCEPT, header::ACCEPT_LANGUAGE];

/// A digest of the method, the URL, the content type and the language. It is a digest so that the
/// database does not reveal which players were looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key([u8; 32]);

impl Key {
    /// The key of a request; `None` for any method but GET.
    pub fn of<B>(request: &Request<B>) -> Option<Self> {
        if request.method() != Method::GET {
            return None;
        }
        let uri = request.uri();
        // The host and the port distinguish a sandbox from the real services. A user name and a password
        // before the host are left out: they are credentials.
        let scheme = uri.scheme_str()?;
        let host = uri.host()?.to_ascii_lowercase();
        let port = uri.port_u16().map(|port| format!(":{port}")).unwrap_or_default();
        let path = uri.path_and_query()?;
        let mut text = format!("{FORMAT}\nGET {scheme}://{host}{port}{path}\n");
        for name in &VARYING {
            let value = request.headers().get(name).map(|value| value.to_str());
            text += &value.transpose().ok()?.unwrap_or_default().to_ascii_lowercase();
            text.push('\n');
        }
        let bytes = digest(&SHA256, text.as_bytes());
        bytes.as_ref().try_into().ok().map(Self)
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key as text, which each entry repeats.
    pub fn to_hex(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(url: &str, headers: &[(&str, &str)]) -> Key {
        let mut request = Request::get(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Key::of(&request.body(()).unwrap()).unwrap()
    }

    #[test]
    fn method_url_and_language_make_the_key() {
        let keys = [
            key("https://host/a", &[]),
            key("http://host/a", &[]),
            key("https://host:8080/a", &[]),
            key("https://other/a", &[]),
            key("https://host/a/", &[]),
            key("https://host/A", &[]),
            key("https://host/a?b=c", &[]),
            key("https://host/a", &[("accept-language", "fr-FR")]),
            key("https://host/a", &[("accept-language", "de-DE")]),
            key("https://host/a", &[("accept", "application/json")]),
        ];
        for (index, first) in keys.iter().enumerate() {
            assert!(keys[index + 1..].iter().all(|second| first != second), "{index}");
        }
    }

    #[test]
    fn the_key_does_not_depend_on_credentials_or_the_user_agent() {
        let plain = key("https://host/a", &[("accept-language", "fr-FR")]);
        for other in [
            key("https://HOST/a", &[("accept-language", "FR-fr")]),
            key("https://name:password@host/a", &[("accept-language", "fr-FR")]),
            key(
                "https://host/a",
                &[
                    ("accept-language", "fr-FR"),
                    ("x-343-authorization-spartan", "v4=secret"),
                    ("343-clearance", "clearance"),
                    ("user-agent", "a program"),
                ],
            ),
        ] {
            assert_eq!(plain, other);
        }
    }

    #[test]
    fn only_get_requests_have_a_key() {
        let request = Request::post("https://host/a").body(()).unwrap();
        assert_eq!(Key::of(&request), None);
    }
}
