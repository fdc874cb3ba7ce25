//! Service records: sums, filters and speed.

use crate::common::histories::*;
use crate::common::*;
use halo_infinite_sandbox::{Person, Sandbox};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn record(sandbox: &Sandbox, person: &Person, query: &str) -> Value {
    get_json(sandbox, &path(person, &format!("matchmade/servicerecord{query}")))
}

#[test]
fn a_service_record_is_the_sum_of_its_matches() {
    let sandbox = Sandbox::builder()
        .seed(3)
        .matches(150)
        .start()
        .expect("a sandbox");
    for person in &sandbox.world().people()[..2] {
        for (kind, lifecycle) in [("Matchmade", 3), ("custom", 1), ("LOCAL", 7)] {
            let record = get_json(&sandbox, &path(person, &format!("{kind}/servicerecord")));
            let entries = history(&sandbox, person, "all");
            let mine = entries
                .iter()
                .filter(|entry| entry["MatchInfo"]["LifecycleMode"] == lifecycle);
            assert_is_sum(&sandbox, person, &record, &mine.collect::<Vec<_>>());
        }
    }
}

fn assert_is_sum(sandbox: &Sandbox, person: &Person, record: &Value, entries: &[&Value]) {
    assert_eq!(number(&record["MatchesCompleted"]) as usize, entries.len());
    for (field, outcome) in [("Wins", 2), ("Losses", 3), ("Ties", 1)] {
        let count = entries.iter().filter(|entry| entry["Outcome"] == outcome).count();
        assert_eq!(number(&record[field]) as usize, count, "{field}");
    }
    let ids = entries
        .iter()
        .map(|entry| text(&entry["MatchId"]).parse().expect("a GUID"));
    let games: Vec<Value> = ids
        .map(|id| sandbox.world().match_stats(id).expect("a match"))
        .collect();
    let stats: Vec<&Value> = games
        .iter()
        .flat_map(|game| list(&player(game, person)["PlayerTeamStats"]))
        .map(|in_team| &in_team["Stats"])
        .collect();
    let sum = |pointer: &str| -> i64 {
        stats
            .iter()
            .filter_map(|stats| stats.pointer(pointer)?.as_i64())
            .sum()
    };
    let core = &record["CoreStats"];
    for field in keys(core) {
        match field {
            "AverageKDA" | "Accuracy" | "Medals" | "PersonalScores" => {}
            "MaxKillingSpree" => {
                let most = stats.iter().map(|stats| number(&stats["CoreStats"][field])).max();
                assert_eq!(number(&core[field]), most.unwrap_or(0));
            }
            _ => assert_eq!(
                number(&core[field]),
                sum(&format!("/CoreStats/{field}")),
                "{field}"
            ),
        }
    }
    let kills: i64 = list(&core["PersonalScores"])
        .iter()
        .filter(|award| award["NameId"] == 1_024_030_246_u32)
        .map(|award| number(&award["Count"]))
        .sum();
    assert!(kills <= number(&core["Kills"]));
    let fields = [
        ("ZoneCaptures", "/ZonesStats/StrongholdCaptures"),
        ("ZoneScoringTicks", "/ZonesStats/StrongholdScoringTicks"),
        ("ZoneDefensiveKills", "/ZonesStats/StrongholdDefensiveKills"),
    ];
    for (field, pointer) in fields {
        assert_eq!(
            record["ZonesStats"][field].as_i64().unwrap_or(0),
            sum(pointer),
            "{field}"
        );
    }
    let blocks = [
        ("CaptureTheFlagStats", "FlagGrabs"),
        ("OddballStats", "SkullScoringTicks"),
        ("EliminationStats", "Eliminations"),
        ("StockpileStats", "PowerSeedsDeposited"),
        ("InfectionStats", "SpartansInfected"),
        ("ExtractionStats", "SuccessfulExtractions"),
        ("PvpStats", "Kills"),
        ("PveStats", "GruntKills"),
    ];
    for (block, field) in blocks {
        assert_eq!(
            record[block][field].as_i64().unwrap_or(0),
            sum(&format!("/{block}/{field}")),
            "{block}"
        );
        let played = stats
            .iter()
            .any(|stats| stats.get(block).is_some_and(Value::is_object));
        assert_eq!(record.get(block).is_some(), played, "{block}");
    }
}

#[test]
fn filters_narrow_a_record_to_the_values_of_its_subqueries() {
    let sandbox = Sandbox::builder()
        .seed(3)
        .matches(400)
        .start()
        .expect("a sandbox");
    let home = sandbox.world().home();
    let history = history(&sandbox, home, "matchmaking");
    let all = record(&sandbox, home, "");
    let subqueries = &all["Subqueries"];
    let names = [
        "SeasonIds",
        "GameVariantCategories",
        "IsRanked",
        "PlaylistAssetIds",
        "GameplayInteractions",
    ];
    assert_eq!(keys(subqueries), names);
    assert_eq!(subqueries["IsRanked"], json!([false, true]));
    assert_eq!(subqueries["GameplayInteractions"], Value::Null);
    let completed = |query: &str| number(&record(&sandbox, home, query)["MatchesCompleted"]) as usize;
    let count = |selects: &dyn Fn(&Value) -> bool| {
        let infos = history.iter().map(|entry| &entry["MatchInfo"]);
        infos.filter(|info| selects(info)).count()
    };

    for season in list(&subqueries["SeasonIds"]) {
        let expected = count(&|info| info["SeasonId"] == *season);
        assert!(expected > 0);
        assert_eq!(
            completed(&format!("?seasonid={}", text(season).replace('/', "%2F"))),
            expected
        );
    }
    for category in list(&subqueries["GameVariantCategories"]) {
        let expected = count(&|info| info["GameVariantCategory"] == *category);
        assert_eq!(completed(&format!("?gamevariantcategory={category}")), expected);
    }
    let slayer = count(&|info| info["GameVariantCategory"] == 6);
    assert_eq!(
        completed("?gamevariantcategory=6&isranked=true")
            + completed("?gamevariantcategory=6&isranked=False"),
        slayer
    );

    // The season of the newest matches, which show every mode.
    let season = "Csr/Seasons/CsrSeason13-1.json";
    let of_season = |query: &str| completed(&format!("?seasonid={season}&{query}"));
    for playlist in list(&subqueries["PlaylistAssetIds"]) {
        let in_playlist =
            |info: &Value| info["SeasonId"] == season && info["Playlist"]["AssetId"] == *playlist;
        let id = text(playlist).to_uppercase();
        assert_eq!(of_season(&format!("PlaylistAssetId={id}")), count(&in_playlist));
        assert_eq!(
            of_season(&format!("PlaylistAssetId={id}&gamevariantcategory=6")),
            count(&|info| in_playlist(info) && info["GameVariantCategory"] == 6)
        );
    }
    let in_season = record(&sandbox, home, &format!("?seasonid={season}"));
    assert_eq!(in_season["Subqueries"]["GameplayInteractions"][0], 1);
    let expected =
        count(&|info| info["SeasonId"] == season && info["GameVariantCategory"] == 6 && is_ranked(info));
    assert!(expected > 0);
    assert_eq!(of_season("gamevariantcategory=6&isranked=true"), expected);
    for (number, name) in [(0, "none"), (1, "PvP"), (2, "pve"), (3, "PvPvE")] {
        let expected = count(&|info| info["SeasonId"] == season && info["GameplayInteraction"] == number);
        assert_eq!(of_season(&format!("gameplayinteraction={number}")), expected);
        assert_eq!(of_season(&format!("gameplayinteraction={name}")), expected);
        assert!(expected > 0 || number == 0 || number == 3, "{name}");
    }

    let none = record(&sandbox, home, "?gamevariantcategory=20");
    assert_eq!(keys(&none).last(), Some(&"CoreStats"));
    assert!(names.into_iter().all(|name| none["Subqueries"][name].is_null()));
    assert_eq!(
        (&none["TimePlayed"], &none["CoreStats"]["AverageKDA"]),
        (&json!("PT0S"), &json!(0.0))
    );
    for bad in [
        "?gamevariantcategory=slayer",
        "?gamevariantcategory=6&isranked=maybe",
        "?seasonid=x&gameplayinteraction=x",
    ] {
        assert_eq!(
            get(&sandbox, &path(home, &format!("matchmade/servicerecord{bad}"))).status,
            400,
            "{bad}"
        );
    }
}

#[test]
fn only_known_sets_of_filters_are_served() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let home = sandbox.world().home();
    let filters = [
        "seasonid=Csr%2FSeasons%2FCsrSeason9-1.json",
        "gamevariantcategory=6",
        "isranked=true",
        "playlistassetid=edfef3ac-9cbe-4fa2-b949-8f29deafd483",
        "gameplayinteraction=1",
    ];
    let [season, category, ranked, playlist, interaction] = [0, 1, 2, 3, 4].map(|index| 1_u32 << index);
    let known = [
        0,
        season,
        season | category,
        season | category | playlist,
        season | category | ranked,
        season | playlist,
        season | interaction,
        category,
        category | ranked,
    ];
    for set in 0_u32..32 {
        let given = filters
            .iter()
            .enumerate()
            .filter(|(index, _)| set & (1 << index) != 0);
        let given: Vec<&str> = given.map(|(_, filter)| *filter).collect();
        let query = given.join("&");
        let status = |kind: &str| get(&sandbox, &path(home, &format!("{kind}/servicerecord?{query}"))).status;
        let expected = if known.contains(&set) { 200 } else { 400 };
        assert_eq!(status("matchmade"), expected, "{query}");
        let expected = if given.is_empty() { 200 } else { 400 };
        assert_eq!(
            (status("custom"), status("local")),
            (expected, expected),
            "{query}"
        );
    }
    // An empty parameter counts as missing.
    let blank = path(home, "custom/servicerecord?seasonId=&isranked=");
    assert!(number(&get_json(&sandbox, &blank)["MatchesCompleted"]) > 0);
}

#[test]
fn ten_thousand_matches_are_fast() {
    let started = Instant::now();
    let sandbox = Sandbox::builder().matches(10_000).start().expect("a sandbox");
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "started in {:?}",
        started.elapsed()
    );
    let home = sandbox.world().home();
    let started = Instant::now();
    let first = record(&sandbox, home, "");
    assert!(
        started.elapsed() < Duration::from_secs(60),
        "summed in {:?}",
        started.elapsed()
    );
    let started = Instant::now();
    assert_eq!(record(&sandbox, home, ""), first);
    assert!(
        started.elapsed() < Duration::from_secs(5),
        "repeated in {:?}",
        started.elapsed()
    );
    let count = get_json(&sandbox, &path(home, "matches/count"));
    assert_eq!(count["MatchesPlayedCount"], 10_000);
    assert_eq!(first["MatchesCompleted"], count["MatchmadeMatchesPlayedCount"]);
    assert!(text(&first["TimePlayed"]).starts_with("P6") || text(&first["TimePlayed"]).starts_with("P7"));
}
