//! The stages of a server.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Serving,
    /// Requests are served to their end; faults stop.
    Draining,
    /// Idle connections are closed.
    Closing,
}
