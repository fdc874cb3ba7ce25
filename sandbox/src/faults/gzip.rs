//! Harmful gzip bodies.

use axum::body::Bytes;
use flate2::write::GzEncoder;
use flate2::{Compress, Compression, Crc, FlushCompress};
use http_body::{Body, Frame, SizeHint};
use std::convert::Infallible;
use std::io::Write;
use std::pin::Pin;
use std::task::{Context, Poll};

/// The part of a bomb that is compressed in one piece.
const BLOCK: usize = 1 << 20;

/// Method deflate, no flags, no time, unknown system.
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/// Compresses a body and inverts the second half.
pub(super) fn broken(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).expect("writing to memory cannot fail");
    let mut packed = encoder.finish().expect("writing to memory cannot fail");
    let half = packed.len() / 2;
    for byte in &mut packed[half..] {
        *byte = !*byte;
    }
    packed
}

/// A body of compressed spaces. One block of them is stored, and sent repeatedly.
pub(super) struct Bomb {
    header: Option<Bytes>,
    block: Bytes,
    blocks_left: u64,
    /// The remainder, the checksum and the size.
    tail: Option<Bytes>,
}

impl Bomb {
    pub(super) fn new(inflated: u64) -> Self {
        let spaces = vec![b' '; BLOCK];
        let blocks = inflated / BLOCK as u64;
        let rest = &spaces[..(inflated % BLOCK as u64) as usize];
        // A block that ends at a byte boundary and refers to nothing before it can be repeated.
        let block = deflate(&spaces, FlushCompress::Full);
        let mut tail = deflate(rest, FlushCompress::Finish);
        tail.extend_from_slice(&checksum(&spaces, blocks, rest).to_le_bytes());
        // The format stores the size modulo 2^32.
        tail.extend_from_slice(&(inflated as u32).to_le_bytes());
        Self {
            header: Some(Bytes::from_static(&HEADER)),
            block: block.into(),
            blocks_left: blocks,
            tail: Some(tail.into()),
        }
    }

    fn next(&mut self) -> Option<Bytes> {
        if let Some(header) = self.header.take() {
            return Some(header);
        }
        if self.blocks_left > 0 {
            self.blocks_left -= 1;
            return Some(self.block.clone());
        }
        self.tail.take()
    }
}

fn deflate(bytes: &[u8], flush: FlushCompress) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 64 + 1024);
    let mut compress = Compress::new(Compression::best(), false);
    compress
        .compress_vec(bytes, &mut out, flush)
        .expect("compressing a new stream cannot fail");
    debug_assert_eq!(compress.total_in(), bytes.len() as u64);
    out
}

fn checksum(block: &[u8], blocks: u64, rest: &[u8]) -> u32 {
    let of = |bytes: &[u8]| {
        let mut crc = Crc::new();
        crc.update(bytes);
        crc
    };
    // Doubles the block's checksum and combines the powers of two that add up to the number.
    let (mut all, mut power, mut left) = (Crc::new(), of(block), blocks);
    while left > 0 {
        if left % 2 == 1 {
            all.combine(&power);
        }
        left /= 2;
        // The doubled size of the last power may be too large to count.
        if left > 0 {
            let mut twice = Crc::new();
            twice.combine(&power);
            twice.combine(&power);
            power = twice;
        }
    }
    all.combine(&of(rest));
    all.sum()
}

impl Body for Bomb {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.next().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn size_hint(&self) -> SizeHint {
        let length = |bytes: &Option<Bytes>| bytes.as_ref().map_or(0, |bytes| bytes.len() as u64);
        let blocks = self.blocks_left.saturating_mul(self.block.len() as u64);
        SizeHint::with_exact(length(&self.header) + blocks + length(&self.tail))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use std::io::Read;

    fn packed(inflated: u64) -> Vec<u8> {
        let mut bomb = Bomb::new(inflated);
        let announced = bomb.size_hint().exact().expect("a size");
        let packed: Vec<u8> = std::iter::from_fn(|| bomb.next()).flatten().collect();
        assert_eq!(packed.len() as u64, announced);
        packed
    }

    #[test]
    fn a_bomb_inflates_to_its_size() {
        for inflated in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 5 * BLOCK + 12_345] {
            let mut spaces = Vec::new();
            let packed = packed(inflated as u64);
            // The decoder verifies checksum and size at the end.
            GzDecoder::new(packed.as_slice())
                .read_to_end(&mut spaces)
                .expect("a whole stream");
            assert_eq!(spaces.len(), inflated);
            assert!(spaces.iter().all(|byte| *byte == b' '));
        }
    }

    #[test]
    fn the_checksum_covers_all_blocks() {
        let (block, rest) = (b"0123456789", b"abc");
        for blocks in [0, 1, 2, 3, 1000] {
            let mut crc = Crc::new();
            crc.update(&block.repeat(blocks));
            crc.update(rest);
            assert_eq!(checksum(block, blocks as u64, rest), crc.sum(), "{blocks}");
        }
    }

    #[test]
    fn the_largest_bomb_starts() {
        let mut bomb = Bomb::new(u64::MAX);
        assert_eq!(bomb.next().as_deref(), Some(&HEADER[..]));
    }

    #[test]
    fn a_bomb_is_small() {
        let megabytes = 64;
        assert!(packed(megabytes << 20).len() < megabytes as usize * 1200);
    }

    #[test]
    fn a_broken_stream_looks_like_gzip_and_fails_to_inflate() {
        for body in ["", "a", r#"{"Count": 1}"#, &"a longer body ".repeat(1000)] {
            let packed = broken(body.as_bytes());
            let read = GzDecoder::new(packed.as_slice()).read_to_end(&mut Vec::new());
            assert!(packed.starts_with(&[0x1f, 0x8b]) && read.is_err(), "{body:.20}");
        }
    }
}
