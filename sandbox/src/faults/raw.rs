//! Raw bytes instead of an HTTP response: pieces, pauses, and the end of the connection.

use super::effect::End;
use axum::body::Bytes;
use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// The remaining output of a connection.
#[derive(Clone, Debug)]
pub(crate) struct RawResponse {
    steps: Vec<Step>,
    end: End,
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Send(Bytes),
    /// Repeats the bytes up to this total, or without end.
    Repeat {
        bytes: Bytes,
        total: Option<u64>,
    },
    /// Pieces of this size, with a pause between them.
    Drip {
        bytes: Bytes,
        piece: usize,
        pause: Duration,
    },
    /// Repeats the bytes without end, with a pause before each time.
    DripForever {
        bytes: Bytes,
        pause: Duration,
    },
}

impl RawResponse {
    pub(super) fn new(steps: Vec<Step>, end: End) -> Self {
        Self { steps, end }
    }

    /// Closes the connection without output.
    pub(crate) fn close() -> Self {
        Self::new(Vec::new(), End::Close)
    }

    /// Sends everything, as fast as the client reads.
    ///
    /// # Errors
    ///
    /// If the client has disconnected.
    pub(crate) async fn send(self, mut stream: TcpStream) -> io::Result<()> {
        for step in self.steps {
            step.send(&mut stream).await?;
        }
        match self.end {
            End::Close => stream.shutdown().await,
            // A connection that is dropped with zero linger is reset.
            End::Reset => stream.set_zero_linger(),
        }
    }
}

impl Step {
    async fn send(self, stream: &mut TcpStream) -> io::Result<()> {
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

/// Takes a connection over from hyper, to send raw bytes.
#[derive(Debug)]
pub(crate) struct NotHttp(pub(crate) RawResponse);

impl NotHttp {
    /// The raw response for which hyper stopped, if that is the reason.
    pub(crate) fn response(error: &hyper::Error) -> Option<RawResponse> {
        let Self(response) = error.source()?.downcast_ref()?;
        Some(response.clone())
    }
}

impl fmt::Display for NotHttp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("raw bytes replace the HTTP response")
    }
}

impl Error for NotHttp {}
