//! Ranks of the career and of reward tracks, and the XP that they require.

use super::schema::{CareerRank, CareerRewardTrack, OperationRewardTrack, RankRewards, RewardTrackRank};

impl CareerRewardTrack {
    /// A rank by its number; 1 is Recruit.
    #[inline]
    pub fn rank(&self, number: i64) -> Option<&CareerRank> {
        self.ranks.iter().find(|rank| rank.rank == number)
    }

    /// The highest rank, Hero.
    #[inline]
    pub fn last_rank(&self) -> Option<&CareerRank> {
        self.ranks.iter().max_by_key(|rank| rank.rank)
    }

    /// The XP from a rank to the next; `None` for the last rank, or if no rank has this number.
    #[inline]
    pub fn xp_to_next(&self, number: i64) -> Option<i64> {
        let last = self.last_rank()?.rank;
        let rank = self.rank(number).filter(|rank| rank.rank != last)?;
        Some(rank.xp_required_for_rank)
    }

    /// The XP from the start of the career to a rank; `None` if no rank has this number.
    #[inline]
    pub fn total_xp_to(&self, number: i64) -> Option<i64> {
        self.rank(number)?;
        let before = self.ranks.iter().filter(|rank| rank.rank < number);
        Some(before.fold(0, |sum: i64, rank| sum.saturating_add(rank.xp_required_for_rank)))
    }
}

impl CareerRank {
    /// The full name in a language, by its tag, such as `Cadet Bronze 2` or `Hero` for `en-US`.
    #[inline]
    pub fn name(&self, language: &str) -> String {
        let parts = [
            Some(&self.rank_title),
            self.rank_sub_title.as_ref(),
            self.rank_tier.as_ref(),
        ];
        let words = parts.into_iter().flatten().map(|part| part.in_language(language));
        words
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl OperationRewardTrack {
    /// A rank by its number; 1 is the first.
    #[inline]
    pub fn rank(&self, number: i64) -> Option<&RewardTrackRank> {
        self.ranks.iter().flatten().find(|rank| rank.rank == number)
    }
}

impl RankRewards {
    /// Whether the rank has no rewards.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.inventory_rewards.iter().flatten().next().is_none()
            && self.currency_rewards.iter().flatten().next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn career() -> CareerRewardTrack {
        let rank = |number: i64, xp: i64, title: &str, tier: &str| {
            format!(
                r#"{{"Rank": {number}, "XpRequiredForRank": {xp}, "RankTitle": {{"value": "{title}"}},
                    "RankSubTitle": {{"value": "{tier}"}}, "RankTier": null}}"#
            )
        };
        let ranks = [
            rank(2, 1000, "Cadet", "Bronze"),
            rank(1, 100, "Recruit", ""),
            rank(3, 1, "Hero", ""),
        ];
        serde_json::from_str(&format!(r#"{{"Ranks": [{}]}}"#, ranks.join(","))).unwrap()
    }

    #[test]
    fn xp_add_up_from_rank_to_rank() {
        let career = career();
        for (number, next, total) in [
            (1, Some(100), Some(0)),
            (2, Some(1000), Some(100)),
            (3, None, Some(1100)),
            (4, None, None),
            (0, None, None),
            (-1, None, None),
        ] {
            assert_eq!(career.xp_to_next(number), next, "{number}");
            assert_eq!(career.total_xp_to(number), total, "{number}");
        }
        assert_eq!(career.last_rank().unwrap().name("en-US"), "Hero");
        assert_eq!(career.rank(2).unwrap().name("fr-FR"), "Cadet Bronze");
    }

    #[test]
    fn tracks_and_rewards_can_be_empty() {
        let career: CareerRewardTrack = serde_json::from_str(r#"{"Ranks": []}"#).unwrap();
        assert!(career.last_rank().is_none() && career.xp_to_next(1).is_none());
        let track: OperationRewardTrack = serde_json::from_str("{}").unwrap();
        assert!(track.rank(1).is_none());
        let json = r#"{"Ranks": [{"Rank": 1, "FreeRewards": {"CurrencyRewards": []}}]}"#;
        let track: OperationRewardTrack = serde_json::from_str(json).unwrap();
        assert!(track.rank(1).unwrap().free_rewards.as_ref().unwrap().is_empty());
    }
}
