//! What a server says that does not keep to HTTP: bytes, pauses, and how the connection ends.

use super::twist::End;
use axum::body::Bytes;
use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// All that is still said on a connection.
#[derive(Clone, Debug)]
pub(crate) struct Play {
    steps: Vec<Step>,
    end: End,
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Send(Bytes),
    /// The bytes again and again, never kept more than once: so many bytes in all, or without end.
    Repeat {
        bytes: Bytes,
        total: Option<u64>,
    },
    /// So many bytes at a time, with a pause before each but the first.
    Drip {
        bytes: Bytes,
        piece: usize,
        pause: Duration,
    },
    /// The bytes again and again, without end, with a pause before each time.
    DripForever {
        bytes: Bytes,
        pause: Duration,
    },
}

impl Play {
    pub(super) fn new(steps: Vec<Step>, end: End) -> Self {
        Self { steps, end }
    }

    /// Nothing is said.
    pub(crate) fn close() -> Self {
        Self::new(Vec::new(), End::Close)
    }

    /// Says it, as fast as the client listens.
    ///
    /// # Errors
    ///
    /// If the client has gone.
    pub(crate) async fn perform(self, mut stream: TcpStream) -> io::Result<()> {
        for step in self.steps {
            step.perform(&mut stream).await?;
        }
        match self.end {
            End::Close => stream.shutdown().await,
            // Dropped without lingering, a connection ends in a reset.
            End::Reset => stream.set_zero_linger(),
        }
    }
}

impl Step {
    async fn perform(self, stream: &mut TcpStream) -> io::Result<()> {
        match self {
            Self::Send(bytes) => stream.write_all(&bytes).await,
            Self::Repeat { bytes, total } => {
                let mut left = total;
                while left != Some(0) {
                    let fits = left.map_or(usize::MAX, |left| usize::try_from(left).unwrap_or(usize::MAX));
                    let piece = &bytes[..bytes.len().min(fits)];
                    stream.write_all(piece).await?;
                    left = left.map(|left| left - piece.len() as u64);
                }
                Ok(())
            }
            Self::Drip { bytes, piece, pause } => {
                for (index, piece) in bytes.chunks(piece).enumerate() {
                    if index > 0 {
                        tokio::time::sleep(pause).await;
                    }
                    stream.write_all(piece).await?;
                }
                Ok(())
            }
            Self::DripForever { bytes, pause } => loop {
                tokio::time::sleep(pause).await;
                stream.write_all(&bytes).await?;
            },
        }
    }
}

/// Ends HTTP on a connection: hyper lets go of it, and the play takes over.
#[derive(Debug)]
pub(crate) struct OffScript(pub(crate) Play);

impl OffScript {
    /// The play that ended a connection of hyper's, if one did.
    pub(crate) fn play(error: &hyper::Error) -> Option<Play> {
        let Self(play) = error.source()?.downcast_ref()?;
        Some(play.clone())
    }
}

impl fmt::Display for OffScript {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the answer is no HTTP")
    }
}

impl Error for OffScript {}
