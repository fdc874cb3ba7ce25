//! From an answer to what becomes of it.

use super::fault::Fault;
use super::head::{closed_head, endless_head, filler, open_head};
use super::play::{OffScript, Play, Step};
use super::twist::{End, Revoked, Twist};
use super::{gzip, json};
use crate::rng::Rng;
use crate::tokens::Kind;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::response::Parts;
use axum::http::{HeaderValue, Response};
use std::time::Duration;

/// What bodies without meaning are made of, piece by piece. Readers of JSON take spaces without end.
const SPACES: &[u8] = &[b' '; 8192];

impl Fault {
    /// The tokens that are revoked before the request is served.
    pub(crate) fn revokes(&self) -> Option<Kind> {
        match self.twist {
            Twist::Revoke(Revoked::Spartan) => Some(Kind::Spartan),
            Twist::Revoke(Revoked::User) => Some(Kind::User),
            _ => None,
        }
    }

    /// What is to be answered instead of the sandbox's own answer.
    pub(crate) fn canned(&self) -> Option<Response<Body>> {
        self.answer.as_ref().map(|answer| answer.to_response())
    }

    pub(crate) fn delay_before(&self) -> Duration {
        self.delay
    }

    /// Whether it has to read the answer, which must not be compressed then.
    pub(crate) fn reads(&self) -> bool {
        matches!(
            self.twist,
            Twist::Rewrite(_) | Twist::GarbageInside | Twist::BrokenGzip
        )
    }

    /// What becomes of the answer.
    pub(crate) async fn spoil(self, answer: Response<Body>) -> Result<Response<Body>, OffScript> {
        let (mut parts, body) = answer.into_parts();
        // The answer is in memory: reading it cannot fail.
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        let play = |steps, end| Err(OffScript(Play::new(steps, end)));
        match self.twist {
            Twist::None | Twist::Revoke(_) => Ok(Response::from_parts(parts, body.into())),
            Twist::ContentType(content_type) => {
                parts.headers.insert(CONTENT_TYPE, content_type);
                Ok(Response::from_parts(parts, body.into()))
            }
            Twist::Rewrite(style) => {
                let (body, is_stand_in) = json::rewrite(&body, style);
                if is_stand_in {
                    let content_type = HeaderValue::from_static("application/json; charset=utf-8");
                    parts.headers.insert(CONTENT_TYPE, content_type);
                }
                Ok(with_body(parts, body.into()))
            }
            Twist::GarbageInside => Ok(with_body(parts, garbage_inside(&body).into())),
            Twist::BrokenGzip => {
                parts
                    .headers
                    .insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                Ok(with_body(parts, gzip::broken(&body).into()))
            }
            Twist::GzipBomb { inflated } => {
                parts
                    .headers
                    .insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                Ok(with_body(parts, Body::new(gzip::Bomb::new(inflated))))
            }
            Twist::Lost(end) => play(Vec::new(), end),
            Twist::Garbage { bytes } => play(vec![Step::Send(garbage(bytes).into())], End::Close),
            Twist::CutOff { after, end } => {
                // One byte at least is announced and not sent, even of an empty body.
                let announced = body.len().max(1);
                let sent = body.slice(..after.min(body.len().saturating_sub(1)));
                play(vec![closed_head(parts, announced as u64), Step::Send(sent)], end)
            }
            Twist::Drip { bytes, every } => {
                let head = closed_head(parts, body.len() as u64);
                let drip = Step::Drip {
                    bytes: body,
                    piece: bytes,
                    pause: every,
                };
                play(vec![head, drip], End::Close)
            }
            Twist::DripForever { bytes, every } => {
                let drip = Step::DripForever {
                    bytes: chunk(&vec![b' '; bytes]),
                    pause: every,
                };
                play(vec![endless_head(parts), drip], End::Close)
            }
            Twist::EndlessBody => play(vec![endless_head(parts), repeat(chunk(SPACES), None)], End::Close),
            Twist::HugeLength { announced } => {
                parts.headers.remove(CONTENT_ENCODING);
                let spaces = repeat(Bytes::from_static(SPACES), Some(announced));
                play(vec![closed_head(parts, announced), spaces], End::Close)
            }
            Twist::HugeHeaders { bytes } => {
                parts
                    .headers
                    .insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
                let blank = Step::Send(Bytes::from_static(b"\r\n"));
                play(
                    vec![open_head(&parts), filler(Some(bytes)), blank, Step::Send(body)],
                    End::Close,
                )
            }
            Twist::EndlessHeaders => play(vec![open_head(&parts), filler(None)], End::Close),
        }
    }
}

/// An answer with a body of another length than before.
fn with_body(mut parts: Parts, body: Body) -> Response<Body> {
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, body)
}

fn repeat(bytes: Bytes, total: Option<u64>) -> Step {
    Step::Repeat { bytes, total }
}

/// A piece of a chunked body. An empty one would be its end.
fn chunk(bytes: &[u8]) -> Bytes {
    let mut chunk = format!("{:x}\r\n", bytes.len()).into_bytes();
    chunk.extend_from_slice(bytes);
    chunk.extend_from_slice(b"\r\n");
    chunk.into()
}

/// Bytes that look like nothing, the same every time.
fn garbage(bytes: usize) -> Vec<u8> {
    let mut rng = Rng::for_subject(0, "garbage");
    // No byte that could begin a status line or a blank one, so that it is no HTTP from the first byte on.
    (0..bytes).map(|_| 0x80 | rng.next() as u8).collect()
}

fn garbage_inside(body: &[u8]) -> Vec<u8> {
    let mut body = body.to_vec();
    let (from, to) = (body.len() / 3, body.len() - body.len() / 3);
    body.splice(from..to, garbage(to - from));
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn garbage_keeps_the_length_and_both_ends() {
        let spoilt = garbage_inside(b"aaabbbccc");
        assert_eq!(
            (&spoilt[..3], &spoilt[6..], spoilt.len()),
            (&b"aaa"[..], &b"ccc"[..], 9)
        );
        assert!(spoilt[3..6].iter().all(|byte| !byte.is_ascii()));
        assert_eq!(garbage_inside(b""), b"");
        assert_eq!(garbage_inside(b"a").len(), 1);
    }
}
