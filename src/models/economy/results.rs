//! The results of requests about several players.

use super::schema::{
    CareerRanks, CareerRanksEntry, PlayerCareerRank, PlayerCustomization, PlayersCustomization,
    PlayersCustomizationEntry,
};
use crate::types::{PlayerId, Xuid};

/// The result code of a player whose result is complete.
const SUCCESS: &str = "Success";

impl CareerRanks {
    /// The entry of a player: the career, or the code with the reason why it is missing.
    pub fn entry(&self, xuid: Xuid) -> Option<&CareerRanksEntry> {
        let mut entries = self.reward_tracks.iter();
        entries.find(|entry| entry.id.xuid() == Some(xuid))
    }

    /// The career of a player; `None` if the request did not include the player, or the service has no result.
    ///
    /// ```
    /// use halo_infinite::Xuid;
    /// use halo_infinite::models::economy::CareerRanks;
    ///
    /// let json = r#"{"RewardTracks": [{"Id": "xuid(2533274855333605)", "ResultCode": "Success", "Result": {
    ///     "RewardTrackPath": "RewardTracks/CareerRanks/careerRank1.json", "TrackType": "CareerRank",
    ///     "CurrentProgress": {"Rank": 41, "PartialProgress": 250}
    /// }}]}"#;
    /// let careers: CareerRanks = serde_json::from_str(json)?;
    /// let career = careers.result(Xuid::new(2533274855333605)?);
    /// assert_eq!(career.map(|career| career.number()), Some(42));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn result(&self, xuid: Xuid) -> Option<&PlayerCareerRank> {
        self.entry(xuid)?.computed()
    }

    /// The players with a career, and their careers.
    pub fn results(&self) -> impl Iterator<Item = (&PlayerId, &PlayerCareerRank)> {
        let entries = self.reward_tracks.iter();
        entries.filter_map(|entry| Some((&entry.id, entry.computed()?)))
    }
}

impl CareerRanksEntry {
    /// The career, if the service has it: if the code is `Success`.
    pub fn computed(&self) -> Option<&PlayerCareerRank> {
        let result = self.result.as_ref();
        result.filter(|_| self.result_code.as_deref() == Some(SUCCESS))
    }
}

impl PlayersCustomization {
    /// The entry of a player: the customization, or the code with the reason why it is missing.
    pub fn entry(&self, xuid: Xuid) -> Option<&PlayersCustomizationEntry> {
        let mut entries = self.player_customizations.iter();
        entries.find(|entry| entry.id.xuid() == Some(xuid))
    }

    /// The customization of a player; `None` if the request did not include the player, or the service has no
    /// result.
    pub fn result(&self, xuid: Xuid) -> Option<&PlayerCustomization> {
        self.entry(xuid)?.computed()
    }

    /// The players with a customization, and their customizations.
    pub fn results(&self) -> impl Iterator<Item = (&PlayerId, &PlayerCustomization)> {
        let entries = self.player_customizations.iter();
        entries.filter_map(|entry| Some((&entry.id, entry.computed()?)))
    }
}

impl PlayersCustomizationEntry {
    /// The customization, if the service has it: if the code is `Success`.
    pub fn computed(&self) -> Option<&PlayerCustomization> {
        let result = self.result.as_ref();
        result.filter(|_| self.result_code.as_deref() == Some(SUCCESS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_results_with_success_count() {
        let entry = |number: u64, code: &str, result: &str| {
            format!(
                r#"{{"Id": "xuid({})", "ResultCode": {code}, "Result": {result}}}"#,
                2_533_274_855_333_600 + number
            )
        };
        let career = r#"{"CurrentProgress": {"Rank": 3, "PartialProgress": 0}}"#;
        let list = |result| {
            [
                entry(0, r#""Success""#, result),
                entry(1, r#""Success""#, "null"),
                entry(2, r#""NotFound""#, result),
                entry(3, "null", result),
            ]
            .join(",")
        };
        let xuid = |number: u64| Xuid::new(2_533_274_855_333_600 + number).unwrap();
        let json = format!(r#"{{"RewardTracks": [{}]}}"#, list(career));
        let careers: CareerRanks = serde_json::from_str(&json).unwrap();
        assert_eq!(careers.results().count(), 1);
        assert_eq!(careers.result(xuid(0)).unwrap().number(), 4);
        assert!((1..5).all(|number| careers.result(xuid(number)).is_none()));
        assert_eq!(
            careers.entry(xuid(2)).unwrap().result_code.as_deref(),
            Some("NotFound")
        );
        assert!(careers.entry(xuid(4)).is_none());

        let json = format!(r#"{{"PlayerCustomizations": [{}]}}"#, list("{}"));
        let lobby: PlayersCustomization = serde_json::from_str(&json).unwrap();
        assert_eq!(lobby.results().count(), 1);
        assert!(lobby.result(xuid(0)).is_some() && lobby.result(xuid(2)).is_none());
        assert!(lobby.entry(xuid(3)).is_some() && lobby.entry(xuid(4)).is_none());
    }
}
