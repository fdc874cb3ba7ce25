//! The effects of faults.

use axum::http::HeaderValue;
use std::fmt;
use std::time::Duration;

/// The effect of a fault on a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// The response is unchanged.
    None,
    /// Tokens are revoked before the request is served.
    Revoke(Revoked),
    ContentType(HeaderValue),
    Rewrite(JsonFlaw),
    GarbageInside,
    BrokenGzip,
    GzipBomb {
        inflated: u64,
    },
    HugeHeaders {
        bytes: u64,
    },
    EndlessHeaders,
    /// No byte is sent.
    NoResponse(End),
    CutOff {
        after: usize,
        end: End,
    },
    Drip {
        bytes: usize,
        every: Duration,
    },
    DripForever {
        bytes: usize,
        every: Duration,
    },
    Garbage {
        bytes: usize,
    },
    EndlessBody,
    HugeLength {
        announced: u64,
    },
}

/// The tokens to revoke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Revoked {
    Spartan,
    User,
}

/// The flaw in a JSON document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JsonFlaw {
    DuplicateKeys,
    HugeNumbers,
    InvalidUtf8,
}

/// How a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// TCP FIN.
    Close,
    /// TCP RST.
    Reset,
}

impl fmt::Display for Effect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => formatter.write_str("unchanged"),
            Self::Revoke(Revoked::Spartan) => formatter.write_str("Spartan tokens revoked"),
            Self::Revoke(Revoked::User) => formatter.write_str("user tokens revoked"),
            Self::ContentType(content_type) => write!(formatter, "sent as {content_type:?}"),
            Self::Rewrite(JsonFlaw::DuplicateKeys) => formatter.write_str("duplicate keys"),
            Self::Rewrite(JsonFlaw::HugeNumbers) => formatter.write_str("huge numbers"),
            Self::Rewrite(JsonFlaw::InvalidUtf8) => formatter.write_str("invalid UTF-8"),
            Self::GarbageInside => formatter.write_str("garbage inside"),
            Self::BrokenGzip => formatter.write_str("broken gzip"),
            Self::GzipBomb { inflated } => write!(formatter, "gzip bomb of {inflated} bytes"),
            Self::HugeHeaders { bytes } => write!(formatter, "{bytes} bytes of headers"),
            Self::EndlessHeaders => formatter.write_str("endless headers"),
            Self::NoResponse(End::Close) => formatter.write_str("closed without a response"),
            Self::NoResponse(End::Reset) => formatter.write_str("reset without a response"),
            Self::CutOff { after, end } => match end {
                End::Close => write!(formatter, "truncated after {after} bytes"),
                End::Reset => write!(formatter, "reset after {after} bytes"),
            },
            Self::Drip { bytes, every } => write!(formatter, "{bytes} bytes every {every:?}"),
            Self::DripForever { bytes, every } => {
                write!(formatter, "{bytes} bytes every {every:?} without end")
            }
            Self::Garbage { bytes } => write!(formatter, "{bytes} bytes that are not HTTP"),
            Self::EndlessBody => formatter.write_str("endless body"),
            Self::HugeLength { announced } => write!(formatter, "body of {announced} bytes"),
        }
    }
}
