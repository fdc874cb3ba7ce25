//! Downloads of films, chunk by chunk.

use std::collections::HashSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use super::chunk_file::{ChunkFile, in_context, request};
use crate::error::Error;
use crate::film::{MAX_INFLATED, inflate_downloaded};
use crate::fs::replace_shared;
use crate::models::discovery_ugc::{Film, FilmChunk};
use crate::pipeline::Pipeline;
use crate::refdata::FilmChunkType;

/// The progress of a download, reported before each chunk and after the last.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct DownloadProgress<'a> {
    /// The next chunk; `None` at the end.
    pub chunk: Option<&'a FilmChunk>,
    /// Number of downloaded chunks.
    pub chunks_done: usize,
    /// Number of chunks to download.
    pub chunks: usize,
    /// Number of downloaded bytes.
    pub bytes_done: u64,
    /// Number of bytes to download, by the sizes in the manifest.
    pub bytes: u64,
}

/// A download of a film's chunks. Nothing is sent before [`to_memory`](Self::to_memory) or
/// [`to_folder`](Self::to_folder).
///
/// Chunks come one after the other, in the order of the film, at the client's rate.
///
/// ```
/// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
/// # let client = sandbox.client()?;
/// # let match_id = sandbox.world().match_ids(sandbox.world().home())[0];
/// use halo_infinite::refdata::FilmChunkType;
///
/// let film = client.discovery_ugc().film_by_match_id(match_id).send()?;
/// let chunks = client
///     .films()
///     .download(&film)
///     .only(FilmChunkType::HighlightEvents)
///     .inflated()
///     .progress(|progress| println!("{} of {} bytes", progress.bytes_done, progress.bytes))
///     .to_memory()?;
/// assert_eq!(chunks.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "nothing is sent before `to_memory()` or `to_folder()`"]
pub struct Download<'f> {
    pipeline: Pipeline,
    film: &'f Film,
    only: Option<FilmChunkType>,
    /// The size limit of an inflated chunk; `None` leaves chunks compressed.
    inflate: Option<usize>,
    progress: Box<dyn FnMut(DownloadProgress<'_>) + 'f>,
}

/// A chunk that was downloaded to memory.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct DownloadedChunk {
    /// Its entry in the manifest.
    pub chunk: FilmChunk,
    /// Its content: inflated if requested, else compressed as the servers have it.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for DownloadedChunk {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DownloadedChunk")
            .field("chunk", &self.chunk)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

impl<'f> Download<'f> {
    pub(crate) fn new(pipeline: Pipeline, film: &'f Film) -> Self {
        Self {
            pipeline,
            film,
            only: None,
            inflate: None,
            progress: Box::new(|_| {}),
        }
    }

    /// Selects the chunks of one kind.
    pub fn only(self, kind: FilmChunkType) -> Self {
        Self {
            only: Some(kind),
            ..self
        }
    }

    /// Inflates each chunk, to at most [`MAX_INFLATED`] bytes. By default chunks stay compressed.
    pub fn inflated(self) -> Self {
        self.inflated_to(MAX_INFLATED)
    }

    /// Inflates each chunk, to at most this many bytes.
    pub fn inflated_to(self, limit: usize) -> Self {
        Self {
            inflate: Some(limit),
            ..self
        }
    }

    /// Calls a function before each chunk and at the end.
    pub fn progress(self, progress: impl FnMut(DownloadProgress<'_>) + 'f) -> Self {
        Self {
            progress: Box::new(progress),
            ..self
        }
    }

    /// Downloads the chunks to memory.
    ///
    /// # Errors
    ///
    /// Those of [`Request::response`](crate::Request::response) for the first chunk that fails, and
    /// [`Error::Film`] if a chunk cannot be inflated.
    pub fn to_memory(self) -> Result<Vec<DownloadedChunk>, Error> {
        let mut downloaded = Vec::new();
        self.each(|chunk, bytes| {
            downloaded.push(DownloadedChunk {
                chunk: chunk.clone(),
                bytes,
            });
            Ok(())
        })?;
        Ok(downloaded)
    }

    /// Downloads the chunks to files of a folder, which is created if it is missing. Returns the paths.
    ///
    /// The file of chunk 26 is `filmChunk26`, inflated `filmChunk26.bin`: the names in the manifest are not
    /// used. A file appears when it is complete, and replaces a file or link of the same name; it is never
    /// written through a link. Complete files stay if a later chunk fails.
    ///
    /// # Errors
    ///
    /// Those of [`to_memory`](Self::to_memory); [`Error::File`] if a file cannot be written, or a folder or a
    /// pipe is in its place;
    /// [`Error::Manifest`], before anything is sent, if the manifest has an index twice.
    pub fn to_folder(self, folder: impl AsRef<Path>) -> Result<Vec<PathBuf>, Error> {
        let folder = folder.as_ref();
        let mut indices = HashSet::new();
        for chunk in self.chunks() {
            if !indices.insert(chunk.index) {
                let problem = format!("it has two chunks of index {}", chunk.index);
                return Err(Error::Manifest { problem });
            }
        }
        fs::create_dir_all(folder).map_err(|error| Error::file(folder, error))?;
        let extension = if self.inflate.is_some() { ".bin" } else { "" };
        let mut paths = Vec::new();
        self.each(|chunk, bytes| {
            let path = folder.join(format!("filmChunk{}{extension}", chunk.index));
            replace_shared(&path, &bytes).map_err(|error| Error::file(&path, error))?;
            paths.push(path);
            Ok(())
        })?;
        Ok(paths)
    }

    /// The selected chunks, in the order of the film.
    fn chunks(&self) -> Vec<&'f FilmChunk> {
        let mut chunks = self.film.chunks_in_order();
        chunks.retain(|chunk| self.only.is_none_or(|kind| chunk.chunk_type == kind));
        chunks
    }

    fn each(mut self, mut take: impl FnMut(&FilmChunk, Vec<u8>) -> Result<(), Error>) -> Result<(), Error> {
        let chunks = self.chunks();
        let sizes = chunks
            .iter()
            .map(|chunk| u64::try_from(chunk.chunk_size).unwrap_or(0));
        let mut progress = DownloadProgress {
            chunk: None,
            chunks_done: 0,
            chunks: chunks.len(),
            bytes_done: 0,
            bytes: sizes.fold(0, u64::saturating_add),
        };
        for chunk in chunks {
            progress.chunk = Some(chunk);
            (self.progress)(progress);
            let ChunkFile { bytes } = request(&self.pipeline, self.film, chunk).send()?;
            progress.chunks_done += 1;
            progress.bytes_done = progress.bytes_done.saturating_add(bytes.len() as u64);
            let bytes = match self.inflate {
                Some(limit) => inflate_downloaded(&bytes, limit)
                    .map_err(in_context)?
                    .into_owned(),
                None => bytes,
            };
            take(chunk, bytes)?;
        }
        progress.chunk = None;
        (self.progress)(progress);
        Ok(())
    }
}

impl fmt::Debug for Download<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Download")
            .field("film", &self.film.asset_id)
            .field("only", &self.only)
            .field("inflate", &self.inflate)
            .finish_non_exhaustive()
    }
}
