//! Inflates chunks, up to a limit.

use std::borrow::Cow;

use fdeflate::{DecompressionError, Decompressor};

use crate::decode::excerpt;
use crate::error::InflateError;

/// The default limit for the length of an inflated chunk: 32 MiB, about twenty times the longest known chunk.
pub const MAX_INFLATED: usize = 32 << 20;

/// The number of bytes that are inflated at once. It must not be shorter than the longest match, 258 bytes: of a match
/// that does not fit, the decompressor would leave a part out of its checksum.
const STEP: usize = 16 << 10;

/// Whether bytes begin with a header of the zlib format (RFC 1950). No known inflated chunk does.
pub fn is_zlib(bytes: &[u8]) -> bool {
    match bytes {
        [method, flags, ..] => {
            method & 0x0f == 8
                && method >> 4 <= 7
                && flags & 0x20 == 0
                && u16::from_be_bytes([*method, *flags]) % 31 == 0
        }
        _ => false,
    }
}

/// Inflates a chunk. Returns a chunk that is already inflated unchanged, without a copy.
///
/// The result is at most `limit` bytes long, and memory use never exceeds that. Bytes after the end of the
/// compressed stream are ignored.
///
/// # Errors
///
/// [`InflateError`] if the chunk is damaged or inflates to more than `limit` bytes.
pub fn inflate(chunk: &[u8], limit: usize) -> Result<Cow<'_, [u8]>, InflateError> {
    if !is_zlib(chunk) {
        return if chunk.len() > limit {
            Err(InflateError::TooLong { limit })
        } else {
            Ok(Cow::Borrowed(chunk))
        };
    }
    /// Real chunks inflate to four to eight times their size. Reserved memory that is not written takes only
    /// address space.
    const TYPICAL_RATIO: usize = 7;
    let mut decompressor = Decompressor::new();
    let mut inflated = Vec::new();
    let mut length = 0;
    let mut rest = chunk;
    // One byte more than the limit, to detect a chunk that exceeds it.
    let most = limit.saturating_add(1);
    while !decompressor.is_done() {
        if length == inflated.len() {
            let wanted = length.saturating_add(STEP).min(most);
            if wanted > inflated.capacity() {
                let typical = chunk.len().saturating_mul(TYPICAL_RATIO);
                let reserved = wanted.max(typical).max(length.saturating_mul(2)).min(most);
                inflated.reserve_exact(reserved - length);
            }
            inflated.resize(wanted, 0);
        }
        let (taken, written) = decompressor
            .read(rest, &mut inflated, length, false)
            .map_err(|error| InflateError::Damaged {
                inflated: length,
                problem: problem(&error),
            })?;
        rest = rest.get(taken..).unwrap_or_default();
        length += written;
        if length > limit {
            return Err(InflateError::TooLong { limit });
        }
        if taken == 0 && written == 0 && !decompressor.is_done() {
            return Err(InflateError::Truncated { inflated: length });
        }
    }
    inflated.truncate(length);
    Ok(Cow::Owned(inflated))
}

fn problem(error: &DecompressionError) -> String {
    match error {
        DecompressionError::WrongChecksum => "its checksum is wrong".into(),
        DecompressionError::DistanceTooFarBack => "it refers to bytes before its start".into(),
        DecompressionError::InvalidBlockType => "a block has an unknown type".into(),
        DecompressionError::InvalidUncompressedBlockLength => "the length of a block is wrong".into(),
        other => format!("its codes are wrong ({other:?})"),
    }
}

/// As [`inflate`], for a downloaded chunk. The servers store chunks compressed, so anything else is not a
/// chunk but, for example, the page of a Wi-Fi portal.
#[cfg(feature = "client")]
pub(crate) fn inflate_downloaded(chunk: &[u8], limit: usize) -> Result<Cow<'_, [u8]>, InflateError> {
    if is_zlib(chunk) {
        return inflate(chunk, limit);
    }
    Err(not_compressed(chunk))
}

pub(super) fn not_compressed(chunk: &[u8]) -> InflateError {
    InflateError::NotCompressed {
        start: excerpt(chunk.get(..40).unwrap_or(chunk)),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_chunk_inflates_up_to_the_limit() {
        for length in [0, 1, 4096, 4097, 100_000] {
            let bytes: Vec<u8> = (0..length).map(|index: u32| (index % 251) as u8).collect();
            let chunk = deflate(&bytes);
            assert_eq!(inflate(&chunk, bytes.len()).unwrap(), bytes);
            if let Some(limit) = bytes.len().checked_sub(1) {
                assert_eq!(inflate(&chunk, limit), Err(InflateError::TooLong { limit }));
            }
        }
    }

    /// Matches end and continue at any distance from the end of a step.
    #[test]
    fn a_chunk_inflates_across_steps() {
        for period in [1, 2, 7, 300] {
            for before in [0, 1, 2, 100, 257, 258, 259] {
                let mut bytes: Vec<u8> = (0..STEP - before)
                    .map(|index| (index * index % 253) as u8)
                    .collect();
                let last = bytes[bytes.len() - period..].to_vec();
                bytes.extend(last.iter().cycle().take(2 * STEP + 5));
                assert_eq!(
                    inflate(&deflate(&bytes), bytes.len()).unwrap(),
                    bytes,
                    "{period}, {before}"
                );
            }
        }
    }

    /// However short it is, no chunk has more than its limit reserved.
    #[test]
    fn memory_is_reserved_up_to_the_limit() {
        let bytes = vec![0; 10 * STEP];
        let chunk = deflate(&bytes);
        let Cow::Owned(inflated) = inflate(&chunk, bytes.len()).unwrap() else {
            panic!("the chunk is compressed");
        };
        assert!(inflated.capacity() <= bytes.len() + 1, "{}", inflated.capacity());
        assert_eq!(inflate(&chunk, usize::MAX).unwrap(), bytes);
    }

    #[test]
    fn a_zip_bomb_stops_at_the_limit() {
        let bomb = deflate(&vec![0; 50 << 20]);
        assert!(bomb.len() < 1 << 17);
        let error = inflate(&bomb, 1 << 20).unwrap_err();
        assert_eq!(error, InflateError::TooLong { limit: 1 << 20 });
    }

    #[test]
    fn damage_and_truncation_are_errors() {
        let chunk = deflate(&[7; 9000]);
        for length in 2..chunk.len() {
            let error = inflate(&chunk[..length], 1 << 20).unwrap_err();
            assert!(
                matches!(error, InflateError::Truncated { .. }),
                "{length}: {error}"
            );
        }
        let mut damaged = chunk.clone();
        *damaged.last_mut().unwrap() ^= 1;
        let error = inflate(&damaged, 1 << 20).unwrap_err();
        assert!(matches!(error, InflateError::Damaged { .. }), "{error}");
        let mut longer = chunk;
        longer.extend([1, 2, 3]);
        assert_eq!(inflate(&longer, 1 << 20).unwrap().len(), 9000);
    }

    #[test]
    fn inflated_chunks_are_returned_unchanged() {
        let chunk = [9, 0, 0, 0];
        assert!(matches!(inflate(&chunk, 4), Ok(Cow::Borrowed(bytes)) if bytes == chunk));
        assert_eq!(inflate(&chunk, 3), Err(InflateError::TooLong { limit: 3 }));
        assert_eq!(inflate(&[], 0).unwrap(), &[] as &[u8]);
    }
}
