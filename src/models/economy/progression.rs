//! Careers and passes of players.

use super::schema::{PlayerCareerRank, PlayerOperationPass, PlayerOperationPasses, RewardTrackProgress};
use crate::models::gamecms_hacs::{CareerRank, CareerRewardTrack, OperationRewardTrack};

/// A player's progress in the career.
///
/// The service counts completed ranks, from 0; the reward track numbers its ranks from 1. So a player with `rank`
/// 0 is a Recruit, rank 1 of the track, and `partial_progress` is the XP towards rank 2. The last rank, Hero, takes
/// 1 XP to complete: the service then counts all 272 ranks, and the player's rank is still Hero. The methods here
/// convert between the two.
///
/// ```
/// use halo_infinite::models::economy::PlayerCareerRank;
/// use halo_infinite::models::gamecms_hacs::CareerRewardTrack;
///
/// let track: CareerRewardTrack = serde_json::from_str(r#"{"Ranks": [
///     {"Rank": 1, "XpRequiredForRank": 100, "RankTitle": {"value": "Recruit"}},
///     {"Rank": 2, "XpRequiredForRank": 1000, "RankTitle": {"value": "Cadet"}},
///     {"Rank": 3, "XpRequiredForRank": 1, "RankTitle": {"value": "Hero"}}
/// ]}"#)?;
/// let player: PlayerCareerRank = serde_json::from_str(
///     r#"{"CurrentProgress": {"Rank": 1, "PartialProgress": 250, "HasReachedMaxRank": false}}"#,
/// )?;
/// assert_eq!(player.rank(&track).map(|rank| rank.name("en-US")).as_deref(), Some("Cadet"));
/// assert_eq!(player.progress(&track), Some(0.25));
/// assert_eq!(player.xp_to_next(&track), Some(750));
/// assert_eq!(player.total_xp(&track), Some(350));
/// # Ok::<(), serde_json::Error>(())
/// ```
impl PlayerCareerRank {
    /// The number of the player's rank on the career's reward track, from 1 (Recruit). For a player who has
    /// completed all ranks, it is greater than that of the last rank.
    pub fn number(&self) -> i64 {
        self.current_progress.rank.max(0).saturating_add(1)
    }

    /// The player's rank; `None` if the track does not have it.
    pub fn rank<'a>(&self, track: &'a CareerRewardTrack) -> Option<&'a CareerRank> {
        let last = track.last_rank()?;
        if self.current_progress.is_completed() || self.number() > last.rank {
            return Some(last);
        }
        track.rank(self.number())
    }

    /// The progress towards the next rank, from 0 to 1; 1 for the last rank. `None` if the track does not have
    /// the player's rank.
    pub fn progress(&self, track: &CareerRewardTrack) -> Option<f64> {
        let rank = self.rank(track)?;
        match track.xp_to_next(rank.rank) {
            None => Some(1.0),
            Some(required) => self.current_progress.share_of(required),
        }
    }

    /// The XP that are missing for the next rank; `None` for the last rank, or if the track does not have the
    /// player's rank.
    pub fn xp_to_next(&self, track: &CareerRewardTrack) -> Option<i64> {
        let required = track.xp_to_next(self.rank(track)?.rank)?;
        Some(
            required
                .saturating_sub(self.current_progress.partial_progress)
                .max(0),
        )
    }

    /// The XP earned since the start of the career; `None` if the track does not have the player's rank.
    pub fn total_xp(&self, track: &CareerRewardTrack) -> Option<i64> {
        let rank = self.rank(track)?.rank;
        let total = track.total_xp_to(rank)?;
        // XP earned at the last rank do not count: they lead to no other rank.
        match track.xp_to_next(rank) {
            None => Some(total),
            Some(_) => Some(total.saturating_add(self.current_progress.partial_progress)),
        }
    }
}

impl RewardTrackProgress {
    /// Whether all ranks are completed. `false` too if the response does not say so: before 2023, and for the careers of
    /// several players.
    pub fn is_completed(&self) -> bool {
        self.has_reached_max_rank == Some(true)
    }

    /// Whether no rank is completed and no XP are earned.
    pub fn is_not_started(&self) -> bool {
        !self.is_completed() && self.rank <= 0 && self.partial_progress <= 0
    }

    /// Whether some XP are earned, but not all ranks are completed.
    pub fn is_in_progress(&self) -> bool {
        !self.is_completed() && !self.is_not_started()
    }

    /// The progress towards the next rank of a track, from 0 to 1; 1 if all ranks are completed.
    pub(super) fn on(&self, track: &OperationRewardTrack) -> Option<f64> {
        if self.is_completed() {
            return Some(1.0);
        }
        self.share_of(track.xp_per_rank?)
    }

    /// The progress towards the next rank, which requires this many XP.
    fn share_of(&self, required: i64) -> Option<f64> {
        (required > 0).then(|| (self.partial_progress as f64 / required as f64).clamp(0.0, 1.0))
    }
}

impl PlayerOperationPasses {
    /// All passes.
    pub fn passes(&self) -> impl Iterator<Item = &PlayerOperationPass> + '_ {
        self.operation_reward_tracks.iter().flatten()
    }

    /// A pass, by the path of its reward track.
    pub fn pass(&self, reward_track_path: &str) -> Option<&PlayerOperationPass> {
        self.passes()
            .find(|pass| pass.reward_track_path.eq_ignore_ascii_case(reward_track_path))
    }

    /// The pass that earns XP; `None` if the player has not activated any.
    pub fn active(&self) -> Option<&PlayerOperationPass> {
        self.pass(self.active_operation_reward_track_path.as_deref()?)
    }

    /// The passes with all ranks completed.
    pub fn completed(&self) -> impl Iterator<Item = &PlayerOperationPass> + '_ {
        self.passes().filter(|pass| pass.current_progress.is_completed())
    }

    /// The passes that are started but not completed.
    pub fn in_progress(&self) -> impl Iterator<Item = &PlayerOperationPass> + '_ {
        self.passes()
            .filter(|pass| pass.current_progress.is_in_progress())
    }

    /// The passes that are not started.
    pub fn not_started(&self) -> impl Iterator<Item = &PlayerOperationPass> + '_ {
        self.passes()
            .filter(|pass| pass.current_progress.is_not_started())
    }
}

impl PlayerOperationPass {
    /// The progress towards the next rank, from 0 to 1; 1 if all ranks are completed. `None` if the track does not
    /// state the XP of a rank.
    pub fn progress(&self, track: &OperationRewardTrack) -> Option<f64> {
        self.current_progress.on(track)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn career() -> CareerRewardTrack {
        let json = r#"{"Ranks": [
            {"Rank": 1, "XpRequiredForRank": 100, "RankTitle": {"value": "Recruit"}},
            {"Rank": 2, "XpRequiredForRank": 1000, "RankTitle": {"value": "Cadet"}},
            {"Rank": 3, "XpRequiredForRank": 1, "RankTitle": {"value": "Hero"}}
        ]}"#;
        serde_json::from_str(json).unwrap()
    }

    fn player(rank: i64, xp: i64, completed: &str) -> PlayerCareerRank {
        let json = format!(
            r#"{{"CurrentProgress":
                {{"Rank": {rank}, "PartialProgress": {xp}, "HasReachedMaxRank": {completed}}}}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn career_ranks_run_from_recruit_to_hero() {
        let track = career();
        for (rank, xp, completed, number, progress, missing, total) in [
            (0, 0, "false", 1, 0.0, Some(100), 0),
            (0, 75, "null", 1, 0.75, Some(25), 75),
            (1, 500, "false", 2, 0.5, Some(500), 600),
            (2, 0, "false", 3, 1.0, None, 1100),
            (3, 0, "true", 3, 1.0, None, 1100),
            (272, 500, "false", 3, 1.0, None, 1100),
            (0, 0, "true", 3, 1.0, None, 1100),
            (1, 5000, "false", 2, 1.0, Some(0), 5100),
            (-1, -5, "false", 1, 0.0, Some(105), -5),
            (i64::MAX, i64::MAX, "false", 3, 1.0, None, 1100),
        ] {
            let player = player(rank, xp, completed);
            assert_eq!(player.rank(&track).unwrap().rank, number, "{rank}");
            assert_eq!(player.progress(&track), Some(progress), "{rank}");
            assert_eq!(player.xp_to_next(&track), missing, "{rank}");
            assert_eq!(player.total_xp(&track), Some(total), "{rank}");
        }
        let empty: CareerRewardTrack = serde_json::from_str(r#"{"Ranks": []}"#).unwrap();
        assert_eq!(player(0, 0, "false").progress(&empty), None);
    }

    #[test]
    fn passes_are_grouped_by_progress() {
        let pass = |path: &str, rank: i64, xp: i64, completed: bool| {
            format!(
                r#"{{"RewardTrackPath": "{path}", "IsOwned": true, "CurrentProgress":
                    {{"Rank": {rank}, "PartialProgress": {xp}, "HasReachedMaxRank": {completed}}}}}"#
            )
        };
        let list = [
            pass("a", 6, 0, true),
            pass("b", 5, 250, false),
            pass("c", 0, 0, false),
            pass("d", 0, 10, false),
        ];
        let json = format!(
            r#"{{"ActiveOperationRewardTrackPath": "B", "OperationRewardTracks": [{}]}}"#,
            list.join(",")
        );
        let passes: PlayerOperationPasses = serde_json::from_str(&json).unwrap();
        let paths = |passes: Vec<&PlayerOperationPass>| -> String {
            passes
                .iter()
                .map(|pass| pass.reward_track_path.as_str())
                .collect()
        };
        assert_eq!(paths(passes.completed().collect()), "a");
        assert_eq!(paths(passes.in_progress().collect()), "bd");
        assert_eq!(paths(passes.not_started().collect()), "c");
        let track: OperationRewardTrack = serde_json::from_str(r#"{"XpPerRank": 1000}"#).unwrap();
        assert_eq!(passes.active().unwrap().progress(&track), Some(0.25));
        assert_eq!(passes.pass("a").unwrap().progress(&track), Some(1.0));
        let empty: OperationRewardTrack = serde_json::from_str("{}").unwrap();
        assert_eq!(passes.pass("c").unwrap().progress(&empty), None);

        let passes: PlayerOperationPasses =
            serde_json::from_str(r#"{"OperationRewardTracks": null}"#).unwrap();
        assert!(passes.active().is_none() && passes.passes().next().is_none());
    }
}
