//! The versions of assets.

use super::asset::{Author, Details, Ugc};
use crate::rng::Rng;
use uuid::Uuid;

const HOUR: i64 = 3_600_000;

/// A version of an asset.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Version {
    pub(crate) id: Uuid,
    /// Counted from 1.
    pub(crate) number: i64,
    /// In milliseconds since 1970.
    pub(crate) created: i64,
    pub(crate) note: &'static str,
}

impl Ugc {
    /// All versions, oldest first. Players save some versions before the published one, and some after it.
    pub(crate) fn versions(&self) -> Vec<Version> {
        let mut rng = Rng::for_subject(0, &format!("versions of {}", self.id));
        let (before, after) = match (self.author, &self.details) {
            (Author::Studio, _) | (_, Details::Film) => (0, 0),
            (Author::Player(_), _) => (rng.between(0, 4), rng.between(0, 1)),
        };
        let mut versions: Vec<Version> = (0..before)
            .map(|index| Version {
                id: rng.uuid(),
                number: index + 1,
                created: self.created + (self.published - self.created) / before * index,
                note: "Autosaved",
            })
            .collect();
        versions.push(Version {
            id: self.version,
            number: before + 1,
            created: self.published,
            note: "",
        });
        versions.extend((0..after).map(|index| Version {
            id: rng.uuid(),
            number: before + 2 + index,
            created: self.published + rng.between(1, 48) * HOUR,
            note: "Autosaved",
        }));
        versions
    }
}
