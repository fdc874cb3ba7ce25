//! The things that have a name.

use std::sync::Arc;

use crate::refdata::MedalNameId;
use crate::types::{AssetId, Xuid, playlists};

/// A thing that has a name, by its ID.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Subject {
    /// A map.
    Map(AssetId),
    /// A mode: a UGC game variant.
    Mode(AssetId),
    /// A map-mode pair.
    MapModePair(AssetId),
    /// A playlist.
    Playlist(AssetId),
    /// A human player.
    Player(Xuid),
    /// A medal.
    Medal(MedalNameId),
    /// A rank of the career, by its number; 1 is Recruit.
    CareerRank(i64),
    /// A season, by the path of its file, such as `Csr/Seasons/CsrSeason9-1.json`.
    Season(Box<str>),
    /// A progression file with a name, by its path: an item, an operation or a challenge.
    File(Box<str>),
}

/// A key of the table of names. The name of an asset depends on the language of the request; other names come
/// without a language, or with all their translations.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    /// Without the version of an asset, and with a path in lower case.
    pub subject: Subject,
    pub language: Option<Arc<str>>,
}

impl Subject {
    pub(super) fn key(&self, language: Option<&Arc<str>>) -> Key {
        let current = |id: &AssetId| AssetId::current(id.asset());
        let lower = |path: &str| path.trim_start_matches('/').to_ascii_lowercase().into();
        let subject = match self {
            Self::Map(id) => Self::Map(current(id)),
            Self::Mode(id) => Self::Mode(current(id)),
            Self::MapModePair(id) => Self::MapModePair(current(id)),
            Self::Playlist(id) => Self::Playlist(current(id)),
            Self::Season(path) => Self::Season(lower(path)),
            Self::File(path) => Self::File(lower(path)),
            Self::Player(_) | Self::Medal(_) | Self::CareerRank(_) => self.clone(),
        };
        let language = language.filter(|_| self.asset().is_some()).cloned();
        Key { subject, language }
    }

    /// The asset; `None` for any other thing.
    pub(super) fn asset(&self) -> Option<AssetId> {
        match self {
            Self::Map(id) | Self::Mode(id) | Self::MapModePair(id) | Self::Playlist(id) => Some(*id),
            _ => None,
        }
    }

    /// The player; `None` for any other thing.
    pub(super) fn xuid(&self) -> Option<Xuid> {
        match self {
            Self::Player(xuid) => Some(*xuid),
            _ => None,
        }
    }

    /// The readable text that stands in for a missing name: a name that this crate knows, or a short form of the
    /// ID.
    pub(super) fn placeholder(&self) -> String {
        match self {
            Self::Playlist(id) => match playlists::name(id.asset()) {
                Some(name) => name.into(),
                None => short(*id),
            },
            Self::Map(id) | Self::Mode(id) | Self::MapModePair(id) => short(*id),
            Self::Player(xuid) => xuid.to_string(),
            Self::Medal(medal) => medal.to_string(),
            Self::CareerRank(number) => format!("Rank {number}"),
            Self::Season(path) | Self::File(path) => stem(path).into(),
        }
    }
}

/// The first eight digits of the GUID.
fn short(id: AssetId) -> String {
    let mut digits = id.asset().to_string();
    digits.truncate(8);
    digits
}

/// The name of a file without its folder and extension.
pub(super) fn stem(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.strip_suffix(".json").unwrap_or(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_name_is_a_readable_text() {
        let id: AssetId = "8420410b-044d-44d7-80b6-98a766c8c39f".parse().unwrap();
        let xuid = Xuid::new(2533274855333605).unwrap();
        for (subject, text) in [
            (Subject::Map(id), "8420410b"),
            (Subject::Playlist(id), "8420410b"),
            (
                Subject::Playlist(AssetId::current(playlists::RANKED_ARENA)),
                "Ranked Arena",
            ),
            (Subject::Player(xuid), "xuid(2533274855333605)"),
            (Subject::Medal(MedalNameId::KillingSpree), "Killing Spree"),
            (Subject::Medal(MedalNameId::from(7)), "Unknown (7)"),
            (Subject::CareerRank(12), "Rank 12"),
            (
                Subject::Season("Csr/Seasons/CsrSeason9-1.json".into()),
                "CsrSeason9-1",
            ),
            (Subject::File("x".into()), "x"),
        ] {
            assert_eq!(subject.placeholder(), text);
        }
    }

    #[test]
    fn versions_of_an_asset_and_spellings_of_a_path_share_a_key() {
        let (id, version) = (
            "8420410b-044d-44d7-80b6-98a766c8c39f",
            "068c0974-f748-41ba-b457-b8fed603576e",
        );
        let french: Arc<str> = "fr-FR".into();
        let old = Subject::Map((id, version).try_into().unwrap());
        let new = Subject::Map(id.parse().unwrap());
        assert_eq!(old.key(Some(&french)), new.key(Some(&french)));
        assert_ne!(old.key(Some(&french)), old.key(None));
        let (one, other) = (
            Subject::File("/Inventory/A.json".into()),
            Subject::File("inventory/a.json".into()),
        );
        assert_eq!(one.key(Some(&french)), other.key(None));
    }
}
