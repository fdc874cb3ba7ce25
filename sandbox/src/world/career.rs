//! The career: its 272 ranks, and the progress from a number of matches.

/// A rank of the career.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rank {
    /// Counted from 1.
    pub(crate) number: i64,
    pub(crate) title: &'static str,
    /// Empty for the first and the last rank.
    pub(crate) tier: &'static str,
    /// 1 to 3 within title and tier; 0 without a tier.
    pub(crate) grade: i64,
    /// The XP to reach the next rank.
    pub(crate) xp: i64,
}

/// The titles within each tier.
const TITLES: [&str; 15] = [
    "Cadet",
    "Private",
    "Lance Corporal",
    "Corporal",
    "Sergeant",
    "Staff Sergeant",
    "Gunnery Sergeant",
    "Master Sergeant",
    "Lieutenant",
    "Captain",
    "Major",
    "Lt Colonel",
    "Colonel",
    "Brigadier General",
    "General",
];
const TIERS: [&str; 6] = ["Bronze", "Silver", "Gold", "Platinum", "Diamond", "Onyx"];
/// The average XP of a match.
const XP_PER_MATCH: i64 = 1_750;

/// All ranks, from Recruit to Hero.
pub(crate) fn ranks() -> Vec<Rank> {
    let plain = |number, title, xp| Rank {
        number,
        title,
        tier: "",
        grade: 0,
        xp,
    };
    let mut ranks = vec![plain(1, "Recruit", 100)];
    let mut base = 1_000;
    for tier in TIERS {
        for (place, title) in (10..).zip(TITLES) {
            for grade in 1..=3 {
                let xp = base * place / 10 * (3 + grade) / 4;
                ranks.push(Rank {
                    number: ranks.len() as i64 + 1,
                    title,
                    tier,
                    grade,
                    xp: xp / 250 * 250,
                });
            }
        }
        base *= 2;
    }
    ranks.push(plain(ranks.len() as i64 + 1, "Hero", 1));
    ranks
}

/// The number of completed ranks, and the XP towards the next one.
pub(crate) fn progress(matches: usize) -> (i64, i64) {
    let mut xp = matches as i64 * XP_PER_MATCH;
    let ranks = ranks();
    for (completed, rank) in (0..).zip(&ranks) {
        if xp < rank.xp {
            return (completed, xp);
        }
        xp -= rank.xp;
    }
    (ranks.len() as i64, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_272_ranks_from_recruit_to_hero() {
        let ranks = ranks();
        assert_eq!(ranks.len(), 272);
        assert!((1..).zip(&ranks).all(|(number, rank)| rank.number == number));
        assert_eq!(
            [ranks[1], ranks[270]].map(|rank| (rank.title, rank.tier, rank.grade)),
            [("Cadet", "Bronze", 1), ("General", "Onyx", 3)]
        );
        assert!(ranks.iter().all(|rank| rank.xp > 0));
    }

    #[test]
    fn matches_lead_to_ranks() {
        assert_eq!(progress(0), (0, 0));
        assert_eq!(progress(1), (2, 650));
        assert_eq!(progress(100_000), (272, 0));
    }
}
