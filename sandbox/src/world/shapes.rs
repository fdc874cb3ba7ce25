//! The shapes of payloads in different years.

use serde_json::Value;

/// The year whose payloads a sandbox sends: see [`SandboxBuilder::shapes`](crate::SandboxBuilder::shapes).
///
/// The API adds fields over the years, to all payloads at once: a match of 2022 has more fields today than it had in
/// 2022. These are the payloads that programs of those years received and archived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Shapes {
    /// Until late 2022. Matches have no `GameplayInteraction`, no `ObjectivesCompleted`, no `PvpStats` and no
    /// `PveStats`, and a block of each mode: `null` for all modes but that of the match. Service records have no
    /// interactions. The skill of unranked matches has no performances and no counterfactuals. Reward tracks have no
    /// `BattlePassImage`, progress has no `HasReachedMaxRank`, and outfits have no `PlayerTitlePath` and no
    /// `ArmorFxPaths`. Favourites and ratings have no `SearchableData`. Also without all that 2024 lacks.
    Year2022,
    /// From 2023 to 2024. Assets have no `PublishedDate` and no `DisplayOwnerOverride`, ranks have no demotion
    /// protection, a rank's reward is one `RewardId`, modes have no `HasNodeGraph`, decks have no
    /// `ScheduledRewardTrack`, upcoming challenges have none of the fields of their files, reward tracks have no
    /// `BattlePassBundleImage` and no `HideIfNotOwned`, and outfits have no `StancePath`.
    Year2024,
    /// Today.
    #[default]
    Current,
}

/// The fields that payloads have since late 2022 or 2023: payloads of 2022 (`captures-2022`, and a match history)
/// have none of them, later ones have all.
const SINCE_2023: [&str; 10] = [
    "ArmorFxPaths",
    "BattlePassImage",
    "GameplayInteraction",
    "GameplayInteractions",
    "HasReachedMaxRank",
    "ObjectivesCompleted",
    "PlayerTitlePath",
    "PveStats",
    "PvpStats",
    "SearchableData",
];
/// The fields that payloads have since 2025: no payload of 2023 or 2024 has one of them.
const SINCE_2025: [&str; 8] = [
    "BattlePassBundleImage",
    "DemotionProtectionMatchesRemaining",
    "DisplayOwnerOverride",
    "HideIfNotOwned",
    "InitialDemotionProtectionMatches",
    "PublishedDate",
    "ScheduledRewardTrack",
    "StancePath",
];

impl Shapes {
    /// Removes the fields of later years from a payload.
    pub(crate) fn remove_later_fields(self, payload: &mut Value) {
        let later: &[&[&str]] = match self {
            Self::Year2022 => &[&SINCE_2023, &SINCE_2025],
            Self::Year2024 => &[&SINCE_2025],
            Self::Current => return,
        };
        let is_later = |field: &String| later.iter().any(|fields| fields.contains(&field.as_str()));
        match payload {
            Value::Object(fields) => {
                fields.retain(|field, _| !is_later(field));
                // Maps and prefabs had this field before modes.
                if fields.contains_key("KeyValues") {
                    fields.shift_remove("HasNodeGraph");
                }
                fields
                    .values_mut()
                    .for_each(|value| self.remove_later_fields(value));
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.remove_later_fields(item)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fields_of_later_years_are_removed_at_every_depth() {
        let payload =
            json!({ "Kept": [{ "StancePath": "", "PvpStats": {}, "Kept": null }], "PublishedDate": null });
        let shaped = |shapes: Shapes| {
            let mut payload = payload.clone();
            shapes.remove_later_fields(&mut payload);
            payload
        };
        assert_eq!(shaped(Shapes::Current), payload);
        assert_eq!(
            shaped(Shapes::Year2024),
            json!({ "Kept": [{ "PvpStats": {}, "Kept": null }] })
        );
        assert_eq!(shaped(Shapes::Year2022), json!({ "Kept": [{ "Kept": null }] }));
    }
}
