//! Challenges and decks, and the paths of their files.

pub(crate) const WEEKLY: [&str; 12] = [
    "GeneralChallenges/Heroic/HKill",
    "GeneralChallenges/Heroic/HPlay",
    "GeneralChallenges/Normal/NWin",
    "WeaponChallenges/Normal/NKillAssaultRifle",
    "WeaponChallenges/Heroic/HKillBattleRifle",
    "WeaponChallenges/Legendary/LKillSniperRifle",
    "GeneralChallenges/Normal/NQuickPlayScore",
    "GeneralChallenges/Heroic/HRankedPlay",
    "GeneralChallenges/Normal/NFiestaKill",
    "GeneralChallenges/Heroic/HLandGrabKill",
    "GeneralChallenges/Normal/NRumblePitPlay",
    "GeneralChallenges/Legendary/LKingOfTheHillWin",
];
pub(crate) const DAILY: [&str; 4] = ["d0NPlay", "d1NPlay", "d2NPlay", "d3NPlay"];
pub(crate) const WEEKLY_DECK: &str = "WeeklyDeck";
pub(crate) const DAILY_DECK: &str = "DailyPlayNewDeck";

/// The last challenge of a week.
const CAPSTONE: &str = "S2CapstoneChallenges/CLandGrabCapture";

/// The paths of all challenges.
pub(crate) fn challenge_paths() -> impl Iterator<Item = String> {
    WEEKLY
        .into_iter()
        .map(weekly_path)
        .chain(DAILY.into_iter().map(daily_path))
        .chain([capstone_path()])
}

pub(crate) fn deck_path(name: &str) -> String {
    format!("ChallengeContent/ClientChallengeDeckDefinitions/{name}.json")
}

pub(crate) fn weekly_path(name: &str) -> String {
    format!("ChallengeContent/ClientChallengeDefinitions/{name}.json")
}

pub(crate) fn capstone_path() -> String {
    weekly_path(CAPSTONE)
}

pub(crate) fn daily_path(name: &str) -> String {
    format!("ChallengeContent/ClientChallengeDefinitions/DailyChallenges/PlayNew/{name}.json")
}
