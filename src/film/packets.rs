//! The packets of a chunk.

use std::fmt;

/// The length of a packet's header, in bytes.
const HEADER: usize = 16;

/// The kind of a packet.
///
/// Only the kinds whose meaning is known have a name. Other numbers occur in every film: 1, 6, 8, 10 and 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PacketKind {
    /// A frame, number 0: the changes of the world since the frame before, about 60 times a second.
    Frame,
    /// A key frame, number 2: the whole world at one moment, at the start of each chunk of replication data.
    KeyFrame,
    /// The end of the chunk, number 7, without a payload.
    End,
    /// The highlight events, number 9: see [`HighlightEvents`](super::HighlightEvents).
    HighlightEvents,
    /// A kind of unknown meaning, with its number.
    Unknown(u16),
}

impl PacketKind {
    /// The kind with a number.
    pub const fn from_number(number: u16) -> Self {
        match number {
            0 => Self::Frame,
            2 => Self::KeyFrame,
            7 => Self::End,
            9 => Self::HighlightEvents,
            _ => Self::Unknown(number),
        }
    }

    /// The number of the kind.
    pub const fn number(self) -> u16 {
        match self {
            Self::Frame => 0,
            Self::KeyFrame => 2,
            Self::End => 7,
            Self::HighlightEvents => 9,
            Self::Unknown(number) => number,
        }
    }
}

/// A packet of a chunk.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Packet<'a> {
    /// The kind.
    pub kind: PacketKind,
    /// Two bytes of the header, of unknown meaning. Mostly 0.
    pub unknown: [u8; 2],
    /// The time on the film's clock, in microseconds. All chunks of a film have the same clock, which does not
    /// start with the match: only differences mean something.
    pub clock_us: u64,
    /// The offset of the packet in the inflated chunk, in bytes.
    pub offset: usize,
    /// The content, as bits whose format is mostly unknown.
    pub payload: &'a [u8],
}

/// Shows the length of the payload instead of its bytes.
impl fmt::Debug for Packet<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Packet")
            .field("kind", &self.kind)
            .field("unknown", &self.unknown)
            .field("clock_us", &self.clock_us)
            .field("offset", &self.offset)
            .field("payload", &self.payload.len())
            .finish()
    }
}

/// The rest of a chunk that is not a packet: it is too short for a header, or for the payload that its header
/// announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("the {length} bytes at byte {offset} are not a whole packet")]
#[non_exhaustive]
pub struct DamagedPacket {
    /// The offset of the rest in the inflated chunk, in bytes.
    pub offset: usize,
    /// The length of the rest, in bytes.
    pub length: usize,
}

/// The packets of an inflated chunk: of replication data, or of highlight events. The header chunk has none.
///
/// ```
/// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
/// # let client = sandbox.client()?;
/// # let match_id = sandbox.world().match_ids(sandbox.world().home())[0];
/// use halo_infinite::film::{self, PacketKind};
///
/// let film = client.discovery_ugc().film_by_match_id(match_id).send()?;
/// for chunk in film.replication().take(1) {
///     let file = client.films().chunk(&film, chunk).send()?;
///     let content = file.inflate()?;
///     let mut frames = 0;
///     for packet in film::packets(&content) {
///         frames += usize::from(packet?.kind == PacketKind::Frame);
///     }
///     println!("{frames} frames in {} ms", chunk.duration_milliseconds);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Each packet has a header of 16 bytes, all numbers little-endian: its kind (2 bytes), 2 bytes of unknown meaning,
/// the length of its payload (4), and its time (8). The real chunks of highlight events that this crate is tested
/// with consist of exactly two packets. For replication data, two public readers agree: LevelUp, by its author's
/// measurements in more than a thousand films, and `halo_api`. What the payloads of replication data hold is
/// unknown here.
pub fn packets(inflated: &[u8]) -> Packets<'_> {
    Packets {
        rest: inflated,
        offset: 0,
    }
}

/// An iterator over the packets of a chunk: see [`packets`].
///
/// The packet of kind [`End`](PacketKind::End) is the last item. If the chunk is cut off or is not a list of
/// packets, the last item is an error. The iterator allocates nothing.
#[derive(Debug, Clone)]
#[must_use = "the iterator is lazy: it reads packets only as they are requested"]
pub struct Packets<'a> {
    /// The bytes that were not read yet; empty at the end.
    rest: &'a [u8],
    /// The offset of the rest in the chunk.
    offset: usize,
}

impl<'a> Packets<'a> {
    /// Reads a packet and the bytes after it.
    fn split(&self) -> Option<(Packet<'a>, &'a [u8])> {
        let (header, rest) = self.rest.split_first_chunk::<HEADER>()?;
        let [kind @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _] = *header;
        let [_, _, unknown @ .., _, _, _, _, _, _, _, _, _, _, _, _] = *header;
        let [_, _, _, _, length @ .., _, _, _, _, _, _, _, _] = *header;
        let [_, _, _, _, _, _, _, _, clock @ ..] = *header;
        let length = usize::try_from(u32::from_le_bytes(length)).ok()?;
        let (payload, rest) = rest.split_at_checked(length)?;
        let packet = Packet {
            kind: PacketKind::from_number(u16::from_le_bytes(kind)),
            unknown,
            clock_us: u64::from_le_bytes(clock),
            offset: self.offset,
            payload,
        };
        Some((packet, rest))
    }
}

impl<'a> Iterator for Packets<'a> {
    type Item = Result<Packet<'a>, DamagedPacket>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let Some((packet, rest)) = self.split() else {
            let damaged = DamagedPacket {
                offset: self.offset,
                length: self.rest.len(),
            };
            self.rest = &[];
            return Some(Err(damaged));
        };
        self.offset += HEADER + packet.payload.len();
        self.rest = if packet.kind == PacketKind::End { &[] } else { rest };
        Some(Ok(packet))
    }
}

impl std::iter::FusedIterator for Packets<'_> {}
