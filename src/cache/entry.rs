//! Cache entries: responses in one piece, compressed, with a checksum over all of it.

use std::io::{self, Read, Write};
use std::time::Duration;

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use jiff::{SignedDuration, Timestamp};
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

/// Maximum length of the line before the body, in bytes. Responses have at most 64 KiB of headers.
const MAX_HEAD: u64 = 256 << 10;
/// The time by which the clocks of the processes that share a cache may differ, or be set back.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_hours(24);
/// The age from which the clock must have been wrong when a response was stored.
const ABSURD_AGE: SignedDuration = SignedDuration::from_hours(100 * 365 * 24);

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

    /// Whether the age can be true. If not, the clock was wrong once, or the entry was tampered with.
    pub fn has_plausible_age(&self, now: Timestamp) -> bool {
        let age = now.duration_since(self.stored_at);
        age >= -CLOCK_TOLERANCE && age < ABSURD_AGE
    }

    /// Maximum length of the entry of a response whose body has at most this length. Bytes that do not
    /// compress become a little longer.
    pub fn max_packed(max_body: u64) -> u64 {
        max_body.saturating_add(max_body / 64).saturating_add(MAX_HEAD)
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

    /// Reads an entry's bytes. Returns `None` if they are damaged, belong to another key, are not an entry that
    /// this crate writes, or hold a body of more than `max_body` bytes: no more than that is decompressed.
    pub fn unpack(key: &Key, packed: &[u8], max_body: u64) -> Option<Self> {
        let max_length = max_body.saturating_add(MAX_HEAD);
        let expected = (packed.len() as u64).saturating_mul(6).min(max_length);
        let mut bytes = Vec::with_capacity(usize::try_from(expected).ok()?);
        let mut gzip = GzDecoder::new(packed);
        gzip.by_ref()
            .take(max_length.saturating_add(1))
            .read_to_end(&mut bytes)
            .ok()?;
        // The checksum is checked at the end only.
        if bytes.len() as u64 > max_length || !gzip.into_inner().is_empty() {
            return None;
        }
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        if end as u64 > MAX_HEAD {
            return None;
        }
        let head: Head = serde_json::from_slice(bytes.get(..end)?).ok()?;
        // No other status is cached.
        if head.key != key.to_hex() || head.status != 200 {
            return None;
        }
        let headers: Option<HeaderMap> = head
            .headers
            .iter()
            .map(|(name, value)| {
                let name = HeaderName::try_from(name).ok()?;
                let value = HeaderValue::try_from(value).ok()?;
                CACHED_HEADERS.contains(&name).then_some((name, value))
            })
            .collect();
        bytes.drain(..=end);
        if bytes.len() as u64 > max_body {
            return None;
        }
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

    const MAX_BODY: u64 = 1 << 20;

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
        assert_eq!(
            CachedResponse::unpack(&key("/a"), &packed, MAX_BODY),
            Some(response())
        );
        assert_eq!(CachedResponse::unpack(&key("/b"), &packed, MAX_BODY), None);
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
                let read = CachedResponse::unpack(&key("/a"), &damaged, MAX_BODY);
                assert!(
                    read.is_none_or(|read| read == response()),
                    "byte {index}, bit {bit}"
                );
            }
            assert_eq!(
                CachedResponse::unpack(&key("/a"), &packed[..index], MAX_BODY),
                None
            );
        }
    }

    /// An entry with this line before the body.
    fn entry(head: &str, body: &[u8]) -> Vec<u8> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(head.as_bytes()).unwrap();
        gzip.write_all(b"\n").unwrap();
        gzip.write_all(body).unwrap();
        gzip.finish().unwrap()
    }

    fn head(key: &Key, status: u16, header: &str) -> String {
        let key = key.to_hex();
        format!(
            r#"{{"key":"{key}","status":{status},"stored_at":"2026-01-01T00:00:00Z","headers":[["{header}","x"]]}}"#
        )
    }

    #[test]
    fn a_tampered_entry_is_damaged() {
        let (this, other) = (key("/a"), key("/b"));
        let good = head(&this, 200, "etag");
        let unpack = |packed: &[u8]| CachedResponse::unpack(&this, packed, MAX_BODY);
        assert_eq!(unpack(&entry(&good, b"body")).unwrap().body, b"body");
        for bad in [
            head(&other, 200, "etag"),
            head(&this, 500, "etag"),
            head(&this, 304, "etag"),
            head(&this, 200, "set-cookie"),
            head(&this, 200, "not a name"),
            good.replace("2026-01-01T00:00:00Z", "99999-01-01T00:00:00Z"),
            good.replace("etag", &"e".repeat(MAX_HEAD as usize)),
            String::new(),
        ] {
            assert_eq!(unpack(&entry(&bad, b"body")), None, "{:.200}", bad);
        }
        let mut longer = entry(&good, b"body");
        longer.extend(entry(&good, b"body"));
        assert_eq!(unpack(&longer), None, "bytes after the entry");
    }

    #[test]
    fn no_more_than_the_longest_body_is_decompressed() {
        let this = key("/a");
        let good = head(&this, 200, "etag");
        let of_length = |length: u64| entry(&good, &vec![0; length as usize]);
        let unpack = |packed: &[u8]| CachedResponse::unpack(&this, packed, MAX_BODY);
        assert_eq!(unpack(&of_length(MAX_BODY)).unwrap().body.len() as u64, MAX_BODY);
        assert_eq!(unpack(&of_length(MAX_BODY + 1)), None);
        // 64 MiB in 64 KiB. Without the bound, the checksum at the end would have to be read and accepted.
        assert_eq!(unpack(&of_length(64 << 20)), None);
        let mut endless = of_length(64 << 20);
        endless.truncate(endless.len() / 2);
        assert_eq!(unpack(&endless), None);
    }

    #[test]
    fn an_entry_of_a_body_that_does_not_compress_is_not_too_long() {
        let mut response = response();
        let mut state = 1_u64;
        response.body.resize_with(MAX_BODY as usize, || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 56) as u8
        });
        for content_type in ["application/json", "image/png"] {
            response
                .headers
                .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
            let packed = response.pack(&key("/a")).unwrap();
            assert!(
                packed.len() as u64 <= CachedResponse::max_packed(MAX_BODY),
                "{}",
                packed.len()
            );
            assert_eq!(
                CachedResponse::unpack(&key("/a"), &packed, MAX_BODY),
                Some(response.clone())
            );
        }
    }

    #[test]
    fn the_age_must_be_plausible() {
        let response = response();
        let is_plausible = |hours| {
            let now = response.stored_at + SignedDuration::from_hours(hours);
            response.has_plausible_age(now)
        };
        const YEAR: i64 = 365 * 24;
        assert!([-24, -1, 0, 1, YEAR, 99 * YEAR].into_iter().all(is_plausible));
        assert!(
            ![-25, -YEAR, 100 * YEAR, 1000 * YEAR]
                .into_iter()
                .any(is_plausible)
        );
    }
}
