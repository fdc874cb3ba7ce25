//! Reads at any bit offset. A film is a stream of bits, with the highest bit of each byte first.

/// The 64 bits at a bit offset, with the first one highest; `None` if they exceed the source.
pub(super) fn word(bytes: &[u8], bit: usize) -> Option<u64> {
    let (first, shift) = (bit / 8, bit % 8);
    let whole = u64::from_be_bytes(array(bytes, first)?);
    if shift == 0 {
        return Some(whole);
    }
    let next = bytes.get(first.checked_add(8)?)?;
    Some(whole << shift | u64::from(*next) >> (8 - shift))
}

/// The bytes at a bit offset; `None` if they exceed the source.
pub(super) fn bytes<const N: usize>(source: &[u8], bit: usize) -> Option<[u8; N]> {
    let (first, shift) = (bit / 8, bit % 8);
    let mut read: [u8; N] = array(source, first)?;
    if shift > 0 {
        let following = source.get(first.checked_add(1)?..first.checked_add(1 + N)?)?;
        for (byte, next) in read.iter_mut().zip(following) {
            *byte = *byte << shift | next >> (8 - shift);
        }
    }
    Some(read)
}

fn array<const N: usize>(bytes: &[u8], first: usize) -> Option<[u8; N]> {
    bytes.get(first..first.checked_add(N)?)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_read_from_the_highest_one() {
        let source = [0b1010_0101, 0xff, 0, 0, 0, 0, 0, 0, 0b1000_0000];
        assert_eq!(word(&source, 0), Some(0xa5ff_0000_0000_0000));
        assert_eq!(word(&source, 1), Some(0x4bfe_0000_0000_0001));
        assert_eq!(word(&source, 8), Some(0xff00_0000_0000_0080));
        assert_eq!(word(&source, 9), None);
        assert_eq!(bytes(&source, 4), Some([0x5f, 0xf0]));
        assert_eq!(bytes(&source, 64), Some([0x80]));
        assert_eq!(bytes::<1>(&source, 65), None);
        assert_eq!(bytes::<10>(&source, 0), None);
        assert_eq!(word(&source, usize::MAX), None);
    }
}
