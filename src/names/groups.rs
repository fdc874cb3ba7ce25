//! The names that are fetched together, and the work for them.

use std::collections::BTreeMap;

use super::source::Source;
use super::subject::{Key, Subject};
use super::table::Claim;
use super::{assets, files, players};
use crate::services::profile::MAX_USERS;
use crate::sync::Job;

/// The work for a claim: a job for each group, and for each request for players.
#[inline]
pub(super) fn jobs<'j>(source: &'j Source, claim: &Claim<'_>) -> Vec<Job<'j>> {
    let mut groups: BTreeMap<Group, Vec<(Key, Subject)>> = BTreeMap::new();
    for (key, subject) in &claim.claimed {
        let members = groups.entry(Group::of(subject)).or_default();
        members.push((key.clone(), subject.clone()));
    }
    let mut jobs: Vec<Job<'j>> = Vec::new();
    for (group, mut members) in groups {
        let page = if group == Group::Players {
            // In order, so that the same players make the same request, which may be cached.
            members.sort_by_key(|(_, subject)| subject.xuid());
            MAX_USERS
        } else {
            members.len()
        };
        for members in members.chunks(page) {
            let members = members.to_vec();
            jobs.push(Box::new(move || group.resolve(source, &members)));
        }
    }
    jobs
}

/// Things whose names are fetched together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Assets,
    Players,
    Medals,
    CareerRanks,
    Seasons,
    Files,
}

impl Group {
    fn of(subject: &Subject) -> Self {
        match subject {
            Subject::Map(_) | Subject::Mode(_) | Subject::MapModePair(_) | Subject::Playlist(_) => {
                Self::Assets
            }
            Subject::Player(_) => Self::Players,
            Subject::Medal(_) => Self::Medals,
            Subject::CareerRank(_) => Self::CareerRanks,
            Subject::Season(_) => Self::Seasons,
            Subject::File(_) => Self::Files,
        }
    }

    #[inline]
    fn resolve(self, source: &Source, wanted: &[(Key, Subject)]) {
        match self {
            Self::Assets => assets::resolve(source, wanted),
            Self::Players => players::resolve(source, wanted),
            Self::Medals => files::resolve_medals(source, wanted),
            Self::CareerRanks => files::resolve_career_ranks(source, wanted),
            Self::Seasons => files::resolve_seasons(source, wanted),
            Self::Files => files::resolve_files(source, wanted),
        }
    }
}
