//! Kinds of matches.

/// A kind of matches, for histories and service records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MatchType {
    /// Matches made by matchmaking.
    Matchmade,
    /// Custom games.
    Custom,
    /// Matches on a local network.
    Local,
}
