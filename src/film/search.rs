//! Searches for a pattern of bits at every bit offset.

/// Finds a pattern of 16 bits at any bit offset, in order. Bits that are 0 in `MASK` match anything.
///
/// The search tests all offsets in 8 bytes at once: shifted left by `n`, the bytes have at each offset the bit
/// `n` bits after it, which must equal the pattern's bit `n`.
///
/// Every call must pass the same bytes: the search does not hold them.
#[derive(Debug, Clone, Default)]
pub(super) struct Search<const PATTERN: u16, const MASK: u16> {
    /// The byte offset of the first bit in `found`.
    found_at: usize,
    /// A bit for each match that was not returned yet; the highest bit is the first offset.
    found: u64,
    /// The byte offset at which the search continues.
    next: usize,
}

/// The bytes that each step covers: of the 64 bits in 8 bytes, the first 49 have 15 more bits after them.
const STEP: usize = 6;

impl<const PATTERN: u16, const MASK: u16> Search<PATTERN, MASK> {
    /// Whether the pattern has three ones side by side.
    const HAS_ONES_IN_A_ROW: bool = {
        let ones = PATTERN & MASK;
        ones & ones << 1 & ones << 2 != 0
    };

    /// The bit offset of the next match.
    pub fn next_in(&mut self, bytes: &[u8]) -> Option<usize> {
        if self.found == 0 {
            self.advance(bytes)?;
        }
        let offset = self.found.leading_zeros();
        self.found &= !(1 << (63 - offset));
        Some(8 * self.found_at + offset as usize)
    }

    /// Continues at a bit offset, unless the search has already reached it.
    pub fn skip_to(&mut self, bit: usize) {
        if bit / 8 >= self.next {
            self.next = bit / 8;
            self.found = 0;
        }
    }

    /// A bit for each offset of a word at which the pattern matches.
    #[inline(always)]
    fn matches(word: u64) -> u64 {
        let mut matches = u64::MAX;
        let mut index = 0;
        while index < 16 {
            let bit = 0x8000 >> index;
            if MASK & bit != 0 {
                let shifted = word << index;
                matches &= if PATTERN & bit != 0 { shifted } else { !shifted };
            }
            index += 1;
        }
        matches
    }

    /// Continues until there is a match. Returns `None` at the end of the bytes.
    fn advance(&mut self, bytes: &[u8]) -> Option<()> {
        const OFFSETS: u64 = u64::MAX << (64 - 8 * STEP);
        while let Some(window) = bytes.get(self.next..).and_then(<[u8]>::first_chunk::<8>) {
            let word = u64::from_be_bytes(*window);
            // Films are sparse: most words have no three ones in a row, so this test skips them quickly.
            if Self::HAS_ONES_IN_A_ROW && word & word << 1 & word << 2 == 0 {
                self.next += STEP;
                continue;
            }
            self.found = Self::matches(word) & OFFSETS;
            self.found_at = self.next;
            self.next += STEP;
            if self.found != 0 {
                return Some(());
            }
        }
        let rest = bytes.get(self.next..).filter(|rest| !rest.is_empty())?;
        let mut window = [0; 8];
        window.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        // A match must not extend into the zeros that pad the window.
        let offsets = (8 * rest.len()).saturating_sub(15).min(63);
        self.found = Self::matches(u64::from_be_bytes(window)) & !(u64::MAX >> offsets);
        self.found_at = self.next;
        self.next = bytes.len();
        (self.found != 0).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::bits;
    use super::*;

    /// Searches bit by bit.
    fn naive(source: &[u8], pattern: u16, mask: u16) -> Vec<usize> {
        let last = (8 * source.len()).saturating_sub(15);
        (0..last)
            .filter(|bit| {
                bits::bytes(source, *bit).is_some_and(|bytes| u16::from_be_bytes(bytes) & mask == pattern)
            })
            .collect()
    }

    fn all<const PATTERN: u16, const MASK: u16>(source: &[u8]) -> Vec<usize> {
        let mut search = Search::<PATTERN, MASK>::default();
        std::iter::from_fn(|| search.next_in(source)).collect()
    }

    #[test]
    fn every_match_is_found_once_and_in_order() {
        let mut seed = 7_u64;
        for length in (0..60).chain([1000, 4001]) {
            let mut source = vec![0_u8; length];
            for byte in &mut source {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                *byte = [0, 0x40, 0x49, 0x4b, 0x70, 0xff, (seed >> 40) as u8][(seed >> 60) as usize % 7];
            }
            let found: Vec<usize> = all::<0x25c0, 0xf7ff>(&source);
            assert_eq!(found, naive(&source, 0x25c0, 0xf7ff));
            let found: Vec<usize> = all::<0, 0xff00>(&source);
            assert_eq!(found, naive(&source, 0, 0xff00), "{length}");
        }
    }

    #[test]
    fn a_search_skips_forward_but_not_back() {
        let source = [0xff; 100];
        let mut search = Search::<0xffff, 0xffff>::default();
        assert_eq!(search.next_in(&source), Some(0));
        search.skip_to(401);
        assert_eq!(search.next_in(&source), Some(400));
        search.skip_to(7);
        assert_eq!(search.next_in(&source), Some(401));
        search.skip_to(10_000);
        assert_eq!(search.next_in(&source), None);
    }
}
