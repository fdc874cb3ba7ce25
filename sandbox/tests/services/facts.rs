//! The facts of the game, compared with those in real captures.

use crate::captures::real_captures;
use crate::common::*;
use halo_infinite_sandbox::Sandbox;
use serde_json::{Value, json};
use std::fs;

/// A captured file of the game content service, and the sandbox's own.
fn files(captured: &str, path: &str) -> Option<[Value; 2]> {
    let file = real_captures()?.join("gamecms_hacs").join(captured);
    let real = serde_json::from_slice(&fs::read(file).expect("a file")).expect("JSON");
    let sandbox = Sandbox::start().expect("a sandbox");
    Some([real, get_json(&sandbox, &format!("/gamecms_hacs/hi/{path}"))])
}

#[test]
fn medals_are_the_real_ones() {
    let path = "Waypoint/file/medals/metadata.json";
    let Some([real, ours]) = files("medal_metadata.json", path) else {
        return;
    };
    for field in ["difficulties", "types", "sprites"] {
        assert_eq!(ours[field], real[field], "{field}");
    }
    for medal in list(&real["medals"]) {
        let mut own = list(&ours["medals"]).iter();
        let own = own
            .find(|own| own["nameId"] == medal["nameId"])
            .expect("the medal");
        assert_eq!(own["name"]["value"], medal["name"]["value"]);
        for field in [
            "difficultyIndex",
            "typeIndex",
            "personalScore",
            "sortingWeight",
            "spriteIndex",
        ] {
            assert_eq!(own[field], medal[field], "{field} of {}", medal["name"]["value"]);
        }
        assert_eq!(keys(own), keys(medal));
        assert_eq!(keys(&own["name"]), keys(&medal["name"]));
    }
}

/// A timestamp, whatever its number of fractional digits.
fn time(envelope: &Value) -> jiff::Timestamp {
    text(&envelope["ISO8601Date"]).parse().expect("a timestamp")
}

/// Checks that a list begins with the entries of the real one.
fn assert_begins_with(ours: &Value, real: &Value) {
    let (ours, real) = (list(ours), list(real));
    assert!(ours.len() >= real.len());
    for (own, real) in ours.iter().zip(real) {
        assert_eq!(keys(own), keys(real));
        for (field, value) in real.as_object().expect("an object") {
            if field.ends_with("Date") {
                assert_eq!(time(&own[field]), time(value), "{field} of {real}");
            } else {
                assert_eq!(own[field], *value);
            }
        }
    }
}

#[test]
fn calendars_begin_with_the_real_entries() {
    let path = "Progression/file/Csr/Calendars/CsrSeasonCalendar.json";
    let Some([real, ours]) = files("csr_season_calendar.json", path) else {
        return;
    };
    assert_begins_with(&ours["Seasons"], &real["Seasons"]);
    let path = "progression/file/calendars/seasons/seasoncalendar.json";
    let Some([real, ours]) = files("season_calendar.json", path) else {
        return;
    };
    assert_begins_with(&ours["Seasons"], &real["Seasons"]);
    assert_begins_with(&ours["Events"], &real["Events"]);
    assert_eq!(list(&ours["Events"]).len(), list(&real["Events"]).len());
    assert_eq!(ours["CareerRank"], real["CareerRank"]);
}

#[test]
fn a_season_runs_now_and_has_an_end() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for path in [
        "Csr/Calendars/CsrSeasonCalendar.json",
        "calendars/seasons/seasoncalendar.json",
    ] {
        let calendar = get_json(&sandbox, &format!("/gamecms_hacs/hi/Progression/file/{path}"));
        let seasons = list(&calendar["Seasons"]);
        for pair in seasons.windows(2) {
            assert_eq!(pair[0]["EndDate"], pair[1]["StartDate"]);
        }
        let now = jiff::Timestamp::now();
        let running = seasons
            .iter()
            .filter(|season| time(&season["StartDate"]) <= now && now < time(&season["EndDate"]));
        assert_eq!(running.count(), 1);
    }
}

#[test]
fn career_ranks_are_the_real_ones() {
    let path = "Progression/file/RewardTracks/CareerRanks/careerRank1.json";
    let Some([real, ours]) = files("career_reward_track.json", path) else {
        return;
    };
    assert_eq!(list(&ours["Ranks"]).len(), list(&real["Ranks"]).len());
    for (own, real) in list(&ours["Ranks"]).iter().zip(list(&real["Ranks"])) {
        for field in [
            "Rank",
            "XpRequiredForRank",
            "RankIcon",
            "RankLargeIcon",
            "RankAdornmentIcon",
            "TierType",
            "RankGrade",
        ] {
            assert_eq!(own[field], real[field], "{field} of {}", real["Rank"]);
        }
        for field in ["RankTitle", "RankSubTitle", "RankTier"] {
            assert_eq!(
                own[field]["value"], real[field]["value"],
                "{field} of {}",
                real["Rank"]
            );
        }
        assert_eq!(keys(own), keys(real));
    }
    assert_eq!(keys(&ours), keys(&real));
}

#[test]
fn the_ranked_playlist_has_the_real_settings() {
    let Some(folder) = real_captures() else { return };
    let file = fs::read(folder.join("discovery_ugc/playlist.json")).expect("a file");
    let real: Value = serde_json::from_slice(&file).expect("JSON");
    let sandbox = Sandbox::start().expect("a sandbox");
    let path = format!("/discovery_ugc/hi/playlists/{}", text(&real["AssetId"]));
    let ours = get_json(&sandbox, &path);
    assert_eq!(ours["PublicName"], real["PublicName"]);
    let settings = |playlist: &Value| {
        let mut settings = playlist["CustomData"].clone();
        settings["PlaylistEntries"] = json!(null);
        settings
    };
    assert_eq!(settings(&ours), settings(&real));
}
