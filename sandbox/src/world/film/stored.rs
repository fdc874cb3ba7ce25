//! Zlib files with uncompressed content, so that their length is known in advance.

use crate::rng::Rng;

/// The maximum content of a block.
const BLOCK: usize = 65_535;
/// The size of a block's header.
const BLOCK_HEADER: usize = 5;
/// The size of the zlib header and checksum.
const AROUND: usize = 2 + 4;

/// The length of a file with a random content length in this range.
pub(super) fn size(rng: &mut Rng, low: i64, high: i64) -> usize {
    let content = usize::try_from(rng.between(low, high)).unwrap_or(0).max(1);
    content + content.div_ceil(BLOCK) * BLOCK_HEADER + AROUND
}

/// The content length of a file.
pub(super) fn content_of(size: usize) -> usize {
    let blocks = size - AROUND;
    blocks - blocks.div_ceil(BLOCK + BLOCK_HEADER) * BLOCK_HEADER
}

/// The file for a content, which must not be empty.
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
    // This many bytes cannot overflow the sums.
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
    fn files_have_the_expected_length_and_inflate() {
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
