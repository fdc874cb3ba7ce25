//! Downloading a film, chunk by chunk.

use std::collections::HashSet;
use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::chunk_file::{ChunkFile, in_context};
use super::inflate::{MAX_INFLATED, inflate_downloaded};
use crate::client::Client;
use crate::error::{ArgumentError, Error};
use crate::models::discovery_ugc::{Film, FilmChunk};
use crate::refdata::FilmChunkType;

/// How far a download has come; told before each chunk and after the last.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Progress<'a> {
    /// The chunk that is downloaded next; `None` at the end.
    pub chunk: Option<&'a FilmChunk>,
    /// How many chunks are there.
    pub chunks_done: usize,
    /// How many chunks are wanted.
    pub chunks: usize,
    /// How many bytes have come.
    pub bytes_done: u64,
    /// How many bytes will come, by what the manifest says of the chunks' sizes.
    pub bytes: u64,
}

/// A download of a film's chunks; nothing is sent before [`to_memory`](Self::to_memory) or
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
    client: Client,
    film: &'f Film,
    only: Option<FilmChunkType>,
    /// How long an inflated chunk may be; `None` to leave chunks compressed.
    inflate: Option<usize>,
    progress: Box<dyn FnMut(Progress<'_>) + 'f>,
}

/// A chunk that was downloaded into memory.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct DownloadedChunk {
    /// What the manifest says of it.
    pub chunk: FilmChunk,
    /// Its content: inflated where that was asked for, else as the servers have it.
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
    pub(crate) fn new(client: Client, film: &'f Film) -> Self {
        Self {
            client,
            film,
            only: None,
            inflate: None,
            progress: Box::new(|_| {}),
        }
    }

    /// Only the chunks of a kind.
    pub fn only(self, kind: FilmChunkType) -> Self {
        Self {
            only: Some(kind),
            ..self
        }
    }

    /// Inflates each chunk, to at most [`MAX_INFLATED`] bytes. Without this they stay as the servers
    /// have them.
    pub fn inflated(self) -> Self {
        self.inflated_to(MAX_INFLATED)
    }

    /// Inflates each chunk, to at most so many bytes.
    pub fn inflated_to(self, limit: usize) -> Self {
        Self {
            inflate: Some(limit),
            ..self
        }
    }

    /// Calls a function before each chunk and at the end.
    pub fn progress(self, progress: impl FnMut(Progress<'_>) + 'f) -> Self {
        Self {
            progress: Box::new(progress),
            ..self
        }
    }

    /// Downloads the chunks into memory.
    ///
    /// # Errors
    ///
    /// Those of [`Request::response`](crate::Request::response) for the first chunk that cannot be
    /// had, and [`Error::Film`] where one cannot be inflated.
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

    /// Downloads the chunks into files of a folder, which is made where it is missing, and gives
    /// their paths.
    ///
    /// A file is named `filmChunk` and the chunk's index, inflated `filmChunk` and the index and
    /// `.bin`: nothing of the names in the manifest is used. Each file is there as a whole or not at
    /// all: it replaces one of the same name when it is complete. Files that were complete stay when
    /// a later chunk fails.
    ///
    /// # Errors
    ///
    /// Those of [`to_memory`](Self::to_memory); [`Error::File`] where a file cannot be written;
    /// [`Error::Argument`], before anything is sent, where the manifest has an index twice.
    pub fn to_folder(self, folder: impl AsRef<Path>) -> Result<Vec<PathBuf>, Error> {
        let folder = folder.as_ref();
        let mut indices = HashSet::new();
        for chunk in self.chunks() {
            if !indices.insert(chunk.index) {
                let problem = format!("it has two chunks of index {}", chunk.index);
                return Err(ArgumentError::new("film", problem).into());
            }
        }
        fs::create_dir_all(folder).map_err(|error| file_error(folder, error))?;
        let extension = if self.inflate.is_some() { ".bin" } else { "" };
        let mut paths = Vec::new();
        self.each(|chunk, bytes| {
            let path = folder.join(format!("filmChunk{}{extension}", chunk.index));
            write_whole(folder, &path, &bytes).map_err(|error| file_error(&path, error))?;
            paths.push(path);
            Ok(())
        })?;
        Ok(paths)
    }

    /// The chunks that are wanted, in the order of the film.
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
        let mut progress = Progress {
            chunk: None,
            chunks_done: 0,
            chunks: chunks.len(),
            bytes_done: 0,
            bytes: sizes.fold(0, u64::saturating_add),
        };
        for chunk in chunks {
            progress.chunk = Some(chunk);
            (self.progress)(progress);
            let ChunkFile { bytes } = self.client.films().chunk(self.film, chunk).send()?;
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

fn file_error(path: &Path, source: io::Error) -> Error {
    Error::File {
        path: path.into(),
        source: Arc::new(source),
    }
}

/// Writes a file as a whole, or leaves what is there: first beside it, under a name of its own.
fn write_whole(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let temporary = loop {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!(".filmChunk-{}-{count}.part", std::process::id());
        let temporary = folder.join(name);
        // One that is there already is somebody else's, or a link to who knows where.
        match OpenOptions::new().write(true).create_new(true).open(&temporary) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            opened => break opened.map(|file| (file, temporary))?,
        }
    };
    let (mut file, temporary) = temporary;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    drop(file);
    written
        .and_then(|()| fs::rename(&temporary, path))
        .inspect_err(|_| {
            // What it was written for has failed already, and that is what is told.
            let _ = fs::remove_file(&temporary);
        })
}
