//! A file of the game's content, and its entity tag.

use super::super::halo::Model;
use crate::rng::hash;
use crate::world::Shapes;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, ETAG};
use axum::http::{HeaderValue, Response};
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

    pub(super) fn respond(self, path: &str) -> Response<Body> {
        let tag = HeaderValue::try_from(self.tag(path));
        let mut response = match self {
            Self::Json(model, json) => Model(model, json).into_response(),
            Self::Picture(media_type, bytes) => ([(CONTENT_TYPE, media_type)], bytes).into_response(),
        };
        // Digits in quotes are a valid header.
        if let Ok(tag) = tag {
            response.headers_mut().insert(ETAG, tag);
        }
        response
    }
}

/// The entity tag of a text: a picture's path, or the JSON itself.
pub(super) fn tag(text: &str) -> String {
    format!("\"{:016x}\"", hash(text))
}
