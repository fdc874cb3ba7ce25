//! Applies faults to responses.

use super::effect::{Effect, End, Revoked};
use super::fault::Fault;
use super::head::{complete_head, endless_head, filler, open_head};
use super::raw::{NotHttp, RawResponse, Step};
use super::{gzip, json};
use crate::rng::Rng;
use crate::tokens::Kind;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::response::Parts;
use axum::http::{HeaderValue, Response};
use std::time::Duration;

/// The filler of bodies. JSON parsers skip spaces without end.
const SPACES: &[u8] = &[b' '; 8192];

impl Fault {
    /// The tokens that are revoked before the request is served.
    pub(crate) fn revokes(&self) -> Option<Kind> {
        match self.effect {
            Effect::Revoke(Revoked::Spartan) => Some(Kind::Spartan),
            Effect::Revoke(Revoked::User) => Some(Kind::User),
            _ => None,
        }
    }

    /// The response that replaces the sandbox's own.
    pub(crate) fn canned(&self) -> Option<Response<Body>> {
        self.answer.as_ref().map(|answer| answer.to_response())
    }

    pub(crate) fn delay_before(&self) -> Duration {
        self.delay
    }

    /// Whether the fault reads the body, which must not be compressed then.
    pub(crate) fn reads(&self) -> bool {
        matches!(
            self.effect,
            Effect::Rewrite(_) | Effect::GarbageInside | Effect::BrokenGzip
        )
    }

    /// Applies the fault to a response.
    pub(crate) async fn apply(self, answer: Response<Body>) -> Result<Response<Body>, NotHttp> {
        let (mut parts, body) = answer.into_parts();
        // The body is in memory: reading it cannot fail.
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        let raw = |steps, end| Err(NotHttp(RawResponse::new(steps, end)));
        match self.effect {
            Effect::None | Effect::Revoke(_) => Ok(Response::from_parts(parts, body.into())),
            Effect::ContentType(content_type) => {
                parts.headers.insert(CONTENT_TYPE, content_type);
                Ok(Response::from_parts(parts, body.into()))
            }
            Effect::Rewrite(style) => {
                let (body, is_stand_in) = json::rewrite(&body, style);
                if is_stand_in {
                    let content_type = HeaderValue::from_static("application/json; charset=utf-8");
                    parts.headers.insert(CONTENT_TYPE, content_type);
                }
                Ok(with_body(parts, body.into()))
            }
            Effect::GarbageInside => Ok(with_body(parts, garbage_inside(&body).into())),
            Effect::BrokenGzip => {
                parts
                    .headers
                    .insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                Ok(with_body(parts, gzip::broken(&body).into()))
            }
            Effect::GzipBomb { inflated } => {
                parts
                    .headers
                    .insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                Ok(with_body(parts, Body::new(gzip::Bomb::new(inflated))))
            }
            Effect::NoResponse(end) => raw(Vec::new(), end),
            Effect::Garbage { bytes } => raw(vec![Step::Send(garbage(bytes).into())], End::Close),
            Effect::CutOff { after, end } => {
                // At least one byte is announced and not sent, even for an empty body.
                let announced = body.len().max(1);
                let sent = body.slice(..after.min(body.len().saturating_sub(1)));
                raw(
                    vec![complete_head(parts, announced as u64), Step::Send(sent)],
                    end,
                )
            }
            Effect::Drip { bytes, every } => {
                let head = complete_head(parts, body.len() as u64);
                let drip = Step::Drip {
                    bytes: body,
                    piece: bytes,
                    pause: every,
                };
                raw(vec![head, drip], End::Close)
            }
            Effect::DripForever { bytes, every } => {
                let drip = Step::DripForever {
                    bytes: chunk(&vec![b' '; bytes]),
                    pause: every,
                };
                raw(vec![endless_head(parts), drip], End::Close)
            }
            Effect::EndlessBody => raw(vec![endless_head(parts), repeat(chunk(SPACES), None)], End::Close),
            Effect::HugeLength { announced } => {
                parts.headers.remove(CONTENT_ENCODING);
                let spaces = repeat(Bytes::from_static(SPACES), Some(announced));
                raw(vec![complete_head(parts, announced), spaces], End::Close)
            }
            Effect::HugeHeaders { bytes } => {
                parts
                    .headers
                    .insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
                let blank = Step::Send(Bytes::from_static(b"\r\n"));
                raw(
                    vec![open_head(&parts), filler(Some(bytes)), blank, Step::Send(body)],
                    End::Close,
                )
            }
            Effect::EndlessHeaders => raw(vec![open_head(&parts), filler(None)], End::Close),
        }
    }
}

/// Replaces the body and its length.
fn with_body(mut parts: Parts, body: Body) -> Response<Body> {
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, body)
}

fn repeat(bytes: Bytes, total: Option<u64>) -> Step {
    Step::Repeat { bytes, total }
}

/// A chunk of a body. `bytes` must not be empty: an empty chunk ends the body.
fn chunk(bytes: &[u8]) -> Bytes {
    let mut chunk = format!("{:x}\r\n", bytes.len()).into_bytes();
    chunk.extend_from_slice(bytes);
    chunk.extend_from_slice(b"\r\n");
    chunk.into()
}

/// Random bytes, the same every time.
fn garbage(bytes: usize) -> Vec<u8> {
    let mut rng = Rng::for_subject(0, "garbage");
    // All are at least 0x80, so that not even the first one looks like HTTP.
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
        let damaged = garbage_inside(b"aaabbbccc");
        assert_eq!(
            (&damaged[..3], &damaged[6..], damaged.len()),
            (&b"aaa"[..], &b"ccc"[..], 9)
        );
        assert!(damaged[3..6].iter().all(|byte| !byte.is_ascii()));
        assert_eq!(garbage_inside(b""), b"");
        assert_eq!(garbage_inside(b"a").len(), 1);
    }
}
