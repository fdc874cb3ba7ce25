//! Checks that keep incomplete responses out of the cache. The rule of each endpoint is in its constant.

use serde::de::IgnoredAny;
use ureq::http::header;

use crate::film::is_zlib;
use crate::http::{PreparedRequest, RawResponse};
use crate::types::ResponseKind;

/// Whether a response is complete, final and of the endpoint's kind. A proxy's page in place of JSON, a film
/// or an image would stay in the cache for ever.
pub(super) fn may_be_cached(request: &PreparedRequest, response: &RawResponse) -> bool {
    response.status == 200
        && has_kind(request.endpoint.response_kind(), response)
        && request.endpoint.is_final(&request.query, &response.body)
}

fn has_kind(kind: ResponseKind, response: &RawResponse) -> bool {
    let body = response.body.as_slice();
    match kind {
        ResponseKind::Json => serde_json::from_slice::<IgnoredAny>(body).is_ok(),
        ResponseKind::FilmChunk => is_zlib(body),
        ResponseKind::File => {
            let content_type = response.headers.get(header::CONTENT_TYPE);
            let is_page = content_type.is_some_and(|value| {
                let start = value.as_bytes().get(..9).unwrap_or_default();
                start.eq_ignore_ascii_case(b"text/html")
            });
            !is_page && !body.is_empty()
        }
        ResponseKind::Empty => false,
    }
}
