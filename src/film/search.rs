//! Searches for a pattern of bits at every bit offset.

/// Finds a pattern of 16 bits at any bit offset, in order, if the bits before it in its first byte are 0: in films,
/// a byte of zeros precedes each marker. Bits that are 0 in `MASK` match anything.
///
/// A pattern that begins in a byte fills this byte and the next one in one of eight ways, so two comparisons of whole
/// bytes test each way. The compiler turns them into vector instructions.
///
/// Every call must pass the same bytes: the search does not hold them.
#[derive(Debug, Clone, Default)]
pub(super) struct Search<const PATTERN: u16, const MASK: u16> {
    /// A bit for each match in the byte before `next` that was not returned yet; the highest bit is the first offset.
    found: u8,
    /// The byte offset at which the search continues.
    next: usize,
}

/// The number of bytes that are tested together.
const BLOCK: usize = 32;

impl<const PATTERN: u16, const MASK: u16> Search<PATTERN, MASK> {
    /// The bit offset of the next match.
    pub fn next_in(&mut self, bytes: &[u8]) -> Option<usize> {
        while self.found == 0 {
            let Some(candidate) = Self::candidate(bytes, self.next) else {
                // Later calls must not search the rest again.
                self.next = bytes.len();
                return None;
            };
            self.found = Self::matches(bytes.get(candidate..)?);
            self.next = candidate + 1;
        }
        let offset = self.found.leading_zeros();
        self.found &= !(0x80 >> offset);
        Some(8 * (self.next - 1) + offset as usize)
    }

    /// Continues in the byte of a bit offset, unless the search has already reached it.
    pub fn skip_to(&mut self, bit: usize) {
        if bit / 8 >= self.next {
            self.next = bit / 8;
            self.found = 0;
        }
    }

    /// The offset of the next byte in which the pattern can begin, as far as two bytes show it.
    fn candidate(bytes: &[u8], start: usize) -> Option<usize> {
        let mut at = start;
        while let Some(first) = bytes.get(at..).and_then(<[u8]>::first_chunk::<BLOCK>)
            && let Some(second) = bytes.get(at + 1..).and_then(<[u8]>::first_chunk::<BLOCK>)
        {
            // Most blocks fail the cheaper test, and most others the whole one.
            if any(first, second, Self::may_begin)
                && any(first, second, Self::can_begin)
                && let Some(index) = first
                    .iter()
                    .zip(second)
                    .position(|(first, second)| Self::can_begin(*first, *second))
            {
                return Some(at + index);
            }
            at += BLOCK;
        }
        let mut pairs = bytes.get(at..)?.windows(2);
        let index =
            pairs.position(|pair| matches!(pair, [first, second] if Self::can_begin(*first, *second)))?;
        Some(at + index)
    }

    /// Whether the pattern can begin in the first of two bytes, as far as the second one shows it.
    #[inline(always)]
    fn may_begin(first: u8, second: u8) -> bool {
        let mut may = false;
        let mut shift = 0;
        while shift < 8 {
            let [_, pattern] = (PATTERN >> shift).to_be_bytes();
            let [_, mask] = (!(!MASK >> shift)).to_be_bytes();
            may |= second & mask == pattern;
            shift += 1;
        }
        let [largest, _] = (PATTERN | !MASK).to_be_bytes();
        may & (first <= largest)
    }

    /// Whether the pattern can begin in the first of two bytes.
    #[inline(always)]
    fn can_begin(first: u8, second: u8) -> bool {
        let mut can = false;
        let mut shift = 0;
        while shift < 8 {
            let [pattern, next_pattern] = (PATTERN >> shift).to_be_bytes();
            let [mask, next_mask] = (!(!MASK >> shift)).to_be_bytes();
            can |= (first & mask == pattern) & (second & next_mask == next_pattern);
            shift += 1;
        }
        can
    }

    /// A bit for each offset in the first byte at which the pattern matches; the highest bit is the first offset.
    fn matches(bytes: &[u8]) -> u8 {
        let (window, offsets) = match *bytes {
            [first, second, third, ..] => (u32::from_be_bytes([0, first, second, third]), 0..8),
            [first, second] => (u32::from_be_bytes([0, first, second, 0]), 0..1),
            _ => return 0,
        };
        offsets
            .filter(|offset| window >> (8 - offset) & (0xffff_0000 | u32::from(MASK)) == u32::from(PATTERN))
            .fold(0, |matches, offset| matches | 0x80 >> offset)
    }
}

/// Whether a test holds for any pair of bytes. Without a branch for each pair, it becomes vector instructions.
#[inline(always)]
fn any(first: &[u8; BLOCK], second: &[u8; BLOCK], test: impl Fn(u8, u8) -> bool) -> bool {
    let pairs = first.iter().zip(second);
    pairs.fold(false, |any, (first, second)| any | test(*first, *second))
}

#[cfg(test)]
mod tests {
    use super::super::bits;
    use super::*;

    /// Searches bit by bit.
    fn naive(source: &[u8], pattern: u16, mask: u16) -> Vec<usize> {
        let last = (8 * source.len()).saturating_sub(15);
        let matches = |bit: &usize| {
            bits::bytes(source, *bit).is_some_and(|bytes| u16::from_be_bytes(bytes) & mask == pattern)
        };
        let follows_zeros = |bit: &usize| u16::from(source[bit / 8]) << (bit % 8) < 0x100;
        (0..last).filter(matches).filter(follows_zeros).collect()
    }

    fn all<const PATTERN: u16, const MASK: u16>(source: &[u8]) -> Vec<usize> {
        let mut search = Search::<PATTERN, MASK>::default();
        std::iter::from_fn(|| search.next_in(source)).collect()
    }

    #[test]
    fn every_match_is_found_once_and_in_order() {
        let mut seed = 7_u64;
        for length in (0..120).chain([1000, 40_001]) {
            let mut source = vec![0_u8; length];
            for byte in &mut source {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                // Both markers at all offsets, and other bits.
                let marker = [0x25c0_u16, 0x2dc0, 0x2ee0][(seed >> 32) as usize % 3] >> (seed >> 36 & 7);
                let [first, second] = marker.to_be_bytes();
                *byte = [0, first, second, 0xc0, 0xe0, (seed >> 40) as u8][(seed >> 60) as usize % 6];
            }
            let found: Vec<usize> = all::<0x25c0, 0xf7ff>(&source);
            assert_eq!(found, naive(&source, 0x25c0, 0xf7ff));
            let found: Vec<usize> = all::<0x2ee0, 0xffff>(&source);
            assert_eq!(found, naive(&source, 0x2ee0, 0xffff), "{length}");
            let found: Vec<usize> = all::<0, 0xff00>(&source);
            assert_eq!(found, naive(&source, 0, 0xff00), "{length}");
        }
    }

    #[test]
    fn a_search_skips_forward_but_not_back() {
        let source = [0; 100];
        let mut search = Search::<0, 0xffff>::default();
        assert_eq!(search.next_in(&source), Some(0));
        search.skip_to(401);
        assert_eq!(search.next_in(&source), Some(400));
        search.skip_to(7);
        assert_eq!(search.next_in(&source), Some(401));
        search.skip_to(10_000);
        assert_eq!(search.next_in(&source), None);
        search.skip_to(usize::MAX);
        assert_eq!(search.next_in(&source), None);
    }
}
