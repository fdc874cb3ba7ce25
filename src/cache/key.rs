//! Under which name an answer is kept.

use ring::digest::{SHA256, digest};
use ureq::http::{HeaderName, Method, Request, header};

/// The format of keys and entries. Another one never meets entries of this one.
const FORMAT: &str = "1";

/// The headers of a request that its answer depends on. Those that carry tokens are none of them.
const VARYING: [HeaderName; 2] = [header::ACCEPT, header::ACCEPT_LANGUAGE];

/// What an answer depends on, as a digest: the method, the URL, the language. So a file of keys does
/// not tell whose matches were looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key([u8; 32]);

impl Key {
    /// `None` for a request that does more than ask.
    pub fn of<B>(request: &Request<B>) -> Option<Self> {
        if request.method() != Method::GET {
            return None;
        }
        let uri = request.uri();
        // The host and the port keep a sandbox apart from the real services. A name and a password
        // before the host would be credentials.
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

    /// As text, for an entry to say whose it is.
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
    fn a_key_tells_apart_what_answers_depend_on() {
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
    fn a_key_does_not_depend_on_who_asks_and_with_what() {
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
    fn only_questions_have_a_key() {
        let request = Request::post("https://host/a").body(()).unwrap();
        assert_eq!(Key::of(&request), None);
    }
}
