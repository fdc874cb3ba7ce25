//! Chunks: the endpoint and the downloaded file.

use std::borrow::Cow;
use std::fmt;

use super::super::address::Address;
use crate::error::{Error, InflateError};
use crate::film::{
    FilmEvents, FilmHeader, FilmPlayer, HighlightEvents, MAX_INFLATED, inflate_downloaded,
    players_of_inflated,
};
use crate::models::discovery_ugc::{Film, FilmChunk};
use crate::pipeline::Pipeline;
use crate::refdata::FilmStatus;
use crate::request::sealed::FromResponse;
use crate::request::{Request, Response};
use crate::types::{CacheRule, Endpoint, ResponseKind, Service, endpoints};

endpoints! {
    // A complete film never changes.
    CHUNK = Endpoint::get(Service::Blobs, "chunk", "/{path…}")
        .without_token()
        .returns(ResponseKind::FilmChunk)
        .cached(CacheRule::Forever);
}

/// A request for a chunk.
pub(super) fn request(pipeline: &Pipeline, film: &Film, chunk: &FilmChunk) -> Request<ChunkFile> {
    let address = Address::of(&film.chunk_url(chunk)).map_err(|problem| Error::Manifest {
        problem: format!("an address {problem}"),
    });
    let prepared = address.map(|address| {
        let mut request = address.request(&CHUNK);
        if film.film_status_bond != FilmStatus::Complete {
            request.cache_rule = CacheRule::Never;
        }
        request
    });
    Request::of(pipeline, prepared)
}

/// A downloaded chunk of a film, compressed with zlib.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChunkFile {
    /// The file's bytes.
    pub bytes: Vec<u8>,
}

impl ChunkFile {
    /// The chunk's content, at most [`MAX_INFLATED`] bytes; [`film::inflate`](crate::film::inflate()) takes
    /// another limit.
    ///
    /// # Errors
    ///
    /// [`Error::Film`] if the chunk is damaged or longer, or not a chunk at all.
    pub fn inflate(&self) -> Result<Cow<'_, [u8]>, Error> {
        inflate_downloaded(&self.bytes, MAX_INFLATED).map_err(in_context)
    }

    /// The film's header, which only the chunk of kind [`FilmHeader`](crate::refdata::FilmChunkType::FilmHeader)
    /// holds: see [`film::read_header`](crate::film::read_header).
    ///
    /// # Errors
    ///
    /// As for [`inflate`](Self::inflate).
    pub fn header(&self) -> Result<Option<FilmHeader>, Error> {
        Ok(FilmHeader::of_inflated(&self.inflate()?))
    }

    /// The players that the chunk names: see [`film::read_players`](crate::film::read_players).
    ///
    /// # Errors
    ///
    /// As for [`inflate`](Self::inflate).
    pub fn players(&self) -> Result<Vec<FilmPlayer>, Error> {
        Ok(players_of_inflated(&self.inflate()?))
    }

    /// The highlight events of the chunk, which only the chunk of kind
    /// [`HighlightEvents`](crate::refdata::FilmChunkType::HighlightEvents) holds. The film's version is the
    /// manifest's `film_major_version`.
    ///
    /// # Errors
    ///
    /// As for [`inflate`](Self::inflate).
    pub fn highlight_events(&self, film_major_version: i64) -> Result<FilmEvents, Error> {
        let events = HighlightEvents::of_inflated(self.inflate()?, film_major_version);
        Ok(events.read_all())
    }
}

/// The problem with a chunk as an error of its request.
pub(super) fn in_context(cause: InflateError) -> Error {
    Error::Film {
        endpoint: &CHUNK,
        cause: Box::new(cause),
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

impl FromResponse for ChunkFile {
    fn from_response(response: Response<ChunkFile>) -> Result<ChunkFile, Error> {
        let bytes = response.into_bytes();
        Ok(ChunkFile { bytes })
    }
}
