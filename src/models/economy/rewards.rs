//! Payments of rewards.

use super::currency;
use super::schema::{
    AwardedRewards, GrantedCurrency, GrantedItem, PlayerRewardTrack, Reward, RewardsSummary,
};
use crate::models::gamecms_hacs::OperationRewardTrack;

/// The state of a reward that was paid.
const GRANTED: &str = "Granted";

/// ```
/// use halo_infinite::models::economy::{AwardedRewards, currency};
///
/// let json = r#"{"RewardsSummary": {
///     "AwardedRewards": [
///         {"Reward": {"EventXp": 0, "OperationXp": 200}, "Status": "Granted"},
///         {"Reward": {"EventXp": 0, "OperationXp": 300}, "Status": "Granted"}
///     ],
///     "GrantedCurrencies": [
///         {"CurrencyPath": "Currency/Currencies/rerollcurrency.json", "Amount": 1, "Source": "OperationRankUp"}
///     ]
/// }, "PlayerState": null}"#;
/// let reward: AwardedRewards = serde_json::from_str(json)?;
/// assert_eq!(reward.operation_xp(), 500);
/// assert_eq!(reward.received(currency::CHALLENGE_SWAPS), 1);
/// # Ok::<(), serde_json::Error>(())
/// ```
impl AwardedRewards {
    #[inline]
    fn summary<'a, T: 'a>(
        &'a self,
        list: impl Fn(&'a RewardsSummary) -> &'a Option<Vec<T>>,
    ) -> impl Iterator<Item = &'a T> {
        self.rewards_summary.iter().flat_map(list).flatten()
    }

    /// The paid rewards, such as those of challenges.
    #[inline]
    pub fn rewards(&self) -> impl Iterator<Item = &Reward> {
        self.summary(|summary| &summary.awarded_rewards)
            .filter(|awarded| awarded.status.as_deref() == Some(GRANTED))
            .filter_map(|awarded| awarded.reward.as_ref())
    }

    /// The XP for operations, without boosts.
    #[inline]
    pub fn operation_xp(&self) -> i64 {
        sum(self.rewards().filter_map(|reward| reward.operation_xp))
    }

    /// The XP for events, without boosts.
    #[inline]
    pub fn event_xp(&self) -> i64 {
        sum(self.rewards().filter_map(|reward| reward.event_xp))
    }

    /// The reward tracks that received XP, with the progress before and after.
    #[inline]
    pub fn updated_tracks(&self) -> impl Iterator<Item = &PlayerRewardTrack> {
        self.summary(|summary| &summary.updated_reward_tracks)
    }

    /// The currency that the player received, with the reasons.
    #[inline]
    pub fn granted_currencies(&self) -> impl Iterator<Item = &GrantedCurrency> {
        self.summary(|summary| &summary.granted_currencies)
    }

    /// The received amount of a currency, by its [name](super::currency) or path.
    #[inline]
    pub fn received(&self, currency: &str) -> i64 {
        let of_it = self
            .granted_currencies()
            .filter(|granted| currency::is(&granted.currency_path, currency));
        sum(of_it.map(|granted| granted.amount))
    }

    /// The items that the player received, with the reasons.
    #[inline]
    pub fn granted_items(&self) -> impl Iterator<Item = &GrantedItem> {
        self.summary(|summary| &summary.granted_items)
    }
}

impl PlayerRewardTrack {
    /// The XP that a reward brought on this track, with boosts; 0 outside of rewards.
    #[inline]
    pub fn earned_xp(&self) -> i64 {
        sum([self.base_xp, self.boost_xp].into_iter().flatten())
    }

    /// The number of ranks that a reward completed on this track; `None` outside of rewards.
    #[inline]
    pub fn ranks_gained(&self) -> Option<i64> {
        let before = self.previous_progress.as_ref()?.rank;
        self.current_progress.rank.checked_sub(before)
    }

    /// The progress towards the next rank, from 0 to 1; 1 if all ranks are completed. `None` if the track does not
    /// state the XP of a rank.
    #[inline]
    pub fn progress(&self, track: &OperationRewardTrack) -> Option<f64> {
        self.current_progress.on(track)
    }
}

#[inline]
fn sum(amounts: impl Iterator<Item = i64>) -> i64 {
    amounts.fold(0, i64::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_granted_rewards_count() {
        let json = r#"{"RewardsSummary": {
            "UpdatedRewardTracks": [
                {"RewardTrackPath": "a", "BaseXp": 500, "BoostXp": 250,
                 "CurrentProgress": {"Rank": 79, "PartialProgress": 100},
                 "PreviousProgress": {"Rank": 77, "PartialProgress": 600}},
                {"RewardTrackPath": "b", "CurrentProgress": {"Rank": 0, "PartialProgress": 0}}
            ],
            "AwardedRewards": [
                {"Reward": {"EventXp": 10, "OperationXp": 200}, "Status": "Granted"},
                {"Reward": {"EventXp": 1, "OperationXp": null}, "Status": "Granted"},
                {"Reward": {"EventXp": 5, "OperationXp": 300}, "Status": "Failed"},
                {"Reward": null, "Status": "Granted"}
            ],
            "GrantedItems": [{"ItemPath": "i", "Amount": 1, "Source": "OperationRankUp"}]
        }}"#;
        let reward: AwardedRewards = serde_json::from_str(json).unwrap();
        assert_eq!((reward.operation_xp(), reward.event_xp()), (200, 11));
        assert_eq!(reward.received(currency::CREDITS), 0);
        assert_eq!(reward.granted_items().count(), 1);
        let tracks: Vec<_> = reward
            .updated_tracks()
            .map(|track| (track.earned_xp(), track.ranks_gained()))
            .collect();
        assert_eq!(tracks, [(750, Some(2)), (0, None)]);

        let empty: AwardedRewards = serde_json::from_str("{}").unwrap();
        assert_eq!((empty.rewards().count(), empty.operation_xp()), (0, 0));
    }
}
