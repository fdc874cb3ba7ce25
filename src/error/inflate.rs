//! Film chunks that cannot be inflated.

/// A chunk that cannot be inflated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InflateError {
    /// The bytes are not a chunk: chunks are compressed with zlib.
    #[error("this is not a chunk of a film: it is not compressed with zlib, but begins with {start:?}")]
    #[non_exhaustive]
    NotCompressed {
        /// The first bytes, as text.
        start: String,
    },
    /// The chunk begins as zlib's format does, but is damaged.
    #[error("the chunk cannot be inflated: it is damaged after {inflated} or more inflated bytes: {problem}")]
    #[non_exhaustive]
    Damaged {
        /// Number of bytes inflated before the damage, rounded down to a multiple of 16 KiB.
        inflated: usize,
        /// The damage, in words.
        problem: String,
    },
    /// The chunk ends too early: the download was not complete.
    #[error("the chunk ends too early, after {inflated} inflated bytes: download it again")]
    #[non_exhaustive]
    Truncated {
        /// Number of bytes inflated before the damage.
        inflated: usize,
    },
    /// The inflated chunk is longer than the limit.
    #[error("the chunk inflates to more than {limit} bytes, which is the limit")]
    #[non_exhaustive]
    TooLong {
        /// The limit, in bytes.
        limit: usize,
    },
}
