//! JPEG images of one colour.

/// The dimensions of a block, in pixels.
const BLOCK: u16 = 8;
/// The longest difference that the Huffman table has a code for, in bits.
const LONGEST: u8 = 8;

/// A baseline image of one colour, derived from a number.
pub(crate) fn plain(width: u16, height: u16, color: usize) -> Vec<u8> {
    let level = |by: usize, start: usize| u8::try_from((start + color * by) % 256).unwrap_or(0);
    let components = [level(91, 120), level(37, 60), level(151, 200)];
    let mut jpeg = vec![0xff, 0xd8];
    // Quantized by 8, the constant term of a block of one colour is that colour.
    segment(&mut jpeg, 0xdb, &[[0].as_slice(), &[8; 64]].concat());
    segment(&mut jpeg, 0xc0, &frame(width, height));
    segment(&mut jpeg, 0xc4, &differences());
    segment(
        &mut jpeg,
        0xc4,
        &[&[0x10, 1][..], &[0; 15], &[END_OF_BLOCK]].concat(),
    );
    segment(&mut jpeg, 0xda, &[3, 1, 0, 2, 0, 3, 0, 0, 63, 0]);
    let blocks = usize::from(width.div_ceil(BLOCK)) * usize::from(height.div_ceil(BLOCK));
    jpeg.extend(scan(components, blocks));
    jpeg.extend([0xff, 0xd9]);
    jpeg
}

/// The symbol for "no more coefficients", whose code is one zero bit.
const END_OF_BLOCK: u8 = 0;

fn segment(jpeg: &mut Vec<u8>, marker: u8, content: &[u8]) {
    let length = u16::try_from(content.len() + 2).unwrap_or(u16::MAX);
    jpeg.extend([0xff, marker]);
    jpeg.extend(length.to_be_bytes());
    jpeg.extend(content);
}

/// Three components of full resolution, with eight bits each.
fn frame(width: u16, height: u16) -> Vec<u8> {
    let mut frame = vec![8];
    frame.extend(height.to_be_bytes());
    frame.extend(width.to_be_bytes());
    frame.push(3);
    for component in 1..=3 {
        frame.extend([component, 0x11, 0]);
    }
    frame
}

/// The Huffman table of differences: the code of a length is that length, in four bits.
fn differences() -> Vec<u8> {
    let mut counts = [0; 16];
    counts[3] = LONGEST + 1;
    [[0].as_slice(), &counts, &(0..=LONGEST).collect::<Vec<u8>>()].concat()
}

/// The first block has the colour. All others differ from it by nothing.
fn scan(components: [u8; 3], blocks: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    for block in 0..blocks {
        for component in components {
            let value = if block == 0 { i32::from(component) - 128 } else { 0 };
            let length = 32 - value.unsigned_abs().leading_zeros();
            bits.push(length, 4);
            // Negative values count from the lowest value of their length.
            let lowest = if value < 0 { (1 << length) - 1 } else { 0 };
            bits.push((value + lowest).unsigned_abs(), length);
            bits.push(u32::from(END_OF_BLOCK), 1);
        }
    }
    bits.finish()
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    pending: u8,
    count: u32,
}

impl Bits {
    fn push(&mut self, value: u32, length: u32) {
        for bit in (0..length).rev() {
            self.pending = self.pending << 1 | u8::from(value >> bit & 1 == 1);
            self.count += 1;
            if self.count == 8 {
                self.bytes.push(self.pending);
                if self.pending == 0xff {
                    // Otherwise, a decoder would take the byte for a marker.
                    self.bytes.push(0);
                }
                (self.pending, self.count) = (0, 0);
            }
        }
    }

    fn finish(mut self) -> Vec<u8> {
        while self.count != 0 {
            self.push(1, 1);
        }
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_have_their_dimensions_and_end() {
        let jpeg = plain(640, 360, 7);
        assert!(jpeg.starts_with(&[0xff, 0xd8, 0xff, 0xdb, 0, 67]));
        assert!(jpeg.ends_with(&[0xff, 0xd9]));
        let frame = [
            0xff,
            0xc0,
            0,
            17,
            8,
            360_u16.to_be_bytes()[0],
            360_u16.to_be_bytes()[1],
            2,
            128,
            3,
        ];
        assert!(jpeg.windows(frame.len()).any(|bytes| bytes == frame));
        assert_ne!(jpeg, plain(640, 360, 8));
    }

    #[test]
    fn a_block_has_the_colour_and_the_next_repeats_it() {
        // 5 is "101", with the length 3; -3 is "00", with the length 2; 0 has no bits.
        let bits = scan([133, 125, 128], 2);
        let first = "0011 101 0 0010 00 0 0000 0";
        let second = "0000 0 0000 0 0000 0";
        let text: String = format!("{first}{second}").chars().filter(|c| *c != ' ').collect();
        let mut expected = Bits::default();
        text.chars()
            .for_each(|bit| expected.push(u32::from(bit == '1'), 1));
        assert_eq!(bits, expected.finish());
    }

    #[test]
    fn full_bytes_are_followed_by_a_zero() {
        let mut bits = Bits::default();
        bits.push(0xff, 8);
        bits.push(0, 1);
        assert_eq!(bits.finish(), [0xff, 0, 0x7f]);
    }
}
