//! The sums in every match.

use crate::common::games::*;
use crate::common::*;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Whether the team scores, not its players: Elimination, Attrition, the zone modes, Stockpile and Firefight.
fn team_scores(game: &Value) -> bool {
    [7, 8, 11, 12, 14, 19, 39, 42].contains(&category(game))
}

/// Whether an event of a field can have several players of a team, and counts once for the team. In the captured
/// matches the totals of these fields are never higher than the sums, and often lower. All other totals are the sums.
fn is_shared(field: &str) -> bool {
    ["Assists", "FlagReturns", "StrongholdCaptures"].contains(&field)
}

/// Checks the total of a field that players can share.
fn assert_shared(total: i64, sum: i64, most: i64, of: &str) {
    assert!(total <= sum, "{of}: {total} of {sum}");
    // No two events of one player are the same event.
    assert!(total >= most, "{of}: {total}, and {most} of one player");
}

#[test]
fn team_totals_are_the_sums_of_their_players() {
    for game in matches() {
        for team in list(&game["Teams"]) {
            let players = || stats_of_players(game).filter(|(id, _)| *id == number(&team["TeamId"]));
            let core = &team["Stats"]["CoreStats"];
            let fields = [
                "PersonalScore",
                "Kills",
                "Deaths",
                "Suicides",
                "Betrayals",
                "GrenadeKills",
                "HeadshotKills",
                "MeleeKills",
                "PowerWeaponKills",
                "ShotsFired",
                "ShotsHit",
                "DamageDealt",
                "DamageTaken",
                "CalloutAssists",
                "VehicleDestroys",
                "DriverAssists",
                "Hijacks",
                "EmpAssists",
                "Spawns",
            ];
            for field in fields {
                let sum: i64 = players()
                    .map(|(_, stats)| number(&stats["CoreStats"][field]))
                    .sum();
                assert_eq!(number(&core[field]), sum, "{field} of {}", game["MatchId"]);
            }
            let assists = || players().map(|(_, stats)| number(&stats["CoreStats"]["Assists"]));
            let of = format!("Assists of {}", game["MatchId"]);
            assert_shared(
                number(&core["Assists"]),
                assists().sum(),
                assists().max().unwrap_or(0),
                &of,
            );
            let most = players()
                .map(|(_, stats)| number(&stats["CoreStats"]["MaxKillingSpree"]))
                .max();
            assert_eq!(number(&core["MaxKillingSpree"]), most.unwrap_or(0));
            let score: i64 = players()
                .map(|(_, stats)| number(&stats["CoreStats"]["Score"]))
                .sum();
            assert_eq!(
                score,
                if team_scores(game) {
                    0
                } else {
                    number(&core["Score"])
                },
                "{}",
                game["MatchId"]
            );
            for awards in ["Medals", "PersonalScores"] {
                let sum = players().flat_map(|(_, stats)| list(&stats["CoreStats"][awards]));
                assert_eq!(
                    by_id(list(&core[awards])),
                    by_id(sum),
                    "{awards} of {}",
                    game["MatchId"]
                );
            }
        }
    }
}

#[test]
fn most_teams_have_fewer_assists_than_their_players() {
    let (mut lower, mut all) = (0, 0);
    for game in matches() {
        for team in list(&game["Teams"]) {
            let players = stats_of_players(game).filter(|(id, _)| *id == number(&team["TeamId"]));
            let sum: i64 = players
                .map(|(_, stats)| number(&stats["CoreStats"]["Assists"]))
                .sum();
            all += usize::from(sum > 0);
            lower += usize::from(number(&team["Stats"]["CoreStats"]["Assists"]) < sum);
        }
    }
    // 31 of 46 in real matches.
    assert!((50..85).contains(&(100 * lower / all)), "{lower} of {all}");
}

#[test]
fn team_blocks_are_the_sums_of_their_players() {
    let mut blocks = BTreeSet::new();
    for game in matches() {
        for team in list(&game["Teams"]) {
            let players: Vec<&Value> = stats_of_players(game)
                .filter(|(id, _)| *id == number(&team["TeamId"]))
                .map(|(_, stats)| stats)
                .collect();
            for (name, block) in team["Stats"].as_object().expect("an object") {
                let Some(block) = block.as_object().filter(|_| name != "CoreStats") else {
                    continue;
                };
                blocks.insert(name.clone());
                for (field, total) in block {
                    check_field(game, &players, name, field, total);
                }
            }
        }
    }
    let expected = [
        "CaptureTheFlagStats",
        "EliminationStats",
        "ExtractionStats",
        "OddballStats",
        "PveStats",
        "PvpStats",
        "StockpileStats",
        "VipStats",
        "ZonesStats",
    ];
    assert_eq!(blocks.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}

fn check_field(game: &Value, players: &[&Value], block: &str, field: &str, total: &Value) {
    let values = players.iter().map(|stats| &stats[block][field]);
    let amount = |value: &Value| match value {
        Value::String(_) => ticks(value),
        value => value.as_i64().unwrap_or(0),
    };
    let sum: i64 = values.clone().map(amount).sum();
    match field {
        "KDA" => {}
        "StrongholdScoringTicks" => {
            let in_players = text(&game["MatchInfo"]["StartTime"]) < "2023";
            assert_eq!(
                sum,
                if in_players { amount(total) } else { 0 },
                "{field} of {}",
                game["MatchId"]
            );
        }
        "RoundsSurvived" => {
            let most = values.map(amount).max().unwrap_or(0);
            assert!(amount(total) >= most, "{field} of {}", game["MatchId"]);
        }
        _ if is_shared(field) => {
            let most = values.map(amount).max().unwrap_or(0);
            assert_shared(
                amount(total),
                sum,
                most,
                &format!("{field} of {}", game["MatchId"]),
            );
        }
        _ if field.starts_with("Longest") || field.starts_with("Max") => {
            assert_eq!(
                amount(total),
                values.map(amount).max().unwrap_or(0),
                "{field} of {}",
                game["MatchId"]
            );
        }
        _ => assert_eq!(amount(total), sum, "{field} of {}", game["MatchId"]),
    }
}

#[test]
fn kills_are_the_deaths_of_the_others_minus_suicides_and_betrayals() {
    for game in matches().iter().filter(|game| !is_firefight(game)) {
        let sum = |field: &str, of: &dyn Fn(i64) -> bool| -> i64 {
            let counted = stats_of_players(game).filter(|(team, _)| of(*team));
            counted.map(|(_, stats)| number(&stats["CoreStats"][field])).sum()
        };
        let killed =
            |of: &dyn Fn(i64) -> bool| sum("Deaths", of) - sum("Suicides", of) - sum("Betrayals", of);
        if game["MatchInfo"]["TeamsEnabled"] == true {
            for team in [0, 1] {
                assert_eq!(
                    sum("Kills", &|of| of == team),
                    killed(&|of| of != team),
                    "{}",
                    game["MatchId"]
                );
            }
        } else {
            assert_eq!(sum("Betrayals", &|_| true), 0);
            assert_eq!(sum("Kills", &|_| true), killed(&|_| true), "{}", game["MatchId"]);
        }
    }
}

/// The `CoreStats` of all players and teams.
fn cores(game: &Value) -> impl Iterator<Item = &Value> {
    let teams = list(&game["Teams"]).iter().map(|team| &team["Stats"]);
    teams
        .chain(stats_of_players(game).map(|(_, stats)| stats))
        .map(|stats| &stats["CoreStats"])
}

#[test]
fn ratios_are_truncated_to_two_decimals() {
    for game in matches() {
        for core in cores(game) {
            let count = |field: &str| number(&core[field]);
            let hundredths = (3 * (count("Kills") - count("Deaths")) + count("Assists")) * 100 / 3;
            assert_eq!(core["KDA"].as_f64(), Some(hundredths as f64 / 100.0));
            let accuracy = if count("ShotsFired") == 0 {
                0
            } else {
                count("ShotsHit") * 10_000 / count("ShotsFired")
            };
            assert_eq!(core["Accuracy"].as_f64(), Some(accuracy as f64 / 100.0));
            assert!(count("ShotsHit") <= count("ShotsFired"));
            for field in ["Dealt", "Taken"] {
                let deprecated = &core[format!("DeprecatedDamage{field}")];
                assert!(deprecated.is_f64());
                assert_eq!(
                    deprecated.as_f64(),
                    core[format!("Damage{field}")]
                        .as_i64()
                        .map(|damage| damage as f64)
                );
            }
        }
    }
}

#[test]
fn special_kills_never_exceed_kills() {
    for game in matches() {
        for core in cores(game) {
            let count = |field: &str| number(&core[field]);
            for field in [
                "HeadshotKills",
                "GrenadeKills",
                "MeleeKills",
                "PowerWeaponKills",
                "MaxKillingSpree",
            ] {
                assert!(count(field) <= count("Kills"), "{field} of {}", game["MatchId"]);
            }
            assert!(
                count("GrenadeKills") + count("MeleeKills") + count("PowerWeaponKills") <= count("Kills")
            );
        }
        for (_, stats) in stats_of_players(game).filter(|_| !is_firefight(game)) {
            let kills = number(&stats["CoreStats"]["Kills"]);
            let blocks = stats
                .as_object()
                .expect("an object")
                .values()
                .filter_map(Value::as_object);
            for (field, count) in blocks.flat_map(Map::iter) {
                let of_kills = field.contains("Kill") && !field.ends_with("Standing");
                if let Some(count) = count.as_i64().filter(|_| of_kills) {
                    assert!(count <= kills, "{field} of {}", game["MatchId"]);
                }
            }
        }
    }
}

#[test]
fn a_personal_score_is_the_sum_of_its_parts() {
    for game in matches() {
        for player in list(&game["Players"]) {
            for stats in list(&player["PlayerTeamStats"]) {
                let core = &stats["Stats"]["CoreStats"];
                let parts = by_id(list(&core["PersonalScores"]));
                if player["PlayerType"] == 2 {
                    // The API omits the medals and personal scores of bots.
                    assert!(parts.is_empty() && list(&core["Medals"]).is_empty());
                } else {
                    let sum: i64 = parts.values().map(|(_, score)| score).sum();
                    assert_eq!(number(&core["PersonalScore"]), sum, "{}", game["MatchId"]);
                }
            }
        }
    }
}
