//! The content of a chunk of replication data: a key frame, then frames, then the end.
//!
//! The format of the frames is unknown: noise stands in for them.

use super::packets;
use crate::rng::Rng;

/// The duration of a frame, in microseconds: 60 frames a second.
const FRAME: u64 = 16_667;
/// The content of the packet before a frame.
const BEFORE_FRAME: [u8; 5] = [0x82, 0, 0, 0, 0];

/// The content of a given length, which is at least [`least`]. The times are in microseconds.
pub(super) fn content(rng: &mut Rng, length: usize, players: &[u8], start: u64, duration: u64) -> Vec<u8> {
    let room = length.saturating_sub(least(players));
    let overhead = packets::length(&[BEFORE_FRAME.len(), 0]);
    // No more frames than there is room for. The remainder is in the key frame.
    let frames = (duration / FRAME).max(1).min((room / overhead) as u64);
    let noise = room - frames as usize * overhead;
    let each = noise.checked_div(frames as usize).unwrap_or(0);
    let left = noise - each * frames as usize;

    let mut content = Vec::with_capacity(length);
    let mut key_frame = players.to_vec();
    fill(rng, &mut key_frame, left);
    packets::push(&mut content, packets::KEY_FRAME, start, &key_frame);
    for frame in 0..frames {
        let clock = start + frame * FRAME;
        let mut payload = Vec::with_capacity(each);
        fill(rng, &mut payload, each);
        packets::push(&mut content, packets::BEFORE_FRAME, clock, &BEFORE_FRAME);
        packets::push(&mut content, packets::FRAME, clock, &payload);
    }
    packets::end(&mut content, start + duration);
    content
}

/// The least length of a content with these players.
pub(super) fn least(players: &[u8]) -> usize {
    packets::length(&[players.len(), 0])
}

pub(super) fn fill(rng: &mut Rng, bytes: &mut Vec<u8>, count: usize) {
    let end = bytes.len() + count;
    while bytes.len() < end {
        bytes.extend(rng.next().to_le_bytes());
    }
    bytes.truncate(end);
}
