//! Worlds as a whole: their contents, and their reproduction from a seed.

use crate::common::games::*;
use crate::common::*;
use halo_infinite_sandbox::{Sandbox, Shapes};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn a_seed_produces_the_same_world_byte_for_byte() {
    let text = |seed| Value::from(world(seed, 80)).to_string();
    assert_eq!(text(7), text(7));
    assert_ne!(text(7), text(8));
    // Also on other machines and in later versions. A change to the generation of worlds must change this hash.
    assert_eq!(fnv1a(&Value::from(world(0, 60)).to_string()), DEFAULT_WORLD);
}

const DEFAULT_WORLD: u64 = 3_745_513_870_305_831_492;

fn fnv1a(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

#[test]
fn the_first_page_contains_every_mode_and_setting() {
    let page = &world(0, 60)[..25];
    let categories: BTreeSet<i64> = page.iter().map(category).collect();
    let expected = [6, 7, 8, 9, 11, 12, 14, 15, 17, 18, 19, 22, 23, 25, 39, 41, 42];
    assert_eq!(categories.into_iter().collect::<Vec<i64>>(), expected);
    let info = |field: &str| {
        page.iter()
            .map(|game| game["MatchInfo"][field].to_string())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(info("LifecycleMode"), ["1", "3", "7"].map(str::to_owned).into());
    assert_eq!(info("GameplayInteraction"), ["1", "2"].map(str::to_owned).into());
    assert_eq!(info("TeamsEnabled"), ["false", "true"].map(str::to_owned).into());
    let has = |kind: &str, is: &dyn Fn(&Value) -> bool| assert!(page.iter().any(is), "no match {kind}");
    let any_player = |game: &Value, is: &dyn Fn(&Value) -> bool| list(&game["Players"]).iter().any(is);
    has("of twelve against twelve", &|game| {
        list(&game["Players"]).len() >= 24
    });
    has("with bots", &|game| {
        any_player(game, &|player| player["PlayerType"] == 2)
    });
    has("with a leaver", &|game| {
        any_player(game, &|player| {
            player["ParticipationInfo"]["LeftInProgress"] == true
        })
    });
    has("with a late joiner", &|game| {
        any_player(game, &|player| {
            player["ParticipationInfo"]["JoinedInProgress"] == true && player["PlayerType"] == 1
        })
    });
    has("with a change of teams", &|game| {
        any_player(game, &|player| list(&player["PlayerTeamStats"]).len() == 2)
    });
    has("that was a tie", &|game| {
        any_player(game, &|player| player["Outcome"] == 1)
    });
}

#[test]
fn the_order_of_requests_does_not_matter() {
    let start = || {
        Sandbox::builder()
            .seed(12)
            .matches(70)
            .start()
            .expect("a sandbox")
    };
    let (forward, backward) = (start(), start());
    let home = forward.world().home();
    let mut paths: Vec<String> = forward
        .world()
        .match_ids(home)
        .iter()
        .map(|id| format!("/stats/hi/matches/{id}/stats"))
        .collect();
    for person in &forward.world().people()[..4] {
        let player = person.player_id();
        for rest in [
            "matches?start=60",
            "matches?type=custom",
            "matches/count",
            "matchmade/servicerecord",
        ] {
            paths.push(format!("/stats/hi/players/{player}/{rest}"));
        }
        paths.push(format!(
            "/skill/hi/playlist/edfef3ac-9cbe-4fa2-b949-8f29deafd483/csrs?players={player}"
        ));
    }
    let mut answers: Vec<String> = paths.iter().map(|path| get(&forward, path).text()).collect();
    answers.reverse();
    let reversed: Vec<String> = paths
        .iter()
        .rev()
        .map(|path| get(&backward, path).text())
        .collect();
    assert_eq!(answers, reversed);
}

#[test]
fn a_world_of_100_000_matches_answers_for_any_of_them() {
    let sandbox = Sandbox::builder().matches(100_000).start().expect("a sandbox");
    let world = sandbox.world();
    let ids = world.match_ids(world.home());
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 100_000);
    for index in [0, 24, 25, 31_415, 99_999] {
        let page = get_json(
            &sandbox,
            &format!(
                "/stats/hi/players/{}/matches?start={index}&count=1",
                world.home().player_id()
            ),
        );
        let entry = &list(&page["Results"])[0];
        assert_eq!(entry["MatchId"], ids[index].to_string());
        let game = world.match_stats(ids[index]).expect("a match");
        assert_eq!(game["MatchInfo"], entry["MatchInfo"]);
    }
}

#[test]
fn old_matches_have_the_shape_of_new_ones() {
    let old = matches()
        .iter()
        .filter(|game| text(&game["MatchInfo"]["StartTime"]) < "2023");
    assert!(old.count() > 50);
    for game in matches() {
        assert!(game["MatchInfo"]["GameplayInteraction"].is_i64());
        for (_, stats) in stats_of_players(game) {
            assert!(stats["CoreStats"]["ObjectivesCompleted"].is_i64());
            assert!(
                stats
                    .as_object()
                    .expect("an object")
                    .values()
                    .all(Value::is_object)
            );
            let versus = if is_firefight(game) {
                "PveStats"
            } else {
                "PvpStats"
            };
            assert_eq!(keys(stats).last(), Some(&versus));
        }
    }
}

#[test]
fn matches_in_the_shape_of_2022_have_all_blocks() {
    let sandbox = Sandbox::builder()
        .shapes(Shapes::Year2022)
        .start()
        .expect("a sandbox");
    let world = sandbox.world();
    for id in world.match_ids(world.home()) {
        let game = world.match_stats(id).expect("a match");
        assert!(game["MatchInfo"].get("GameplayInteraction").is_none());
        let all = list(&game["Teams"]).iter().map(|team| &team["Stats"]);
        for stats in all.chain(stats_of_players(&game).map(|(_, stats)| stats)) {
            let blocks = [
                "CoreStats",
                "BombStats",
                "CaptureTheFlagStats",
                "EliminationStats",
                "ExtractionStats",
                "InfectionStats",
                "OddballStats",
                "ZonesStats",
                "StockpileStats",
            ];
            let found: Vec<&str> = keys(stats)
                .into_iter()
                .filter(|name| *name != "VipStats")
                .collect();
            assert_eq!(found, blocks);
            assert!(stats["CoreStats"].get("ObjectivesCompleted").is_none());
            let filled = blocks.iter().filter(|block| !stats[**block].is_null()).count();
            assert!(filled <= 2);
        }
    }
}

#[test]
fn only_matchmade_games_have_a_playlist() {
    for game in matches() {
        let info = &game["MatchInfo"];
        let matchmade = info["LifecycleMode"] == 3;
        for field in [
            "Playlist",
            "PlaylistExperience",
            "PlaylistMapModePair",
            "SeasonId",
        ] {
            assert!(
                info.get(field).is_some_and(|value| value.is_null() != matchmade),
                "{field}"
            );
        }
    }
}

#[test]
fn people_are_found_by_every_form_of_their_name() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let world = sandbox.world();
    for person in world.people() {
        let xuid = person.xuid();
        let forms = [
            person.gamertag().to_owned(),
            person.gamertag().to_lowercase(),
            person.player_id(),
            format!("XUID({xuid})"),
            xuid.to_string(),
        ];
        for form in forms {
            assert_eq!(world.person(&form), Some(person), "{form}");
        }
    }
    for unknown in ["", "Nobody Here", "xuid()", "xuid(1)", "xuid(2533274800000000"] {
        assert_eq!(world.person(unknown), None, "{unknown}");
    }
    assert!(
        world
            .people()
            .iter()
            .all(|person| world.people()[0] == *person || !world.match_ids(person).is_empty())
    );
    // As on Xbox, where a tag has at most 12 characters, and up to 16 with its number or from older times.
    assert!(
        world
            .people()
            .iter()
            .all(|person| person.gamertag().chars().count() <= 16)
    );
}
