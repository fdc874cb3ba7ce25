//! Theater films.

mod as_json;
mod chunks;
mod download;
mod evaluations;
mod events;
mod options;
mod read;

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr;

use halo_infinite::error::{ArgumentError, InflateError};
use halo_infinite::models::discovery_ugc::{Film, FilmAsset, FilmChunk};
use halo_infinite::payload;
use halo_infinite::services::by_name::Content;
use halo_infinite::{CancelToken, Client};
use serde_json::json;

use crate::boundary::HaloError;
use crate::boundary::{enter, enter_close, enter_value, required};
use crate::call::Call;
use crate::cancel::{self, HaloCancel};
use crate::client::{ClientObject, HaloClient};
use crate::code::HaloCode;
use crate::failure::Failure;
use crate::handle::{self, Handle};
use crate::in_text::InText;
use crate::json;
use crate::response::{HaloResponse, ResponseObject};
use crate::text::Text;

pub use chunks::*;
pub use download::*;
pub use evaluations::*;
pub use events::*;
pub use read::*;

/// The film of a match: its manifest, which lists the chunks. Close it with `halo_film_close`.
pub struct HaloFilm(());

impl Handle for HaloFilm {
    type Object = FilmObject;
    const KIND: &'static str = "film";
}

/// A film, and the client that downloads it.
pub struct FilmObject {
    film: Film,
    manifest: Text,
    client: Client,
    /// Ends the downloads. The client's own token cancels it too.
    closed: CancelToken,
}

impl FilmObject {
    fn new(client: &ClientObject, film: Film) -> Result<Self, Failure> {
        let manifest = json::written("manifest", &film)?;
        let closed = client.closed.child();
        Ok(Self {
            film,
            manifest: Text::of_bytes(manifest),
            client: client.client.with_cancel_token(&closed),
            closed,
        })
    }

    /// The client for a download that a cancel token may end; a null handle stands for none.
    fn cancelled_by(&self, cancel: *const HaloCancel) -> Result<Client, Failure> {
        if cancel.is_null() {
            return Ok(self.client.clone());
        }
        let cancel = cancel::joined(&self.closed, cancel)?;
        Ok(self.client.with_cancel_token(&cancel))
    }

    /// The chunk with an index of the manifest.
    fn chunk(&self, index: i64) -> Result<&FilmChunk, Failure> {
        let mut chunks = self.film.custom_data.chunks.iter();
        chunks.find(|chunk| chunk.index == index).ok_or_else(|| {
            ArgumentError::new("index", format!("the film has no chunk with the index {index}")).into()
        })
    }
}

impl From<InflateError> for Failure {
    fn from(error: InflateError) -> Self {
        Self::new(HaloCode::Film, error.to_string())
    }
}

/// A result of the library as JSON.
fn result(value: &impl serde::Serialize) -> Result<*mut HaloResponse, Failure> {
    Ok(handle::open(ResponseObject::of_json(json::written(
        "result", value,
    )?)))
}

/// Requests the film of a match: its manifest. No chunk is downloaded. `match_id` is the GUID of the match.
///
/// `options` is a JSON object with the options of `halo_call`, or null. A film appears some minutes after its match, so
/// `wait_until_available_ms` is useful. `cancel` is a cancel token that ends the call, or null.
///
/// The film has the client's settings, and may outlive its handle. But if the client is closed, downloads of the film end
/// with `HALO_CODE_CANCELLED`.
///
/// Any thread may call this; it waits for the response.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_of_match(
    client: *const HaloClient,
    match_id: InText<'_>,
    options: InText<'_>,
    cancel: *const HaloCancel,
    film: Option<&mut MaybeUninit<*mut HaloFilm>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("film", film, ptr::null_mut())?;
        let client = handle::get("client", client)?;
        let arguments = json!({ "match_id": match_id.required("match_id")? });
        let options = json::object("options", options.optional("options")?)?;
        let call = Call::of("discovery_ugc.film_by_match_id", arguments, options)?;
        let response = call.send(&client.cancelled_by(cancel)?)?;
        let json = match &response.content {
            Content::Json(json) => json.as_slice(),
            _ => &[],
        };
        // The service has sent it, so this is no mistake of the program.
        let film = manifest(json)
            .map_err(|problem| Failure::new(HaloCode::Manifest, format!("manifest: {problem}")))?;
        *out = handle::open(FilmObject::new(&client, film)?);
        Ok(HaloCode::Ok)
    })
}

/// Makes a film from its manifest: the JSON of `halo_film_manifest`, or the content of a call of
/// `discovery_ugc.film_by_match_id` or `discovery_ugc.film`. Nothing is sent.
///
/// The client downloads the film's chunks: see `halo_film_of_match`. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_from_manifest(
    client: *const HaloClient,
    manifest: InText<'_>,
    film: Option<&mut MaybeUninit<*mut HaloFilm>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("film", film, ptr::null_mut())?;
        let client = handle::get("client", client)?;
        let json = manifest.required("manifest")?;
        let film = self::manifest(json.as_bytes()).map_err(|problem| json::problem("manifest", &problem))?;
        *out = handle::open(FilmObject::new(&client, film)?);
        Ok(HaloCode::Ok)
    })
}

/// The film that a manifest describes: that of a match, or one of an asset. The error is the problem.
fn manifest(json: &[u8]) -> Result<Film, String> {
    let error = match payload::decode::<Film>(json) {
        Ok(film) => return Ok(film),
        Err(error) => error,
    };
    let asset = payload::decode::<FilmAsset>(json).ok();
    let film = asset.as_ref().and_then(FilmAsset::to_film);
    film.ok_or_else(|| error.to_string())
}

/// The manifest of a film, as JSON: the content of `discovery_ugc.film_by_match_id`. Its `CustomData` has the
/// `FilmMajorVersion`, and the `Chunks` with `Index`, `ChunkType` (1 for the header, 2 for replication data, 3 for the
/// highlight events), `ChunkSize` in bytes (compressed), and times in milliseconds.
///
/// Null if the handle is closed. The text belongs to the film. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_manifest(film: *const HaloFilm) -> *const c_char {
    enter_value(ptr::null(), || Ok(handle::get("film", film)?.manifest.as_ptr()))
}

/// Closes a film. Its downloads that are under way in other threads end with `HALO_CODE_CANCELLED`; this does not wait for
/// them. Null is allowed. Any thread may call this, also a progress callback.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_close(film: *mut HaloFilm) -> HaloCode {
    enter_close(|| {
        if let Some(film) = handle::close(film)? {
            film.closed.cancel();
        }
        Ok(())
    })
}
