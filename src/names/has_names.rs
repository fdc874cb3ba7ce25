//! The things that a payload shows by name.

use super::subject::Subject;
use crate::models::skill::{MatchSkill, PlaylistCsr};
use crate::models::stats::{ChallengeDecks, MatchHistory, MatchHistoryResult, MatchInfo, MatchStats};
use crate::types::{PlayerId, Xuid};

/// The things that a payload shows by name, for [`Names::prepare`](super::Names::prepare).
///
/// Histories and matches list maps, modes and playlists; match statistics also list the players. Map-mode pairs are
/// left out, since their names only repeat those of map and mode. Implement this for types of your own.
pub trait HasNames {
    /// The things; the same thing may come several times.
    fn subjects(&self) -> Vec<Subject>;
}

impl HasNames for Subject {
    fn subjects(&self) -> Vec<Subject> {
        vec![self.clone()]
    }
}

impl HasNames for Xuid {
    fn subjects(&self) -> Vec<Subject> {
        vec![Subject::Player(*self)]
    }
}

impl HasNames for PlayerId {
    fn subjects(&self) -> Vec<Subject> {
        self.xuid().as_ref().map(HasNames::subjects).unwrap_or_default()
    }
}

impl HasNames for MatchInfo {
    fn subjects(&self) -> Vec<Subject> {
        let playlist = self.playlist.as_ref();
        [
            Subject::Map((&self.map_variant).into()),
            Subject::Mode((&self.ugc_game_variant).into()),
        ]
        .into_iter()
        .chain(playlist.map(|playlist| Subject::Playlist(playlist.into())))
        .collect()
    }
}

impl HasNames for MatchHistoryResult {
    fn subjects(&self) -> Vec<Subject> {
        self.match_info.subjects()
    }
}

impl HasNames for MatchHistory {
    fn subjects(&self) -> Vec<Subject> {
        self.results.subjects()
    }
}

impl HasNames for MatchStats {
    fn subjects(&self) -> Vec<Subject> {
        let players = self.xuids().map(Subject::Player);
        self.match_info.subjects().into_iter().chain(players).collect()
    }
}

impl HasNames for MatchSkill {
    fn subjects(&self) -> Vec<Subject> {
        self.value.iter().flat_map(|entry| entry.id.subjects()).collect()
    }
}

impl HasNames for PlaylistCsr {
    fn subjects(&self) -> Vec<Subject> {
        self.value.iter().flat_map(|entry| entry.id.subjects()).collect()
    }
}

/// The decks, and the challenges that come without a title.
impl HasNames for ChallengeDecks {
    fn subjects(&self) -> Vec<Subject> {
        let decks = self.assigned_decks.iter();
        let challenges = decks.flat_map(|deck| {
            let lists = [
                &deck.active_challenges,
                &deck.upcoming_challenges,
                &deck.completed_challenges,
            ];
            lists.into_iter().flatten()
        });
        challenges
            .filter(|challenge| challenge.title.is_none())
            .map(|challenge| Subject::File(challenge.path.as_str().into()))
            .collect()
    }
}

impl<T: HasNames + ?Sized> HasNames for &T {
    fn subjects(&self) -> Vec<Subject> {
        (**self).subjects()
    }
}

impl<T: HasNames> HasNames for [T] {
    fn subjects(&self) -> Vec<Subject> {
        self.iter().flat_map(HasNames::subjects).collect()
    }
}

impl<T: HasNames, const N: usize> HasNames for [T; N] {
    fn subjects(&self) -> Vec<Subject> {
        self.as_slice().subjects()
    }
}

impl<T: HasNames> HasNames for Vec<T> {
    fn subjects(&self) -> Vec<Subject> {
        self.as_slice().subjects()
    }
}

impl<T: HasNames> HasNames for Option<T> {
    fn subjects(&self) -> Vec<Subject> {
        self.as_ref().map(HasNames::subjects).unwrap_or_default()
    }
}

impl<A: HasNames, B: HasNames> HasNames for (A, B) {
    fn subjects(&self) -> Vec<Subject> {
        let mut subjects = self.0.subjects();
        subjects.extend(self.1.subjects());
        subjects
    }
}
