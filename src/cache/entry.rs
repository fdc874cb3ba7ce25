//! An answer as it is kept: in one piece, compressed, with a checksum over all of it.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ureq::http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::cache::key::Key;

/// The headers that are kept. No other one ever is, so none that carries a token or a cookie.
const KEPT: [HeaderName; 4] = [
    header::CONTENT_TYPE,
    header::ETAG,
    header::LAST_MODIFIED,
    header::DATE,
];

/// An answer that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CachedResponse {
    pub status: u16,
    /// Some of the answer's headers.
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// When the service gave the answer, or last said that it still holds.
    pub stored_at: Timestamp,
}

/// What goes before the body: one line of JSON.
#[derive(Serialize, Deserialize)]
struct Head {
    key: String,
    status: u16,
    stored_at: Timestamp,
    headers: Vec<(String, String)>,
}

impl CachedResponse {
    /// An answer of now; of its headers those are left that may be kept.
    pub fn new(status: u16, headers: &HeaderMap, body: Vec<u8>, now: Timestamp) -> Self {
        let kept = KEPT
            .iter()
            .filter_map(|name| Some((name.clone(), headers.get(name)?.clone())));
        Self {
            status,
            headers: kept.collect(),
            body,
            stored_at: now,
        }
    }

    /// Takes over what the service says anew of an answer that still holds.
    pub fn update_headers(&mut self, headers: &HeaderMap) {
        for name in [header::ETAG, header::LAST_MODIFIED, header::DATE] {
            if let Some(value) = headers.get(&name) {
                self.headers.insert(name, value.clone());
            }
        }
    }

    /// How old it is; `None` where it comes from the future, after the clock was set back.
    pub fn age(&self, now: Timestamp) -> Option<std::time::Duration> {
        now.duration_since(self.stored_at).try_into().ok()
    }

    /// What to keep. The gzip format ends with a checksum.
    pub fn pack(&self, key: &Key) -> std::io::Result<Vec<u8>> {
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
            // Images are compressed already: it would cost time and save nothing.
            Compression::none()
        } else {
            Compression::new(3)
        }
    }

    /// What was kept; `None` where it is damaged, or another request's.
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
    use super::*;
    use ureq::http::Request;

    fn key(path: &str) -> Key {
        Key::of(&Request::get(format!("https://host{path}")).body(()).unwrap()).unwrap()
    }

    fn answer() -> CachedResponse {
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
    fn what_is_packed_comes_back() {
        let packed = answer().pack(&key("/a")).unwrap();
        assert_eq!(CachedResponse::unpack(&key("/a"), &packed), Some(answer()));
        assert_eq!(CachedResponse::unpack(&key("/b"), &packed), None);
        assert!(packed.len() < answer().body.len() / 3, "{}", packed.len());
    }

    #[test]
    fn only_harmless_headers_are_kept() {
        let names: Vec<_> = answer().headers.keys().map(|name| name.to_string()).collect();
        assert_eq!(names, ["content-type", "etag"]);
    }

    #[test]
    fn no_damage_gives_another_answer() {
        let packed = answer().pack(&key("/a")).unwrap();
        for index in 0..packed.len() {
            for bit in 0..8 {
                let mut damaged = packed.clone();
                damaged[index] ^= 1 << bit;
                let read = CachedResponse::unpack(&key("/a"), &damaged);
                assert!(
                    read.is_none_or(|read| read == answer()),
                    "byte {index}, bit {bit}"
                );
            }
            assert_eq!(CachedResponse::unpack(&key("/a"), &packed[..index]), None);
        }
    }
}
