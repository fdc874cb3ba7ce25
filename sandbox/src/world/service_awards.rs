//! The service awards of Halo Waypoint, and who has them.

use super::Person;
use crate::rng::Rng;

/// A badge for achievements in the Halo games.
#[derive(Debug)]
pub(crate) struct ServiceAward {
    pub(crate) id: i64,
    /// As a player's awards name it. Its own slug is in lower case.
    pub(crate) slug: &'static str,
    pub(crate) title: &'static str,
}

const fn award(id: i64, slug: &'static str, title: &'static str) -> ServiceAward {
    ServiceAward { id, slug, title }
}

pub(crate) static ALL: [ServiceAward; 8] = [
    award(31_001, "halo-gamerscore-tier1", "Collector"),
    award(31_002, "halo-multiplayer-tier1", "Regular"),
    award(31_003, "halo-multiplayer-tier2", "Veteran"),
    award(31_004, "h4-campaign-tier2", "Requiem: Normal"),
    award(31_005, "h5-csr-tier1", "Arena: Bronze"),
    award(31_006, "hmcc-reach-campaign-tier4", "Reach: Legendary"),
    award(44_859, "hi-event-ritualEagleStrike", "Fracture: Entrenched"),
    award(44_860, "hi-event-ritualSynthwave", "Cyber Showdown"),
];

/// The number of awards that a player shows first.
const FEATURED: usize = 2;

impl ServiceAward {
    pub(crate) fn with_slug(slug: &str) -> Option<&'static Self> {
        ALL.iter().find(|award| award.slug.eq_ignore_ascii_case(slug))
    }

    pub(crate) fn image(&self) -> String {
        format!(
            "https://wpassets.halowaypoint.com/wp-content/2022/08/award-{}.png",
            self.id
        )
    }
}

/// What a player has: gamerscore, featured awards, all awards.
pub(crate) struct Held {
    pub(crate) gamerscore: i64,
    pub(crate) featured: Vec<&'static str>,
    pub(crate) all: Vec<&'static str>,
}

pub(crate) fn of(person: &Person) -> Held {
    let mut rng = Rng::for_subject(person.xuid, "service awards");
    let gamerscore = rng.between(0, 900) * 5;
    let slugs = ALL.iter().map(|award| award.slug);
    // Everybody has the first one.
    let all: Vec<&str> = slugs
        .filter(|slug| *slug == ALL[0].slug || rng.chance(60))
        .collect();
    Held {
        gamerscore,
        featured: all.iter().rev().take(FEATURED).copied().collect(),
        all,
    }
}
