//! The calls of the game's content management.

use super::recorder::{get_with_clearance, refused, sent};

const HOST: &str = "https://gamecms-hacs.svc.halowaypoint.com";

#[test]
fn medal_metadata() {
    assert_eq!(
        sent(|client| client.gamecms_hacs().medal_metadata()),
        get_with_clearance(&format!("{HOST}/hi/Waypoint/file/medals/metadata.json"))
    );
}

#[test]
fn csr_season_calendar() {
    assert_eq!(
        sent(|client| client.gamecms_hacs().csr_season_calendar()),
        get_with_clearance(&format!(
            "{HOST}/hi/Progression/file/Csr/Calendars/CsrSeasonCalendar.json"
        ))
    );
}

#[test]
fn season_calendar() {
    assert_eq!(
        sent(|client| client.gamecms_hacs().season_calendar()),
        get_with_clearance(&format!(
            "{HOST}/hi/progression/file/calendars/seasons/seasoncalendar.json"
        ))
    );
}

#[test]
fn career_reward_track() {
    assert_eq!(
        sent(|client| client.gamecms_hacs().career_reward_track()),
        get_with_clearance(&format!(
            "{HOST}/hi/Progression/file/RewardTracks/CareerRanks/careerRank1.json"
        ))
    );
}

#[test]
fn operation_reward_track() {
    assert_eq!(
        sent(|client| client
            .gamecms_hacs()
            .operation_reward_track("RewardTracks/Operations/S05OpPassL01.json")),
        get_with_clearance(&format!(
            "{HOST}/hi/Progression/file/RewardTracks/Operations/S05OpPassL01.json"
        ))
    );
}

#[test]
fn progression_file() {
    assert_eq!(
        sent(|client| client
            .gamecms_hacs()
            .progression_file("/Inventory/A b#c?d/e%f.json")),
        get_with_clearance(&format!(
            "{HOST}/hi/Progression/file/Inventory/A%20b%23c%3Fd/e%25f.json"
        ))
    );
}

#[test]
fn image() {
    assert_eq!(
        sent(|client| client
            .gamecms_hacs()
            .image("career_rank/CelebrationMoment/219_Cadet_Onyx_III.png")),
        get_with_clearance(&format!(
            "{HOST}/hi/images/file/career_rank/CelebrationMoment/219_Cadet_Onyx_III.png"
        ))
    );
}

#[test]
fn waypoint_file() {
    assert_eq!(
        sent(|client| client
            .gamecms_hacs()
            .waypoint_file("medals/images/medal_sheet_sm.png")),
        get_with_clearance(&format!(
            "{HOST}/hi/Waypoint/file/medals/images/medal_sheet_sm.png"
        ))
    );
}

#[test]
fn emblem_mapping() {
    assert_eq!(
        sent(|client| client.gamecms_hacs().emblem_mapping()),
        get_with_clearance(&format!("{HOST}/hi/Waypoint/file/images/emblems/mapping.json"))
    );
}

#[test]
fn item() {
    assert_eq!(
        sent(|client| client
            .gamecms_hacs()
            .item("Inventory/Armor/Visors/012-001-d372cb1b.json")),
        get_with_clearance(&format!(
            "{HOST}/hi/Progression/file/Inventory/Armor/Visors/012-001-d372cb1b.json"
        ))
    );
}

#[test]
fn playlist_configuration() {
    let id = "EDFEF3AC-9CBE-4FA2-B949-8F29DEAFD483";
    assert_eq!(
        sent(|client| client.gamecms_hacs().playlist_configuration(id)),
        get_with_clearance(&format!(
            "{HOST}/hi/Multiplayer/file/playlists/assets/edfef3ac-9cbe-4fa2-b949-8f29deafd483.json"
        ))
    );
    let error = refused(|client| client.gamecms_hacs().playlist_configuration("ranked"));
    assert!(error.starts_with("playlist_id: "), "{error}");
}

#[test]
fn season_metadata() {
    assert_eq!(
        sent(|client| client.gamecms_hacs().season_metadata("Seasons/Season7.json")),
        get_with_clearance(&format!("{HOST}/hi/Progression/file/Seasons/Season7.json"))
    );
}

#[test]
fn csr_season() {
    for season in ["CsrSeason5-1", "Csr/Seasons/CsrSeason5-1.json"] {
        assert_eq!(
            sent(|client| client.gamecms_hacs().csr_season(season)),
            get_with_clearance(&format!(
                "{HOST}/hi/Progression/file/Csr/Seasons/CsrSeason5-1.json"
            ))
        );
    }
    let error = refused(|client| client.gamecms_hacs().csr_season("Seasons/Season7.json"));
    assert!(error.contains("is not a CSR season"), "{error}");
}

#[test]
fn event_reward_track() {
    let path = "RewardTracks/Events/Rituals/ritualEagleStrike.json";
    assert_eq!(
        sent(|client| client.gamecms_hacs().event_reward_track(path)),
        get_with_clearance(&format!("{HOST}/hi/Progression/file/{path}"))
    );
}

#[test]
fn challenge() {
    let path = "ChallengeContent/ClientChallengeDefinitions/S2CapstoneChallenges/CLandGrabCapture.json";
    assert_eq!(
        sent(|client| client.gamecms_hacs().challenge(path)),
        get_with_clearance(&format!("{HOST}/hi/Progression/file/{path}"))
    );
}

#[test]
fn challenge_deck() {
    let path = "ChallengeContent/ClientChallengeDeckDefinitions/WeeklyDeck.json";
    assert_eq!(
        sent(|client| client.gamecms_hacs().challenge_deck(path)),
        get_with_clearance(&format!("{HOST}/hi/Progression/file/{path}"))
    );
}

#[test]
fn metadata() {
    assert_eq!(
        sent(|client| client.gamecms_hacs().metadata()),
        get_with_clearance(&format!("{HOST}/hi/Progression/file/metadata/metadata.json"))
    );
}

#[test]
fn manifests() {
    assert_eq!(
        sent(|client| client.gamecms_hacs().armor_core_manifest()),
        get_with_clearance(&format!(
            "{HOST}/hi/Progression/file/Inventory/Manifest/armorcores.json"
        ))
    );
    assert_eq!(
        sent(|client| client.gamecms_hacs().event_manifest()),
        get_with_clearance(&format!(
            "{HOST}/hi/Progression/file/RewardTracks/Manifest/eventmanifest.json"
        ))
    );
    assert_eq!(
        sent(|client| client.gamecms_hacs().season_manifest()),
        get_with_clearance(&format!(
            "{HOST}/hi/Progression/file/RewardTracks/Manifest/seasonmanifest.json"
        ))
    );
}

#[test]
fn paths_that_leave_the_folder_are_refused() {
    for path in [
        "",
        "/",
        "..",
        "a/../b",
        "a/./b",
        "a//b",
        "a/",
        "a\\..\\b",
        "a\r\nX: 1/b",
        "a/\0",
        "a/..\n",
        "./a",
        "//host/a",
    ] {
        for error in [
            refused(|client| client.gamecms_hacs().progression_file(path)),
            refused(|client| client.gamecms_hacs().operation_reward_track(path)),
            refused(|client| client.gamecms_hacs().item(path)),
            refused(|client| client.gamecms_hacs().image(path)),
        ] {
            assert!(
                error.starts_with("path: ") && error.contains("is not the path of a file"),
                "{path:?}: {error}"
            );
        }
    }
}
