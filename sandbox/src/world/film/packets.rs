//! The packets of a chunk: its content is a list of them, and an end.

/// The length of a packet's header, in bytes.
const HEADER: usize = 16;

pub(super) const FRAME: u16 = 0;
pub(super) const KEY_FRAME: u16 = 2;
const END: u16 = 7;
pub(super) const HIGHLIGHT_EVENTS: u16 = 9;
/// A packet before each frame, of unknown meaning.
pub(super) const BEFORE_FRAME: u16 = 10;

/// Appends a packet. The time is in microseconds.
pub(super) fn push(content: &mut Vec<u8>, kind: u16, clock: u64, payload: &[u8]) {
    content.extend(kind.to_le_bytes());
    content.extend([0; 2]);
    content.extend((payload.len() as u32).to_le_bytes());
    content.extend(clock.to_le_bytes());
    content.extend(payload);
}

/// Appends the packet that ends a chunk.
pub(super) fn end(content: &mut Vec<u8>, clock: u64) {
    push(content, END, clock, &[]);
}

/// The length of packets with payloads of these lengths, in bytes.
pub(super) fn length(payloads: &[usize]) -> usize {
    payloads.iter().map(|payload| HEADER + payload).sum()
}
