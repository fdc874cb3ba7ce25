//! Chunks in memory.

use std::mem::MaybeUninit;
use std::ptr;

use halo_infinite::film::{MAX_INFLATED, inflate, packets, read_header, read_players};
use serde_json::json;

use super::{as_json, options, result};
use crate::boundary::HaloError;
use crate::boundary::{Out, enter, required};
use crate::bytes::InBytes;
use crate::code::HaloCode;
use crate::failure::Failure;
use crate::handle;
use crate::response::{HaloResponse, ResponseObject};

/// The maximum number of packets that are listed. Real chunks hold one or two thousand.
const MAX_PACKETS: usize = 1 << 16;

/// Reads a chunk of the caller.
fn read(
    bytes: InBytes<'_>,
    length: usize,
    response: Out<'_, *mut HaloResponse>,
    error: Out<'_, *mut HaloError>,
    read: impl FnOnce(&[u8]) -> Result<*mut HaloResponse, Failure>,
) -> HaloCode {
    enter(error, || {
        let out = required("response", response, ptr::null_mut())?;
        *out = read(bytes.of_length("bytes", length)?)?;
        Ok(HaloCode::Ok)
    })
}

/// Inflates a chunk in memory. A chunk that is inflated already is returned as it is. Nothing is sent.
///
/// `bytes` is the address of the chunk, and `length` the number of its bytes. The bytes may be freed after the call. `limit` is
/// the maximum length of the result: 0 stands for 32 MiB, about twenty times the longest known chunk, and more than 1 GiB
/// for 1 GiB. A chunk that inflates to more is `HALO_CODE_FILM`, and so is a damaged one.
///
/// The result is read with `halo_response_bytes`. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_inflate(
    bytes: InBytes<'_>,
    length: usize,
    limit: usize,
    response: Option<&mut MaybeUninit<*mut HaloResponse>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    read(bytes, length, response, error, |chunk| {
        let inflated = inflate(chunk, options::limit(limit))?.into_owned();
        Ok(handle::open(ResponseObject::of_bytes(inflated)))
    })
}

/// Reads the header of a film in memory: its first chunk, compressed or inflated. `bytes` and `length` are those of
/// `halo_film_inflate`.
///
/// The result is a JSON object with `major_version`, `build` (null, or an object with `version`, `name` and `flavour`) and
/// `archetypes` (lists of the names of components), or `null` if the chunk is not a header.
///
/// Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_read_header(
    bytes: InBytes<'_>,
    length: usize,
    response: Option<&mut MaybeUninit<*mut HaloResponse>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    read(bytes, length, response, error, |chunk| {
        result(&as_json::header(read_header(chunk)?.as_ref()))
    })
}

/// Reads the players that a chunk in memory names, compressed or inflated: the header or replication data. `bytes` and
/// `length` are those of `halo_film_inflate`.
///
/// The result is a JSON list of objects with `xuid` (a text of digits) and `gamertag`, each player once; empty if the chunk
/// names none. Bots are not found.
///
/// Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_read_players(
    bytes: InBytes<'_>,
    length: usize,
    response: Option<&mut MaybeUninit<*mut HaloResponse>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    read(bytes, length, response, error, |chunk| {
        result(&as_json::players(&read_players(chunk)?))
    })
}

/// Lists the packets of a chunk in memory, compressed or inflated: of replication data or highlight events. `bytes` and
/// `length` are those of `halo_film_inflate`.
///
/// The result is a JSON object with `packets` and `damaged`. A packet has its `kind` (0 for a frame, 2 for a key frame, 7 for
/// the end, 9 for the highlight events; the others are unknown), `unknown` (two bytes), `clock_us` (its time on the film's clock
/// in microseconds: only differences mean something), `offset` (of its header of 16 bytes, in the inflated chunk) and `length`
/// (of the payload that follows). `damaged` is null, or an object with the `offset` and the `length` of a rest that is no packet.
///
/// More than 65536 packets, which no real chunk has, are `HALO_CODE_FILM`. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_read_packets(
    bytes: InBytes<'_>,
    length: usize,
    response: Option<&mut MaybeUninit<*mut HaloResponse>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    read(bytes, length, response, error, |chunk| {
        let inflated = inflate(chunk, MAX_INFLATED)?;
        let (mut found, mut damaged) = (Vec::new(), None);
        for packet in packets(&inflated) {
            match packet {
                Ok(_) if found.len() >= MAX_PACKETS => {
                    let message =
                        format!("the chunk has more than {MAX_PACKETS} packets, which no real one has");
                    return Err(Failure::new(HaloCode::Film, message));
                }
                Ok(packet) => found.push(as_json::PacketEntry::new(&packet)),
                Err(rest) => damaged = Some(json!({ "offset": rest.offset, "length": rest.length })),
            }
        }
        result(&json!({ "packets": found, "damaged": damaged }))
    })
}
