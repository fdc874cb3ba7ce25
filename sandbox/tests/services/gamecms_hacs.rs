//! The game content service.

use crate::common::histories::path;
use crate::common::*;
use halo_infinite::refdata::MedalNameId;
use halo_infinite_sandbox::Sandbox;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn file(sandbox: &Sandbox, path: &str) -> Value {
    get_json(sandbox, &format!("/gamecms_hacs/hi/Progression/file/{path}"))
}

/// Width and height of a PNG.
fn dimensions(sandbox: &Sandbox, path: &str) -> (i64, i64) {
    let reply = get(sandbox, path);
    assert_eq!(
        (reply.status, reply.content_type.as_str()),
        (200, "image/png"),
        "{path}"
    );
    assert!(reply.body.starts_with(b"\x89PNG\r\n\x1a\n"));
    assert!(reply.body.ends_with(b"IEND\xae\x42\x60\x82"));
    let side = |at: usize| {
        let bytes = reply.body[at..at + 4].try_into().expect("four bytes");
        i64::from(u32::from_be_bytes(bytes))
    };
    (side(16), side(20))
}

#[test]
fn the_metadata_and_the_sheets_contain_all_medals() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let metadata = get_json(&sandbox, "/gamecms_hacs/hi/Waypoint/file/medals/metadata.json");
    let medals = list(&metadata["medals"]);
    let ids: BTreeSet<i64> = medals.iter().map(|medal| number(&medal["nameId"])).collect();
    let known: BTreeSet<i64> = MedalNameId::KNOWN.iter().map(|medal| medal.value()).collect();
    assert_eq!(ids, known);
    let double_kill = medals.iter().find(|medal| medal["nameId"] == 622_331_684);
    assert_eq!(double_kill.expect("a medal")["name"]["value"], "Double Kill");
    let places: BTreeSet<i64> = medals.iter().map(|medal| number(&medal["spriteIndex"])).collect();
    assert_eq!(places.len(), medals.len());
    for name in ["small", "medium"] {
        let sheet = &metadata["sprites"][name];
        let (columns, size) = (number(&sheet["columns"]), number(&sheet["size"]));
        let rows = places.last().expect("a place") / columns + 1;
        let path = format!("/gamecms_hacs/hi/Waypoint/file/{}", text(&sheet["path"]));
        assert_eq!(dimensions(&sandbox, &path), (columns * size, rows * size));
    }
}

#[test]
fn calendars_cover_the_seasons_of_matches() {
    let sandbox = Sandbox::builder().matches(300).start().expect("a sandbox");
    let world = sandbox.world();
    let calendar = file(&sandbox, "calendars/seasons/seasoncalendar.json");
    let csr = file(&sandbox, "Csr/Calendars/CsrSeasonCalendar.json");
    let covers = |season: &&Value, time: &str| {
        let end = &season["EndDate"]["ISO8601Date"];
        text(&season["StartDate"]["ISO8601Date"]) <= time && time < text(end)
    };
    for id in world.match_ids(world.home()) {
        let info = world.match_stats(id).expect("a match")["MatchInfo"].clone();
        let time = text(&info["StartTime"]);
        let season = list(&calendar["Seasons"])
            .iter()
            .find(|season| covers(season, time));
        let season = season.expect("a season");
        let ranks = list(&csr["Seasons"]).iter().find(|season| covers(season, time));
        let ranks = &ranks.expect("a season of ranks")["CsrSeasonFilePath"];
        // Seasons of one year have several CSR seasons, of which the calendar names the last.
        assert!(time < "2022-11-08T17:00:00Z" || *ranks == season["CsrSeasonFilePath"]);
        if !info["SeasonId"].is_null() {
            assert!(time < "2023-10-17T17:00:00Z" || info["SeasonId"] == *ranks);
            file(&sandbox, text(&info["SeasonId"]));
        }
    }
}

#[test]
fn every_file_of_a_calendar_exists_in_any_case() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let calendar = file(&sandbox, "calendars/seasons/seasoncalendar.json");
    for season in list(&calendar["Seasons"]) {
        let track = file(&sandbox, text(&season["OperationTrackPath"]));
        let ranks = if text(&season["StartDate"]["ISO8601Date"]) < "2023-10"
            && track["TrackId"] != "battlepass-WinterBreak"
        {
            100
        } else {
            20
        };
        assert!(list(&track["Ranks"]).len() == ranks && track["XpPerRank"] == 1000);
        for field in ["SeasonMetadata", "CsrSeasonFilePath"] {
            file(&sandbox, text(&season[field]));
        }
        for field in ["BattlePassImage", "BackgroundImagePath"] {
            let image = format!("/gamecms_hacs/hi/images/file/{}", text(&track[field]));
            assert_eq!(dimensions(&sandbox, &image), (960, 540));
        }
    }
    for event in list(&calendar["Events"]) {
        assert_eq!(file(&sandbox, text(&event["RewardTrackPath"]))["IsRitual"], true);
    }
    let career = file(&sandbox, text(&calendar["CareerRank"]["RewardTrackPath"]));
    assert_eq!(
        file(
            &sandbox,
            &text(&calendar["CareerRank"]["RewardTrackPath"]).to_uppercase()
        ),
        career
    );
    let ranks = list(&career["Ranks"]);
    assert_eq!(ranks.len(), 272);
    assert_eq!(
        [&ranks[0], &ranks[271]].map(|rank| text(&rank["RankTitle"]["value"])),
        ["Recruit", "Hero"]
    );
    for rank in ranks.iter().step_by(13) {
        for (field, side) in [
            ("RankIcon", 280),
            ("RankLargeIcon", 600),
            ("RankAdornmentIcon", 196),
        ] {
            let path = text(&rank[field]);
            if !path.is_empty() {
                let image = format!("/gamecms_hacs/hi/images/file/{path}");
                assert_eq!(dimensions(&sandbox, &image), (side, side));
            }
        }
    }
}

#[test]
fn the_files_of_challenges_exist() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let decks = get_json(&sandbox, &path(sandbox.world().home(), "decks"));
    file(&sandbox, text(&decks["ActiveRewardTrack"]["RewardTrackPath"]));
    for deck in list(&decks["AssignedDecks"]) {
        file(&sandbox, text(&deck["Path"]));
        for field in ["ActiveChallenges", "UpcomingChallenges", "CompletedChallenges"] {
            for challenge in list(&deck[field]) {
                let challenge = file(&sandbox, text(&challenge["Path"]));
                assert!(number(&challenge["ThresholdForSuccess"]) > 0);
            }
        }
    }
}

#[test]
fn unknown_files_are_not_found() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for path in [
        "Progression/file/RewardTracks/Operations/Nothing.json",
        "Progression/file/nothing",
        "Waypoint/file/medals/nothing.png",
        "images/file/career_rank/ProgressWidget/273_Nobody.png",
        "images/file/nothing.png",
        "nothing/file/medals/metadata.json",
    ] {
        let reply = get(&sandbox, &format!("/gamecms_hacs/hi/{path}"));
        assert_eq!(
            (reply.status, &reply.json()["status"]),
            (404, &json!(404)),
            "{path}"
        );
    }
}
