//! The career: its 272 ranks, as in the captured reward track, and the progress from a number of matches.

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
    /// The number in the names of its images. Images are sorted by title, ranks by tier.
    pub(crate) image: i64,
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
/// The XP to reach the next rank, by tier, title and grade, in units of 250.
#[rustfmt::skip]
const XP: [[[i64; 3]; 15]; 6] = [
    [[4, 5, 6], [4, 5, 7], [5, 6, 7], [5, 6, 8], [6, 7, 9], [6, 7, 10], [7, 8, 11], [7, 9, 12], [8, 10, 13], [9, 11, 14], [10, 12, 15], [11, 13, 16], [12, 14, 18], [13, 15, 20], [14, 16, 21]],
    [[9, 10, 13], [9, 11, 15], [10, 12, 16], [11, 13, 17], [12, 15, 19], [13, 16, 21], [15, 17, 23], [16, 19, 25], [17, 21, 27], [19, 23, 29], [21, 25, 32], [23, 27, 35], [25, 30, 38], [27, 32, 40], [29, 35, 50]],
    [[18, 22, 29], [20, 24, 31], [22, 26, 34], [24, 29, 37], [26, 31, 40], [28, 34, 40], [31, 37, 50], [34, 40, 50], [37, 40, 60], [40, 50, 60], [40, 50, 70], [50, 60, 80], [50, 60, 80], [60, 70, 90], [60, 80, 100]],
    [[39, 50, 60], [40, 50, 70], [50, 60, 70], [50, 60, 80], [60, 70, 90], [60, 70, 90], [70, 80, 100], [70, 90, 110], [80, 100, 120], [90, 100, 130], [90, 110, 150], [100, 120, 160], [110, 140, 180], [120, 150, 190], [130, 160, 210]],
    [[80, 100, 130], [90, 110, 140], [100, 120, 160], [110, 130, 170], [120, 140, 190], [130, 160, 200], [140, 170, 220], [160, 190, 240], [170, 200, 260], [190, 220, 290], [200, 240, 320], [220, 260, 340], [240, 290, 380], [260, 320, 400], [290, 340, 400]],
    [[180, 220, 280], [200, 230, 310], [210, 260, 330], [230, 280, 360], [250, 310, 400], [280, 330, 400], [300, 360, 500], [330, 400, 500], [360, 400, 600], [400, 500, 600], [400, 500, 700], [500, 600, 700], [500, 600, 800], [600, 700, 900], [600, 700, 1000]],
];
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
        image: number,
    };
    let mut ranks = vec![plain(1, "Recruit", 100)];
    for (of_tier, tier, xp) in (0..)
        .zip(TIERS)
        .zip(XP)
        .map(|((place, tier), xp)| (place, tier, xp))
    {
        for (of_title, title, xp) in (0..)
            .zip(TITLES)
            .zip(xp)
            .map(|((place, title), xp)| (place, title, xp))
        {
            for (grade, xp) in (1..).zip(xp) {
                ranks.push(Rank {
                    number: ranks.len() as i64 + 1,
                    title,
                    tier,
                    grade,
                    xp: xp * 250,
                    image: 1 + 18 * of_title + 3 * of_tier + grade,
                });
            }
        }
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
