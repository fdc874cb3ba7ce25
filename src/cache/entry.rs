//! Cache entries: responses in one piece, compressed, with a checksum over all of it.

use std::io::{self, Read, Write};
use std::time::Duration;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ureq::http::{HeaderMap, HeaderName, HeaderValue, header};

use super::key::Key;

/// The headers that are cached. No other header is, so none with a token or a cookie.
pub(super) const CACHED_HEADERS: [HeaderName; 4] = [
    header::CONTENT_TYPE,
    header::ETAG,
    header::LAST_MODIFIED,
    header::DATE,
];

/// A cached response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CachedResponse {
    pub status: u16,
    /// Some of the response's headers.
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// When the service sent the response, or last confirmed it.
    pub stored_at: Timestamp,
}

/// One line of JSON before the body.
#[derive(Serialize, Deserialize)]
struct Head {
    key: String,
    status: u16,
    stored_at: Timestamp,
    headers: Vec<(String, String)>,
}

impl CachedResponse {
    /// A response that arrived now. Headers that may not be cached are dropped.
    pub fn new(status: u16, headers: &HeaderMap, body: Vec<u8>, now: Timestamp) -> Self {
        let cached_headers = CACHED_HEADERS
            .iter()
            .filter_map(|name| Some((name.clone(), headers.get(name)?.clone())));
        Self {
            status,
            headers: cached_headers.collect(),
            body,
            stored_at: now,
        }
    }

    /// Adopts the headers with which the service confirmed the response.
    pub fn update_headers(&mut self, headers: &HeaderMap) {
        for name in [header::ETAG, header::LAST_MODIFIED, header::DATE] {
            if let Some(value) = headers.get(&name) {
                self.headers.insert(name, value.clone());
            }
        }
    }

    /// The response's age; `None` if it comes from the future, because the clock was set back.
    pub fn age(&self, now: Timestamp) -> Option<Duration> {
        now.duration_since(self.stored_at).try_into().ok()
    }

    /// Returns the entry's bytes. The gzip format ends with a checksum.
    pub fn pack(&self, key: &Key) -> io::Result<Vec<u8>> {
        let headers = self.headers.iter().filter_map(|(name, value)| {
            let value = value.to_str().ok()?;
            Some((name.as_str().to_owned(), value.to_owned()))
        });
        let head = Head {
            key: key.to_hex(),
            status: self.status,
            stored_at: self.stored_at,
            headers: headers.collect(),
        };
        let mut gzip = GzEncoder::new(Vec::new(), self.compression());
        serde_json::to_writer(&mut gzip, &head)?;
        gzip.write_all(b"\n")?;
        gzip.write_all(&self.body)?;
        gzip.finish()
    }

    fn compression(&self) -> Compression {
        let content_type = self.headers.get(header::CONTENT_TYPE);
        let is_image = content_type.is_some_and(|value| value.as_bytes().starts_with(b"image/"));
        if is_image {
            // Images are compressed already: compressing them again would cost time and save nothing.
            Compression::none()
        } else {
            Compression::new(3)
        }
    }

    /// Reads an entry's bytes. Returns `None` if they are damaged or belong to another key.
    pub fn unpack(key: &Key, packed: &[u8]) -> Option<Self> {
        let mut bytes = Vec::with_capacity(packed.len().saturating_mul(6));
        GzDecoder::new(packed).read_to_end(&mut bytes).ok()?;
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let head: Head = serde_json::from_slice(bytes.get(..end)?).ok()?;
        if head.key != key.to_hex() {
            return None;
        }
        let headers: Option<HeaderMap> = head
            .headers
            .iter()
            .map(|(name, value)| {
                let name = HeaderName::try_from(name).ok()?;
                Some((name, HeaderValue::try_from(value).ok()?))
            })
            .collect();
        bytes.drain(..=end);
        Some(Self {
            status: head.status,
            headers: headers?,
            body: bytes,
            stored_at: head.stored_at,
        })
    }
}

#[cfg(test)]
mod tests {
    use ureq::http::Request;

    use super::*;

    fn key(path: &str) -> Key {
        Key::of(&Request::get(format!("https://host{path}")).body(()).unwrap()).unwrap()
    }

    fn response() -> CachedResponse {
        let headers = [
            ("content-type", "application/json"),
            ("etag", "\"abc\""),
            ("set-cookie", "session=secret"),
            ("x-343-authorization-spartan", "v4=secret"),
        ];
        let headers = headers.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        let body = b"{\"Kills\": 10,\n \"Deaths\": 5}".repeat(50);
        CachedResponse::new(200, &HeaderMap::from_iter(headers), body, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn packing_and_unpacking_returns_the_same_response() {
        let packed = response().pack(&key("/a")).unwrap();
        assert_eq!(CachedResponse::unpack(&key("/a"), &packed), Some(response()));
        assert_eq!(CachedResponse::unpack(&key("/b"), &packed), None);
        assert!(packed.len() < response().body.len() / 3, "{}", packed.len());
    }

    #[test]
    fn headers_with_secrets_are_not_cached() {
        let names: Vec<_> = response().headers.keys().map(|name| name.to_string()).collect();
        assert_eq!(names, ["content-type", "etag"]);
    }

    #[test]
    fn a_damaged_entry_never_returns_another_response() {
        let packed = response().pack(&key("/a")).unwrap();
        for index in 0..packed.len() {
            for bit in 0..8 {
                let mut damaged = packed.clone();
                damaged[index] ^= 1 << bit;
                let read = CachedResponse::unpack(&key("/a"), &damaged);
                assert!(
                    read.is_none_or(|read| read == response()),
                    "byte {index}, bit {bit}"
                );
            }
            assert_eq!(CachedResponse::unpack(&key("/a"), &packed[..index]), None);
        }
    }
}
