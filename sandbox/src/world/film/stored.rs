//! Files in zlib's format whose content is not compressed: their length is known beforehand.

use crate::rng::Rng;

/// How much a block holds.
const BLOCK: usize = 65_535;
/// What a block begins with.
const BLOCK_HEADER: usize = 5;
/// The format's header and its checksum.
const AROUND: usize = 2 + 4;

/// A length of a file, between two numbers or just above.
pub(super) fn size(rng: &mut Rng, low: i64, high: i64) -> usize {
    let content = usize::try_from(rng.between(low, high)).unwrap_or(0).max(1);
    content + content.div_ceil(BLOCK) * BLOCK_HEADER + AROUND
}

/// How long the content of a file is.
pub(super) fn content_of(size: usize) -> usize {
    let blocks = size - AROUND;
    blocks - blocks.div_ceil(BLOCK + BLOCK_HEADER) * BLOCK_HEADER
}

/// The file of a content, which is not empty.
pub(super) fn file(content: &[u8]) -> Vec<u8> {
    let mut file = vec![0x78, 0x01];
    let mut blocks = content.chunks(BLOCK).peekable();
    while let Some(block) = blocks.next() {
        let len = block.len() as u16;
        file.push(u8::from(blocks.peek().is_none()));
        file.extend(len.to_le_bytes());
        file.extend((!len).to_le_bytes());
        file.extend(block);
    }
    file.extend(adler32(content).to_be_bytes());
    file
}

fn adler32(content: &[u8]) -> u32 {
    const MODULUS: u32 = 65_521;
    let (mut a, mut b) = (1_u32, 0_u32);
    // So many bytes never overflow.
    for bytes in content.chunks(5552) {
        for byte in bytes {
            a += u32::from(*byte);
            b += a;
        }
        (a, b) = (a % MODULUS, b % MODULUS);
    }
    b << 16 | a
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn files_have_the_length_that_was_told_and_can_be_inflated() {
        let mut rng = Rng::new(1);
        for length in [1, 100, 65_535, 65_536, 131_070, 131_071, 300_000] {
            let size = size(&mut rng, length, length);
            assert_eq!(content_of(size) as i64, length);
            let content: Vec<u8> = (0..length).map(|index| (index * 7 % 256) as u8).collect();
            let file = file(&content);
            assert_eq!(file.len(), size);
            let mut inflated = Vec::new();
            flate2::read::ZlibDecoder::new(file.as_slice())
                .read_to_end(&mut inflated)
                .expect("zlib");
            assert_eq!(inflated, content);
        }
    }
}
