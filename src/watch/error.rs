//! The errors of a watch.

use std::io;
use std::sync::Arc;

use crate::error::Error;
use crate::types::{ArgumentError, Player};

/// A failure of a watch. Apart from [`Argument`](Self::Argument), it does not end the watch.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum WatchError {
    /// A player cannot be watched: the name is wrong, or the list of players is empty. Nothing was sent for this
    /// player. Other players are watched.
    #[error("the watch: {0}")]
    Argument(ArgumentError),
    /// A player's history could not be read. The next poll, which comes later after each failure in a row, reports the
    /// missed matches.
    #[error("the watch of {player}: {error}")]
    #[non_exhaustive]
    Poll {
        /// The player.
        player: Player,
        /// The failure of the request.
        error: Error,
    },
    /// The system cannot start another thread.
    #[error("the watch: no thread could be started: {0}")]
    Thread(Arc<io::Error>),
}
