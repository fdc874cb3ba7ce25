//! A bit writer.

/// A stream of bits, most significant bit first.
#[derive(Default)]
pub(super) struct Bits {
    bytes: Vec<u8>,
    /// The number of bits used in the last byte; 0 for all.
    used: u32,
}

impl Bits {
    /// Appends the highest bits of a byte, at most 8.
    pub(super) fn push(&mut self, byte: u8, bits: u32) {
        debug_assert!((1..=8).contains(&bits));
        let byte = byte & (0xff_u8 << (8 - bits));
        match self.bytes.last_mut().filter(|_| self.used > 0) {
            Some(last) => {
                *last |= byte >> self.used;
                if self.used + bits > 8 {
                    self.bytes.push(byte << (8 - self.used));
                }
            }
            None => self.bytes.push(byte),
        }
        self.used = (self.used + bits) % 8;
    }

    pub(super) fn extend(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.push(*byte, 8));
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Whether 32 bits occur in the bytes, at any bit offset.
pub(super) fn contains(bytes: &[u8], pattern: u32) -> bool {
    let mut last = 0_u64;
    bytes.iter().enumerate().any(|(index, byte)| {
        last = last << 8 | u64::from(*byte);
        (0..8).any(|shift| index >= 4 && (last >> shift) as u32 == pattern)
            || (index == 3 && last as u32 == pattern)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_follow_each_other() {
        let mut bits = Bits::default();
        bits.push(0b1010_0000, 3);
        bits.extend(&[0xff, 0x00]);
        bits.push(0xff, 5);
        assert_eq!(bits.into_bytes(), [0b1011_1111, 0b1110_0000, 0b0001_1111]);
        assert!(contains(&[0, 0, 0x2e, 0xe0], 0x2ee0));
        assert!(contains(&[1, 0, 0, 0x17, 0x70, 9], 0x2ee0));
        assert!(!contains(&[1, 0, 0x2e, 0xe0], 0x2ee0));
    }
}
