//! The heads of answers that do not go through HTTP's own machinery.

use super::play::Step;
use axum::http::HeaderValue;
use axum::http::header::{CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, TRANSFER_ENCODING};
use axum::http::response::Parts;

/// A header line of 128 bytes.
const FILLER: [u8; 128] = {
    let mut line = [b'x'; 128];
    line[8] = b':';
    line[9] = b' ';
    line[126] = b'\r';
    line[127] = b'\n';
    line
};

/// A head that announces a body of that length.
pub(super) fn closed_head(mut parts: Parts, length: u64) -> Step {
    parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    closed(&parts)
}

/// For a chunked body of spaces that knows no end.
pub(super) fn endless_head(mut parts: Parts) -> Step {
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.remove(CONTENT_ENCODING);
    parts
        .headers
        .insert(TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
    closed(&parts)
}

fn closed(parts: &Parts) -> Step {
    let mut head = lines(parts);
    head.extend_from_slice(b"\r\n");
    Step::Send(head.into())
}

/// A head that more lines follow, and then a blank one.
pub(super) fn open_head(parts: &Parts) -> Step {
    Step::Send(lines(parts).into())
}

fn lines(parts: &Parts) -> Vec<u8> {
    let reason = parts.status.canonical_reason().unwrap_or_default();
    let mut head = format!("HTTP/1.1 {} {reason}\r\n", parts.status.as_u16()).into_bytes();
    let headers = parts.headers.iter().filter(|(name, _)| *name != CONNECTION);
    for (name, value) in headers {
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"connection: close\r\n");
    head
}

/// More header lines: those that fill so many bytes, or without end.
pub(super) fn filler(bytes: Option<u64>) -> Step {
    let line = FILLER.len() as u64;
    Step::Repeat {
        // Many at once, for speed.
        bytes: FILLER.repeat(64).into(),
        total: bytes.map(|bytes| bytes.div_ceil(line).saturating_mul(line)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filler_is_a_header_line() {
        let line = std::str::from_utf8(&FILLER).expect("ASCII");
        let (name, value) = line
            .strip_suffix("\r\n")
            .and_then(|line| line.split_once(": "))
            .expect("a header");
        assert_eq!((name, value.len()), ("xxxxxxxx", 116));
    }
}
