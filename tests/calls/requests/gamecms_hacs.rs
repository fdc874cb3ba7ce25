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
            refused(|client| client.gamecms_hacs().image(path)),
        ] {
            assert!(
                error.starts_with("path: ") && error.contains("is not the path of a file"),
                "{path:?}: {error}"
            );
        }
    }
}
