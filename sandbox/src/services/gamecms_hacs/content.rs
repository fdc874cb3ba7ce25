//! A file of the game's content, and its entity tag.

use super::super::halo::Model;
use crate::rng::hash;
use crate::world::Shapes;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use serde_json::Value;

/// A file.
pub(super) enum Content {
    /// A model's name and its JSON.
    Json(&'static str, Value),
    /// A picture's media type and its bytes.
    Picture(&'static str, Vec<u8>),
}

impl Content {
    pub(super) fn png(bytes: Vec<u8>) -> Self {
        Self::Picture("image/png", bytes)
    }

    /// The file as the sandbox of a year serves it.
    pub(super) fn of_year(mut self, shapes: Shapes) -> Self {
        if let Self::Json(_, json) = &mut self {
            shapes.remove_later_fields(json);
        }
        self
    }

    /// The number of bytes.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Json(_, json) => json.to_string().len(),
            Self::Picture(_, bytes) => bytes.len(),
        }
    }

    /// The entity tag of the file with this path. Pictures never change, so their paths determine their tags: a
    /// guide has the tags of a thousand pictures without making them.
    pub(super) fn tag(&self, path: &str) -> String {
        match self {
            Self::Json(_, json) => tag(&json.to_string()),
            Self::Picture(..) => tag(path),
        }
    }

    /// The response with the file, or without it if the request has its tag already.
    pub(super) fn respond(self, path: &str, request: &HeaderMap) -> Response<Body> {
        let tag = self.tag(path);
        let mut response = if has_tag(request, &tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            match self {
                Self::Json(model, json) => Model(model, json).into_response(),
                Self::Picture(media_type, bytes) => ([(CONTENT_TYPE, media_type)], bytes).into_response(),
            }
        };
        // Digits in quotes are a valid header.
        if let Ok(tag) = HeaderValue::try_from(tag) {
            response.headers_mut().insert(ETAG, tag);
        }
        response
    }
}

fn has_tag(request: &HeaderMap, tag: &str) -> bool {
    let tags = request.get_all(IF_NONE_MATCH).iter();
    let mut tags = tags.filter_map(|value| value.to_str().ok());
    tags.any(|value| value.split(',').any(|known| known.trim() == tag))
}

/// The entity tag of a text: a picture's path, or the JSON itself.
pub(super) fn tag(text: &str) -> String {
    format!("\"{:016x}\"", hash(text))
}
