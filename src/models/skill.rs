//! Competitive skill ranks and matchmaking ratings.

use crate::refdata::{SkillResultCode, Tier};
use crate::types::{Csr, PlayerId, Xuid};

generated!("skill");

impl MatchSkill {
    /// The entry of a player: the result, or the code with the reason why it is missing.
    pub fn entry(&self, xuid: Xuid) -> Option<&MatchSkillEntry> {
        self.value.iter().find(|entry| entry.id.xuid() == Some(xuid))
    }

    /// The result of a player; `None` if the request did not include the player, or the service computed no
    /// result: its code is then not [`Success`](SkillResultCode::Success), and any result beside it is incomplete or
    /// all zeros.
    ///
    /// ```
    /// use halo_infinite::Xuid;
    /// use halo_infinite::models::skill::MatchSkill;
    ///
    /// let json = r#"{"Value": [{"Id": "xuid(2533274855333605)", "ResultCode": 1, "Result": null}]}"#;
    /// let skill: MatchSkill = serde_json::from_str(json)?;
    /// let xuid = Xuid::new(2533274855333605)?;
    /// assert!(skill.result(xuid).is_none());
    /// assert_eq!(skill.entry(xuid).map(|entry| entry.result_code.to_string()), Some("Not Found".into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn result(&self, xuid: Xuid) -> Option<&MatchSkillResult> {
        self.entry(xuid)?.computed()
    }

    /// The players with a result, and their results: those to sum or to average.
    pub fn results(&self) -> impl Iterator<Item = (&PlayerId, &MatchSkillResult)> {
        self.value
            .iter()
            .filter_map(|entry| Some((&entry.id, entry.computed()?)))
    }
}

impl MatchSkillEntry {
    /// The result, if the service computed one: if the code is [`Success`](SkillResultCode::Success).
    pub fn computed(&self) -> Option<&MatchSkillResult> {
        let result = self.result.as_ref();
        result.filter(|_| self.result_code == SkillResultCode::Success)
    }
}

impl PlaylistCsr {
    /// The entry of a player: the result, or the code with the reason why it is missing.
    pub fn entry(&self, xuid: Xuid) -> Option<&PlaylistCsrEntry> {
        self.value.iter().find(|entry| entry.id.xuid() == Some(xuid))
    }

    /// The ranks of a player; `None` if the request did not include the player, or the service has no result: its
    /// code is then not [`Success`](SkillResultCode::Success).
    pub fn result(&self, xuid: Xuid) -> Option<&PlaylistCsrResult> {
        self.entry(xuid)?.computed()
    }

    /// The players with ranks, and their ranks.
    pub fn results(&self) -> impl Iterator<Item = (&PlayerId, &PlaylistCsrResult)> {
        self.value
            .iter()
            .filter_map(|entry| Some((&entry.id, entry.computed()?)))
    }
}

impl PlaylistCsrEntry {
    /// The ranks, if the service has them: if the code is [`Success`](SkillResultCode::Success).
    pub fn computed(&self) -> Option<&PlaylistCsrResult> {
        let result = self.result.as_ref();
        result.filter(|_| self.result_code == SkillResultCode::Success)
    }
}

impl CsrContainer {
    /// The rank; [`Csr::UNRANKED`] if the player has no rank.
    pub fn rank(&self) -> Csr {
        self.into()
    }

    /// The name of the rank's image, for
    /// [`csr_image`](crate::services::waypoint::Waypoint::csr_image). For a player without a rank, it shows the
    /// number of matches played for one: `unranked_3`.
    pub fn image_name(&self) -> String {
        /// The last image of players without a rank.
        const LAST: i64 = 9;
        let rank = self.rank();
        if rank.is_ranked() {
            return rank.image_name();
        }
        let to_play = self.initial_measurement_matches.unwrap_or(0);
        let played = to_play.saturating_sub(self.measurement_matches_remaining);
        format!("unranked_{}", played.clamp(0, LAST))
    }
}

/// An empty tier means unranked, even if the points are not negative.
impl From<&CsrContainer> for Csr {
    fn from(csr: &CsrContainer) -> Self {
        match csr.tier {
            Tier::Unranked => Self::UNRANKED,
            _ => Self::from(csr.value),
        }
    }
}

impl MatchSkillResult {
    /// The rank before the match.
    pub fn rank_before(&self) -> Option<Csr> {
        let csr = self.rank_recap.as_ref()?.pre_match_csr.as_ref()?;
        Some(csr.rank())
    }

    /// The rank after the match.
    pub fn rank_after(&self) -> Option<Csr> {
        let csr = self.rank_recap.as_ref()?.post_match_csr.as_ref()?;
        Some(csr.rank())
    }

    /// The points gained in the match; negative if points were lost.
    ///
    /// `None` if the player had no rank before or after the match: in unranked playlists, and before the player
    /// has played enough matches.
    pub fn csr_change(&self) -> Option<i64> {
        let (before, after) = (self.rank_before()?.value()?, self.rank_after()?.value()?);
        after.checked_sub(before)
    }

    /// Kills, actual and expected.
    pub fn kills(&self) -> Option<&StatPerformance> {
        self.stat_performances.as_ref()?.kills.as_ref()
    }

    /// Deaths, actual and expected.
    pub fn deaths(&self) -> Option<&StatPerformance> {
        self.stat_performances.as_ref()?.deaths.as_ref()
    }

    /// The kills and deaths expected of a player of this tier in the match.
    pub fn expected_at(&self, tier: &Tier) -> Option<&Counterfactual> {
        self.counterfactuals
            .as_ref()?
            .tier_counterfactuals
            .as_ref()?
            .get(tier)
    }
}

impl StatPerformance {
    /// The actual count minus the expected one.
    pub fn difference(&self) -> f64 {
        self.count as f64 - self.expected.get()
    }

    /// The difference in standard deviations; `None` if that is NaN or infinite.
    pub fn deviations(&self) -> Option<f64> {
        let deviations = self.difference() / self.std_dev.get();
        deviations.is_finite().then_some(deviations)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csr(value: i64, tier: &str) -> String {
        format!(
            r#"{{"Value": {value}, "MeasurementMatchesRemaining": 0, "Tier": "{tier}", "TierStart": 0,
                "SubTier": 0, "NextTier": "{tier}", "NextTierStart": 0, "NextSubTier": 0}}"#
        )
    }

    fn result(before: &str, after: &str, rest: &str) -> MatchSkillResult {
        let json = format!(
            r#"{{"RankRecap": {{"PreMatchCsr": {before}, "PostMatchCsr": {after}}}, "TeamId": 0 {rest}}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn the_csr_change_needs_both_ranks() {
        let (gold, lower) = (csr(645, "Gold"), csr(630, "Gold"));
        assert_eq!(result(&gold, &lower, "").csr_change(), Some(-15));
        assert_eq!(result(&lower, &gold, "").csr_change(), Some(15));
        assert_eq!(result(&csr(0, ""), &gold, "").csr_change(), None);
        assert_eq!(result("null", &gold, "").csr_change(), None);
        let rank = result(&csr(0, ""), &gold, "").rank_after().unwrap();
        assert_eq!(rank.to_string(), "Gold I");
        assert!(!csr_of(0, "").rank().is_ranked());
        assert_eq!(csr_of(0, "Bronze").rank().to_string(), "Bronze I");
    }

    #[test]
    fn images_of_players_without_a_rank_count_their_matches() {
        for (initial, remaining, image) in [
            ("10", 10, "unranked_0"),
            ("10", 7, "unranked_3"),
            ("5", 0, "unranked_5"),
            ("99", 0, "unranked_9"),
            ("null", 3, "unranked_0"),
        ] {
            let mut csr = csr_of(-1, "");
            csr.measurement_matches_remaining = remaining;
            csr.initial_measurement_matches = initial.parse().ok();
            assert_eq!(csr.image_name(), image);
        }
        assert_eq!(csr_of(1362, "Diamond").image_name(), "diamond_4");
    }

    fn csr_of(value: i64, tier: &str) -> CsrContainer {
        serde_json::from_str(&csr(value, tier)).unwrap()
    }

    #[test]
    fn performance_is_compared_with_the_expected_one() {
        let rest = r#", "StatPerformances": {
            "Kills": {"Count": 18, "Expected": 12.0, "StdDev": 4.0},
            "Deaths": {"Count": 5, "Expected": "NaN", "StdDev": "NaN"}
        }, "TeamMmr": "Infinity", "Counterfactuals": {"SelfCounterfactuals": null,
           "TierCounterfactuals": {"Gold": {"Kills": 10.5, "Deaths": 18.0}}}"#;
        let result = result("null", "null", rest);
        let kills = result.kills().unwrap();
        assert_eq!((kills.difference(), kills.deviations()), (6.0, Some(1.5)));
        assert_eq!(result.deaths().unwrap().deviations(), None);
        assert_eq!(*result.expected_at(&Tier::Gold).unwrap().kills, 10.5);
        assert!(result.expected_at(&Tier::Onyx).is_none());
    }

    #[test]
    fn results_that_were_not_computed_do_not_count() {
        let zeros = r#"{"TeamMmr": 0.0, "RankRecap": null, "StatPerformances": {}, "TeamId": 0, "TeamMmrs": {},
            "RankedRewards": null, "Counterfactuals": null}"#;
        let unranked = csr(0, "");
        let ranks =
            format!(r#"{{"Current": {unranked}, "SeasonMax": {unranked}, "AllTimeMax": {unranked}}}"#);
        let body = |result: &str, code: i64| {
            format!(
                r#"{{"Value": [{{"Id": "xuid(2533274822222222)", "ResultCode": {code}, "Result": {result}}}]}}"#
            )
        };
        let xuid = Xuid::new(2533274822222222).unwrap();
        for code in [1, 2, 3, 4, 99, -1] {
            let skill: MatchSkill = serde_json::from_str(&body(zeros, code)).unwrap();
            assert!(skill.value[0].result.is_some() && skill.value[0].computed().is_none());
            assert!(skill.result(xuid).is_none() && skill.results().next().is_none());
            let csr: PlaylistCsr = serde_json::from_str(&body(&ranks, code)).unwrap();
            assert!(csr.result(xuid).is_none() && csr.results().next().is_none());
        }
        let skill: MatchSkill = serde_json::from_str(&body(zeros, 0)).unwrap();
        assert_eq!(skill.results().count(), 1);
        assert_eq!(skill.result(xuid).unwrap().kills(), None);
        let csr: PlaylistCsr = serde_json::from_str(&body(&ranks, 0)).unwrap();
        assert_eq!(csr.results().count(), 1);
    }

    #[test]
    fn rewards_are_read_in_both_forms() {
        let reward = "7f3a5b5a-4b7e-4b64-9d5a-0d6a4d4d9d10";
        let rewards = |json: String| result("null", "null", &json).ranked_rewards.unwrap();
        let old = rewards(format!(r#", "RankedRewards": {{"RewardId": "{reward}"}}"#));
        assert_eq!(old.reward_id.unwrap().to_string(), reward);
        let new = rewards(format!(
            r#", "RankedRewards": {{"AwardedRewards": {{"Bronze": "{reward}", "Platinum": "{reward}", "Hero": "{reward}"}}}}"#
        ));
        let awarded = new.awarded_rewards.unwrap();
        assert_eq!(awarded[&Tier::Platinum].to_string(), reward);
        assert!(awarded.contains_key(&Tier::Unknown("Hero".into())) && awarded.len() == 3);
    }

    #[test]
    fn failed_entries_have_a_code_but_no_result() {
        let json = r#"{"Value": [
            {"Id": "xuid(2533274855333605)", "ResultCode": 1},
            {"Id": "xuid(2533274855333606)", "ResultCode": 99, "Result": null}
        ]}"#;
        let skill: MatchSkill = serde_json::from_str(json).unwrap();
        let csr: PlaylistCsr = serde_json::from_str(json).unwrap();
        let (first, second) = (
            Xuid::new(2533274855333605).unwrap(),
            Xuid::new(2533274855333606).unwrap(),
        );
        assert!(skill.result(first).is_none() && csr.result(second).is_none());
        assert_eq!(skill.entry(first).unwrap().result_code, SkillResultCode::NotFound);
        assert_eq!(
            csr.entry(second).unwrap().result_code,
            SkillResultCode::Unknown(99)
        );
        assert!(skill.entry(Xuid::new(2533274855333607).unwrap()).is_none());
    }
}
