//! A downloaded chunk.

use std::borrow::Cow;
use std::fmt;

use super::inflate::inflate_downloaded;
use super::{FilmEvents, HighlightEvents, MAX_INFLATED};
use crate::environment::Service;
use crate::error::{Endpoint, Error};
use crate::film::InflateError;
use crate::request::Request;

/// A chunk of a film, as it was downloaded: compressed with zlib.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChunkFile {
    /// The file's bytes.
    pub bytes: Vec<u8>,
}

impl ChunkFile {
    /// The chunk's content, at most [`MAX_INFLATED`] bytes; [`inflate`](super::inflate) takes another limit.
    ///
    /// # Errors
    ///
    /// [`Error::Film`] where the chunk is damaged or longer, or no chunk at all.
    pub fn inflate(&self) -> Result<Cow<'_, [u8]>, Error> {
        inflate_downloaded(&self.bytes, MAX_INFLATED).map_err(in_context)
    }

    /// The highlight events that the chunk holds, if it is the one that does, by the film's version:
    /// its manifest's `film_major_version`.
    ///
    /// # Errors
    ///
    /// As for [`inflate`](Self::inflate).
    pub fn highlight_events(&self, film_major_version: i64) -> Result<FilmEvents, Error> {
        let events = HighlightEvents::of_inflated(self.inflate()?, film_major_version);
        Ok(events.read_all())
    }
}

/// What is wrong with a chunk, as an error of the call that has brought it.
pub(super) fn in_context(source: InflateError) -> Error {
    Error::Film {
        endpoint: Endpoint {
            service: Service::Blobs,
            method: "chunk",
        },
        source: Box::new(source),
    }
}

impl fmt::Debug for ChunkFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ChunkFile")
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

impl Request<ChunkFile> {
    /// Makes the call and gives the chunk.
    ///
    /// # Errors
    ///
    /// Those of [`response`](Self::response). 404 where the film is not kept any more.
    pub fn send(&self) -> Result<ChunkFile, Error> {
        let bytes = self.response()?.into_bytes();
        Ok(ChunkFile { bytes })
    }
}
