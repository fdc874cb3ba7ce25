//! Film chunks that cannot be inflated.

/// A chunk that cannot be inflated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InflateError {
    /// What was downloaded is no chunk: chunks come compressed with zlib.
    #[error("this is no chunk of a film: it is not compressed with zlib, but begins with {start:?}")]
    #[non_exhaustive]
    NotCompressed {
        /// The first bytes, as text.
        start: String,
    },
    /// It begins as zlib's format does, but is damaged.
    #[error("the chunk cannot be inflated: it is damaged after {inflated} inflated bytes: {problem}")]
    #[non_exhaustive]
    Damaged {
        /// How much could be inflated.
        inflated: usize,
        /// What the decompressor says.
        problem: String,
    },
    /// It ends in the middle: the download was not complete.
    #[error("the chunk ends too early, after {inflated} inflated bytes: download it again")]
    #[non_exhaustive]
    Truncated {
        /// How much could be inflated.
        inflated: usize,
    },
    /// It would be longer than is allowed.
    #[error("the chunk inflates to more than {limit} bytes, which is the limit")]
    #[non_exhaustive]
    TooLong {
        /// The limit, in bytes.
        limit: usize,
    },
}
