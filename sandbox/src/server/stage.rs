//! How far a server has come towards its end.

/// What the server is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Serving,
    /// Requests under way are answered; faults are over.
    Ending,
    /// Connections are closed.
    Parting,
}
