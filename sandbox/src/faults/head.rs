//! The heads of responses that bypass the HTTP library.

use super::raw::Step;
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

/// A complete head that announces this body length.
pub(super) fn complete_head(mut parts: Parts, length: u64) -> Step {
    parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    complete(&parts)
}

/// A complete head for a chunked body without end.
pub(super) fn endless_head(mut parts: Parts) -> Step {
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.remove(CONTENT_ENCODING);
    parts
        .headers
        .insert(TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
    complete(&parts)
}

fn complete(parts: &Parts) -> Step {
    let mut head = lines(parts);
    head.extend_from_slice(b"\r\n");
    Step::Send(head.into())
}

/// An incomplete head: more lines and a blank one must follow.
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

/// Header lines of this many bytes in total, or without end.
pub(super) fn filler(bytes: Option<u64>) -> Step {
    let line = FILLER.len() as u64;
    Step::Repeat {
        // Many lines per write, for speed.
        bytes: FILLER.repeat(64).into(),
        total: bytes.map(|bytes| bytes.div_ceil(line).saturating_mul(line)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filler_is_a_valid_header_line() {
        let line = std::str::from_utf8(&FILLER).expect("ASCII");
        let (name, value) = line
            .strip_suffix("\r\n")
            .and_then(|line| line.split_once(": "))
            .expect("a header");
        assert_eq!((name, value.len()), ("xxxxxxxx", 116));
    }
}
