//! The head of a visitor's request.

use crate::types::Secret;

/// Maximum length of a request head, in bytes. A browser sends the cookies of all programs on `localhost`.
pub(super) const MAX_HEAD: usize = 256 << 10;

/// A request whose head was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Request {
    /// The target of a GET request.
    Get(Secret),
    /// The status for any other request.
    Refused(&'static str),
}

/// The request in a head; `None` if the head is not complete. No end of the head is before this place.
pub(super) fn request(head: &[u8], before: usize) -> Option<Request> {
    // Empty lines may precede a request.
    let start = head.iter().position(|byte| !matches!(byte, b'\r' | b'\n'));
    let start = start.unwrap_or(head.len());
    // HTTP methods are in capitals: TLS and other protocols are not.
    if head.get(start).is_some_and(|byte| !byte.is_ascii_uppercase()) {
        return Some(Request::Refused("400 Bad Request"));
    }
    let end = head.get(before.max(start)..)?;
    if end.windows(4).any(|window| window == b"\r\n\r\n") {
        return Some(request_line(head.get(start..)?));
    }
    (head.len() >= MAX_HEAD).then_some(Request::Refused("431 Request Header Fields Too Large"))
}

/// Reads the request line. The other lines do not matter, however many there are.
fn request_line(head: &[u8]) -> Request {
    let line = head.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let line = str::from_utf8(line).unwrap_or_default();
    let mut parts = line.split(' ');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(method), Some(target), Some("HTTP/1.1" | "HTTP/1.0"), None) if !target.is_empty() => {
            match method {
                "GET" => Request::Get(target.into()),
                _ => Request::Refused("405 Method Not Allowed"),
            }
        }
        _ => Request::Refused("400 Bad Request"),
    }
}

/// The target in the head of a GET request.
#[cfg(fuzzing)]
pub(in crate::auth) fn request_target(head: &[u8]) -> Option<String> {
    match request(head, 0)? {
        Request::Get(target) => Some(target.into()),
        Request::Refused(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read_to_their_end() {
        let get = |target: &str| Some(Request::Get(target.into()));
        let bad = || Some(Request::Refused("400 Bad Request"));
        let long = || [b"GET / HTTP/1.1\r\nCookie: ".as_slice(), &[b'x'; MAX_HEAD]].concat();
        for (head, expected) in [
            (b"".as_slice(), None),
            (b"\r\n\r\n", None),
            (b"G", None),
            (b"GET / HTTP/1.1\r\nHost: x\r\n", None),
            (b"GET /?a=b HTTP/1.1\r\n\r\n", get("/?a=b")),
            (b"\r\nGET / HTTP/1.0\r\nHost: x\r\n\r\nrest", get("/")),
            (&[&long(), b"\r\n\r\n".as_slice()].concat(), get("/")),
            (
                &long(),
                Some(Request::Refused("431 Request Header Fields Too Large")),
            ),
            (
                &[b'\n'; MAX_HEAD],
                Some(Request::Refused("431 Request Header Fields Too Large")),
            ),
            (
                b"POST / HTTP/1.1\r\n\r\n",
                Some(Request::Refused("405 Method Not Allowed")),
            ),
            (b"get / HTTP/1.1", bad()),
            (b"\x16\x03\x01\x02\x00\x01", bad()),
            (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", bad()),
            (b"GET / HTTP/1.1 x\r\n\r\n", bad()),
            (b"GET  HTTP/1.1\r\n\r\n", bad()),
            (b"GET\r\n\r\n", bad()),
            (b"GET /\xff HTTP/1.1\r\n\r\n", bad()),
        ] {
            let shown = String::from_utf8_lossy(&head[..head.len().min(50)]);
            assert_eq!(request(head, 0), expected, "{shown}");
        }
        // In each two pieces.
        let head = b"GET /in HTTP/1.1\r\n\r\n";
        for length in 0..head.len() {
            assert_eq!(request(&head[..length], 0), None, "{length}");
            assert_eq!(request(head, length.saturating_sub(3)), get("/in"), "{length}");
        }
    }
}
