//! Kinds of guides.

use std::fmt;

/// A part of the game's content that has a guide, an index of its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GuideKind {
    /// Images.
    Images,
    /// Files of multiplayer, such as those of playlists and of the academy.
    Multiplayer,
    /// News.
    News,
    /// Files of progression: seasons, reward tracks, challenges, items.
    Progression,
    /// Files of hardware and drivers.
    Specs,
    /// Files of access to the game.
    TitleAuthorization,
}

impl GuideKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::Images,
        Self::Multiplayer,
        Self::News,
        Self::Progression,
        Self::Specs,
        Self::TitleAuthorization,
    ];

    /// The name in paths.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Images => "images",
            Self::Multiplayer => "Multiplayer",
            Self::News => "News",
            Self::Progression => "Progression",
            Self::Specs => "Specs",
            Self::TitleAuthorization => "TitleAuthorization",
        }
    }
}

/// Shows the name in paths.
impl fmt::Display for GuideKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}
