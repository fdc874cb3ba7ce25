//! What happens to an answer.

use axum::http::HeaderValue;
use std::fmt;
use std::time::Duration;

/// What happens to an answer on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Twist {
    /// It arrives as it is.
    None,
    /// It is the first to be asked for with tokens that are no longer good.
    Revoke(Revoked),
    ContentType(HeaderValue),
    Rewrite(Style),
    GarbageInside,
    BrokenGzip,
    GzipBomb {
        inflated: u64,
    },
    HugeHeaders {
        bytes: u64,
    },
    EndlessHeaders,
    /// It never arrives.
    Lost(End),
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

/// Tokens that can be revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Revoked {
    Spartan,
    User,
}

/// How a JSON document is written that is hard to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    DuplicateKeys,
    HugeNumbers,
    InvalidUtf8,
}

/// How a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// In order: TCP's FIN.
    Close,
    /// TCP's RST.
    Reset,
}

impl fmt::Display for Twist {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => formatter.write_str("as it is"),
            Self::Revoke(Revoked::Spartan) => formatter.write_str("Spartan tokens revoked"),
            Self::Revoke(Revoked::User) => formatter.write_str("user tokens revoked"),
            Self::ContentType(content_type) => write!(formatter, "sent as {content_type:?}"),
            Self::Rewrite(Style::DuplicateKeys) => formatter.write_str("duplicate keys"),
            Self::Rewrite(Style::HugeNumbers) => formatter.write_str("huge numbers"),
            Self::Rewrite(Style::InvalidUtf8) => formatter.write_str("invalid UTF-8"),
            Self::GarbageInside => formatter.write_str("garbage inside"),
            Self::BrokenGzip => formatter.write_str("broken gzip"),
            Self::GzipBomb { inflated } => write!(formatter, "gzip bomb of {inflated} bytes"),
            Self::HugeHeaders { bytes } => write!(formatter, "{bytes} bytes of headers"),
            Self::EndlessHeaders => formatter.write_str("endless headers"),
            Self::Lost(End::Close) => formatter.write_str("closed without an answer"),
            Self::Lost(End::Reset) => formatter.write_str("reset without an answer"),
            Self::CutOff { after, end } => match end {
                End::Close => write!(formatter, "truncated after {after} bytes"),
                End::Reset => write!(formatter, "reset after {after} bytes"),
            },
            Self::Drip { bytes, every } => write!(formatter, "{bytes} bytes every {every:?}"),
            Self::DripForever { bytes, every } => {
                write!(formatter, "{bytes} bytes every {every:?} without end")
            }
            Self::Garbage { bytes } => write!(formatter, "{bytes} bytes that are no HTTP"),
            Self::EndlessBody => formatter.write_str("endless body"),
            Self::HugeLength { announced } => write!(formatter, "body of {announced} bytes"),
        }
    }
}
