//! Single chunks of a film, and what they say.

use std::mem::MaybeUninit;
use std::ptr;

use halo_infinite::film::{FilmPlayer, MAX_PLAYERS};
use serde_json::json;

use super::options::{self, ChunkOptions, PlayerOptions};
use super::{HaloFilm, as_json, result};
use crate::boundary::HaloError;
use crate::boundary::{enter, required};
use crate::call::Call;
use crate::cancel::HaloCancel;
use crate::code::HaloCode;
use crate::failure::Failure;
use crate::handle;
use crate::in_text::InText;
use crate::json::object;
use crate::response::{HaloResponse, ResponseObject};

fn no_header() -> Failure {
    Failure::new(HaloCode::Manifest, "the film has no header chunk")
}

/// Downloads one chunk of a film, compressed with zlib as the servers have it: `halo_film_inflate` inflates it. `index` is
/// the `Index` of the chunk in the manifest.
///
/// `options` is a JSON object with the options of `halo_call`, or null. `cancel` is a cancel token that ends the download,
/// or null. The chunk is read with `halo_response_bytes`.
///
/// Any thread may call this; it waits for the download.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_chunk(
    film: *const HaloFilm,
    index: i64,
    options: InText<'_>,
    cancel: *const HaloCancel,
    response: Option<&mut MaybeUninit<*mut HaloResponse>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("response", response, ptr::null_mut())?;
        let film = handle::get("film", film)?;
        let options = object("options", options.optional("options")?)?;
        let arguments = json!({ "film": film.film, "chunk": film.chunk(index)? });
        let call = Call::of("blobs.chunk", arguments, options)?;
        let received = call.send(&film.cancelled_by(cancel)?)?;
        *out = handle::open(ResponseObject::new(received));
        Ok(HaloCode::Ok)
    })
}

/// Downloads the header of a film, and reads it: the result is that of `halo_film_read_header`.
///
/// `options` is a JSON object, or null: `deadline_ms` is the time that the request may take, in place of the client's.
/// `cancel` is a cancel token that ends the download, or null.
///
/// Any thread may call this; it waits for the download.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_header(
    film: *const HaloFilm,
    options: InText<'_>,
    cancel: *const HaloCancel,
    response: Option<&mut MaybeUninit<*mut HaloResponse>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("response", response, ptr::null_mut())?;
        let film = handle::get("film", film)?;
        let options: ChunkOptions = options::read(&options)?;
        let client = options.apply(film.cancelled_by(cancel)?);
        let chunk = film.film.header().ok_or_else(no_header)?;
        let header = client.films().chunk(&film.film, chunk).send()?.header()?;
        *out = result(&as_json::header(header.as_ref()))?;
        Ok(HaloCode::Ok)
    })
}

/// Downloads the header of a film, and reads the players whom it names: the result is that of `halo_film_read_players`.
///
/// `options` is a JSON object, or null: `all_chunks`, if `true`, reads the replication data too, which name the players who
/// joined late; that downloads nearly the whole film. `deadline_ms` is the time that each request may take. `cancel` is a
/// cancel token that ends the download, or null.
///
/// Any thread may call this; it waits for the download.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_players(
    film: *const HaloFilm,
    options: InText<'_>,
    cancel: *const HaloCancel,
    response: Option<&mut MaybeUninit<*mut HaloResponse>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("response", response, ptr::null_mut())?;
        let film = handle::get("film", film)?;
        let options: PlayerOptions = options::read(&options)?;
        let client = options.apply(film.cancelled_by(cancel)?);
        let header = film.film.header().ok_or_else(no_header)?;
        let others = film.film.replication().filter(|_| options.all_chunks);
        let mut players: Vec<FilmPlayer> = Vec::new();
        for chunk in std::iter::once(header).chain(others) {
            for player in client.films().chunk(&film.film, chunk).send()?.players()? {
                let is_new = players.iter().all(|known| known.xuid != player.xuid);
                if is_new && players.len() < MAX_PLAYERS {
                    players.push(player);
                }
            }
        }
        *out = result(&as_json::players(&players))?;
        Ok(HaloCode::Ok)
    })
}
