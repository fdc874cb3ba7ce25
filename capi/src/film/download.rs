//! Downloads of films.

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr;

use halo_infinite::Client;
use halo_infinite::error::ArgumentError;
use halo_infinite::services::films::{Download, DownloadProgress, DownloadedChunk};

use super::options::{self, DownloadOptions};
use super::{FilmObject, HaloFilm, result};
use crate::boundary::HaloError;
use crate::boundary::{enter, enter_close, enter_value, required};
use crate::cancel::HaloCancel;
use crate::code::HaloCode;
use crate::failure::Failure;
use crate::handle::{self, Handle};
use crate::in_text::InText;
use crate::json;
use crate::response::HaloResponse;
use crate::text::Text;

/// A function of the program that receives the progress of a download, before each chunk and after the last: the number of
/// bytes that were downloaded, the number of all bytes by the manifest, and the same for chunks. `context` is the pointer
/// that was passed with the function. It is called on the thread that downloads, and the download goes on when it returns.
pub type HaloProgressCallback = Option<
    extern "C" fn(
        context: *mut c_void,
        bytes_done: u64,
        bytes_total: u64,
        chunks_done: usize,
        chunks_total: usize,
    ),
>;

/// Downloaded chunks in memory. Close them with `halo_film_chunks_close`.
pub struct HaloFilmChunks(());

impl Handle for HaloFilmChunks {
    type Object = Vec<ChunkObject>;
    const KIND: &'static str = "list of chunks";
}

/// A chunk, and its entry of the manifest.
pub struct ChunkObject {
    entry: Text,
    bytes: Text,
}

impl ChunkObject {
    fn new(chunk: DownloadedChunk) -> Result<Self, Failure> {
        Ok(Self {
            entry: Text::of_bytes(json::written("entry", &chunk.chunk)?),
            bytes: Text::of_bytes(chunk.bytes),
        })
    }
}

/// The download of a film by its options.
fn download<'f>(
    client: &Client,
    film: &'f FilmObject,
    options: &DownloadOptions,
    callback: HaloProgressCallback,
    context: *mut c_void,
) -> Download<'f> {
    let mut download = client.films().download(&film.film);
    if let Some(kind) = options.only() {
        download = download.only(kind);
    }
    if let Some(limit) = options.inflated_to() {
        download = download.inflated_to(limit);
    }
    let Some(callback) = callback else {
        return download;
    };
    download.progress(move |progress: DownloadProgress<'_>| {
        callback(
            context,
            progress.bytes_done,
            progress.bytes,
            progress.chunks_done,
            progress.chunks,
        );
    })
}

/// Downloads the chunks of a film to files of a folder, one after the other. The folder is created if it is missing.
///
/// The file of chunk 26 is `filmChunk26`, inflated `filmChunk26.bin`. A file appears when it is complete; complete files
/// stay if a later chunk fails. The result is a JSON list of the paths.
///
/// `options` is a JSON object, or null; all members may be left out:
///
/// - `only`: the kind of chunks: `film_header`, `replication_data` or `highlight_events`.
/// - `inflated`: `true` inflates the chunks. By default they stay compressed.
/// - `max_inflated`: maximum length of an inflated chunk in bytes, as in `halo_film_inflate`.
/// - `deadline_ms`: the time that each request may take, in place of the client's.
///
/// `progress` is a function that receives the progress, or null; `context` is passed to it. It may call
/// `halo_cancel_cancel`. After this has returned, it is not called any more. `cancel` is a cancel token that ends the
/// download, or null.
///
/// Any thread may call this; it waits for the download.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_download_to_folder(
    film: *const HaloFilm,
    folder: InText<'_>,
    options: InText<'_>,
    progress: HaloProgressCallback,
    context: *mut c_void,
    cancel: *const HaloCancel,
    paths: Option<&mut MaybeUninit<*mut HaloResponse>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("paths", paths, ptr::null_mut())?;
        let film = handle::get("film", film)?;
        let folder = folder.required("folder")?;
        if folder.is_empty() {
            return Err(ArgumentError::new("folder", "it is empty: name a folder").into());
        }
        let options: DownloadOptions = options::read(&options)?;
        let client = options.apply(film.cancelled_by(cancel)?);
        let paths = download(&client, &film, &options, progress, context).to_folder(folder)?;
        // The folder's name is UTF-8, and so are the files'.
        let paths: Vec<_> = paths.iter().map(|path| path.to_string_lossy()).collect();
        *out = result(&paths)?;
        Ok(HaloCode::Ok)
    })
}

/// Downloads the chunks of a film to memory, one after the other. A whole film has some tens of megabytes; `halo_film_chunk`
/// downloads single chunks.
///
/// `options`, `progress`, `context`, `cancel` and the rules of threads are those of `halo_film_download_to_folder`.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_download_to_memory(
    film: *const HaloFilm,
    options: InText<'_>,
    progress: HaloProgressCallback,
    context: *mut c_void,
    cancel: *const HaloCancel,
    chunks: Option<&mut MaybeUninit<*mut HaloFilmChunks>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("chunks", chunks, ptr::null_mut())?;
        let film = handle::get("film", film)?;
        let options: DownloadOptions = options::read(&options)?;
        let client = options.apply(film.cancelled_by(cancel)?);
        let chunks = download(&client, &film, &options, progress, context).to_memory()?;
        let chunks = chunks.into_iter().map(ChunkObject::new);
        *out = handle::open(chunks.collect::<Result<Vec<_>, _>>()?);
        Ok(HaloCode::Ok)
    })
}

/// The number of chunks; 0 if the handle is closed. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_chunks_count(chunks: *const HaloFilmChunks) -> usize {
    enter_value(0, || Ok(handle::get("chunks", chunks)?.len()))
}

/// The entry of a chunk in the manifest, as JSON. `position` counts from 0, in the order of the film. Null if there is no
/// such chunk, or the handle is closed. The text belongs to the chunks. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_chunks_entry(chunks: *const HaloFilmChunks, position: usize) -> *const c_char {
    enter_value(ptr::null(), || {
        let chunks = handle::get("chunks", chunks)?;
        Ok(chunks
            .get(position)
            .map_or(ptr::null(), |chunk| chunk.entry.as_ptr()))
    })
}

/// The bytes of a chunk, and their number. `position` counts from 0, in the order of the film. The bytes belong to the
/// chunks. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_chunks_bytes(
    chunks: *const HaloFilmChunks,
    position: usize,
    bytes: Option<&mut MaybeUninit<*const u8>>,
    length: Option<&mut MaybeUninit<usize>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let bytes = required("bytes", bytes, ptr::null());
        let length = required("length", length, 0);
        let (bytes, length) = (bytes?, length?);
        let chunks = handle::get("chunks", chunks)?;
        let chunk = chunks.get(position).ok_or_else(|| {
            let problem = format!("there are {} chunks, counted from 0", chunks.len());
            ArgumentError::new("position", problem)
        })?;
        *bytes = chunk.bytes.as_ptr().cast();
        *length = chunk.bytes.len();
        Ok(HaloCode::Ok)
    })
}

/// Closes chunks, and frees their bytes. Null is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_chunks_close(chunks: *mut HaloFilmChunks) -> HaloCode {
    enter_close(|| handle::close(chunks).map(drop))
}
