//! The skill service, compared with the matches.

use crate::common::histories::*;
use crate::common::*;
use halo_infinite_sandbox::{Person, Sandbox};
use serde_json::{Value, json};
use std::collections::HashMap;

fn humans(game: &Value) -> Vec<&str> {
    let players = list(&game["Players"]).iter();
    players
        .map(|player| text(&player["PlayerId"]))
        .filter(|id| id.starts_with("xuid("))
        .collect()
}

/// A player without a rank.
fn no_rank(csr: &Value) {
    assert_eq!((&csr["Value"], &csr["Tier"]), (&json!(0), &json!("")));
    assert!(keys(csr).len() >= 9);
}

/// The result of a player whose skill was not computed, with these ranks.
fn zeros(result: &Value) -> Value {
    let recap = &result["RankRecap"];
    no_rank(&recap["PreMatchCsr"]);
    no_rank(&recap["PostMatchCsr"]);
    json!({
        "TeamMmr": 0.0,
        "RankRecap": recap,
        "StatPerformances": {},
        "TeamId": 0,
        "TeamMmrs": {},
        "RankedRewards": null,
        "Counterfactuals": null,
    })
}

fn skill_path(id: &str, players: &[&str]) -> String {
    let players: Vec<String> = players.iter().map(|player| format!("players={player}")).collect();
    format!("/skill/hi/matches/{id}/skill?{}", players.join("&"))
}

fn csr(sandbox: &Sandbox, person: &Person, rest: &str) -> Value {
    let player = person.player_id();
    let path = format!("/skill/hi/playlist/{RANKED_ARENA}/csrs?players={player}{rest}");
    get_json(sandbox, &path)["Value"][0].clone()
}

#[test]
fn the_skill_of_every_matchmade_match_agrees_with_it() {
    let sandbox = Sandbox::builder().matches(150).start().expect("a sandbox");
    let world = sandbox.world();
    for id in world.match_ids(world.home()) {
        let game = world.match_stats(id).expect("a match");
        let players = humans(&game);
        let path = skill_path(&id.to_string(), &players);
        if game["MatchInfo"]["Playlist"].is_null() {
            let skill = get_json(&sandbox, &path);
            for entry in list(&skill["Value"]) {
                assert_eq!(
                    (&entry["ResultCode"], &entry["Result"]),
                    (&json!(1), &zeros(&entry["Result"]))
                );
            }
            continue;
        }
        let skill = get_json(&sandbox, &path);
        assert_eq!(list(&skill["Value"]).len(), players.len());
        for (entry, id) in list(&skill["Value"]).iter().zip(players) {
            assert_eq!((&entry["Id"], &entry["ResultCode"]), (&json!(id), &json!(0)));
            let result = &entry["Result"];
            let player = list(&game["Players"])
                .iter()
                .find(|player| player["PlayerId"] == id);
            assert_agrees(result, player.expect("the player"), &game);
        }
    }
}

fn assert_agrees(result: &Value, player: &Value, game: &Value) {
    assert_eq!(result["TeamId"], player["LastTeamId"]);
    assert_eq!(
        result["TeamMmr"],
        result["TeamMmrs"][result["TeamId"].to_string()]
    );
    let teams = result["TeamMmrs"].as_object().expect("ratings");
    let in_match = |team: &String| {
        list(&game["Players"])
            .iter()
            .any(|player| team.parse() == Ok(number(&player["LastTeamId"])))
    };
    assert!(teams.keys().all(in_match));
    let sum = |field: &str| -> i64 {
        let teams = list(&player["PlayerTeamStats"]).iter();
        teams.map(|team| number(&team["Stats"]["CoreStats"][field])).sum()
    };
    for field in ["Kills", "Deaths"] {
        let performance = &result["StatPerformances"][field];
        assert_eq!(performance["Count"], sum(field));
        assert!(
            performance["Expected"]
                .as_f64()
                .is_some_and(|expected| expected > 0.0)
        );
    }
    let recap = &result["RankRecap"];
    if is_ranked(&game["MatchInfo"]) {
        assert_ne!(recap["PreMatchCsr"]["Value"], 0);
    } else {
        for csr in ["PreMatchCsr", "PostMatchCsr"] {
            assert_eq!(recap[csr]["Value"], 0);
            assert_eq!(recap[csr]["Tier"], "");
        }
    }
}

#[test]
fn ranks_change_with_the_outcomes_of_matches() {
    let sandbox = Sandbox::builder().matches(300).start().expect("a sandbox");
    let mut moves = 0;
    for person in &sandbox.world().people()[..6] {
        let mut history = history(&sandbox, person, "matchmaking");
        history.reverse();
        let mut last: HashMap<String, (Value, Value)> = HashMap::new();
        for entry in history.iter().filter(|entry| is_ranked(&entry["MatchInfo"])) {
            let id = text(&entry["MatchId"]);
            let skill = get_json(&sandbox, &skill_path(id, &[&person.player_id()]));
            let recap = &skill["Value"][0]["Result"]["RankRecap"];
            let (before, after) = (&recap["PreMatchCsr"], &recap["PostMatchCsr"]);
            let playlist = text(&entry["MatchInfo"]["Playlist"]["AssetId"]).to_owned();
            let season = entry["MatchInfo"]["SeasonId"].clone();
            if let Some((_, last)) = last.get(&playlist).filter(|(in_season, _)| *in_season == season) {
                // A CSR season can start in the middle of this old season.
                assert!(last == before || season == "Seasons/Season7.json");
            }
            let left = |csr: &Value| number(&csr["DemotionProtectionMatchesRemaining"]);
            assert_eq!(before["InitialDemotionProtectionMatches"], 3);
            assert!((0..=3).contains(&left(before)) && left(after) >= left(before) - 1);
            if left(before) > 0 {
                assert!(number(&after["Value"]) >= number(&before["TierStart"]));
            }
            if number(&before["Value"]) >= 0 {
                moves += 1;
                let change = number(&after["Value"]) - number(&before["Value"]);
                let right = match number(&entry["Outcome"]) {
                    1 => change == 0,
                    2 => (1..=20).contains(&change),
                    _ => (-20..=0).contains(&change),
                };
                assert!(right, "{change} after {}", entry["Outcome"]);
            }
            last.insert(playlist, (season, after.clone()));
        }
    }
    assert!(moves > 100, "{moves}");
}

#[test]
fn the_rank_in_a_playlist_is_the_one_after_the_last_match() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let home = sandbox.world().home();
    let history = history(&sandbox, home, "matchmaking");
    let last = history
        .iter()
        .find(|entry| entry["MatchInfo"]["Playlist"]["AssetId"] == RANKED_ARENA);
    let id = text(&last.expect("a ranked match")["MatchId"]);
    let skill = get_json(&sandbox, &skill_path(id, &[&home.player_id()]));
    let now = csr(&sandbox, home, "");
    assert_eq!(now["ResultCode"], 0);
    let result = &now["Result"];
    assert_eq!(
        result["Current"],
        skill["Value"][0]["Result"]["RankRecap"]["PostMatchCsr"]
    );
    assert!(number(&result["Current"]["Value"]) >= 0);
    assert!(number(&result["SeasonMax"]["Value"]) >= number(&result["Current"]["Value"]));
    assert!(number(&result["AllTimeMax"]["Value"]) >= number(&result["SeasonMax"]["Value"]));
    assert_eq!(csr(&sandbox, home, "&season=CsrSeason13-1"), now);
    let path = format!(
        "/skill/hi/playlist/{RANKED_ARENA}/csrs?players={}&season=CsrSeason99-1",
        home.player_id()
    );
    assert_eq!(get(&sandbox, &path).status, 404);
}

#[test]
fn absent_players_have_no_result_and_bots_are_rejected() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let world = sandbox.world();
    let id = world.match_ids(world.home())[0];
    let absent = world
        .people()
        .iter()
        .find(|person| !world.match_ids(person).contains(&id));
    let absent = absent.expect("somebody else").player_id();
    for unknown in [absent.as_str(), "xuid(2533274999999999)"] {
        let skill = get_json(&sandbox, &skill_path(&id.to_string(), &[unknown]));
        let result = zeros(&skill["Value"][0]["Result"]);
        assert_eq!(
            skill["Value"],
            json!([{ "Id": unknown, "ResultCode": 1, "Result": result }])
        );
    }
    let csr = format!("/skill/hi/playlist/{RANKED_ARENA}/csrs?players=xuid(2533274999999999)");
    let ranks = &get_json(&sandbox, &csr)["Value"][0];
    assert_eq!(
        (&ranks["Id"], &ranks["ResultCode"]),
        (&json!("xuid(2533274999999999)"), &json!(1))
    );
    for which in ["Current", "SeasonMax", "AllTimeMax"] {
        no_rank(&ranks["Result"][which]);
    }
    for bad in [&["bid(1.0)"][..], &["Nobody"], &["xuid(%201)"], &[",", ""], &[]] {
        assert_eq!(
            get(&sandbox, &skill_path(&id.to_string(), bad)).status,
            400,
            "{bad:?}"
        );
    }
    let unknown = "00000000-0000-4000-8000-000000000000";
    assert_eq!(get(&sandbox, &skill_path(unknown, &[&absent])).status, 404);
    let path = format!("/skill/hi/playlist/{unknown}/csrs?players={absent}");
    assert_eq!(get(&sandbox, &path).status, 404);
}

#[test]
fn players_are_listed_by_repeated_keys_or_with_commas() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let world = sandbox.world();
    let id = world.match_ids(world.home())[0];
    let game = world.match_stats(id).expect("a match");
    let players = &humans(&game)[..2];
    let (one, other) = (players[0], players[1]);
    let skill = format!("/skill/hi/matches/{id}/skill");
    let csrs = format!("/skill/hi/playlist/{RANKED_ARENA}/csrs");
    for path in [skill, csrs] {
        let expected = get_json(&sandbox, &format!("{path}?players={one}&players={other}"));
        let ids: Vec<&str> = list(&expected["Value"])
            .iter()
            .map(|entry| text(&entry["Id"]))
            .collect();
        assert_eq!(ids, players);
        for query in [
            format!("players={one},{other}"),
            format!("players={one}%2C{other}"),
            format!(
                "players={}%2c%20{}",
                percent_encoded(one),
                other.replace("xuid", "XUID")
            ),
            format!("Players={one},&players=,{other},"),
            // A player who is listed twice is returned once.
            format!("players={one},{other},{one}&players={other}"),
        ] {
            assert_eq!(
                get_json(&sandbox, &format!("{path}?{query}")),
                expected,
                "{query}"
            );
        }
        for bad in [
            format!("{one},bid(1.0)"),
            format!("{one},Nobody"),
            format!("{one} {other}"),
        ] {
            let bad = format!("{path}?players={}", bad.replace(' ', "%20"));
            assert_eq!(get(&sandbox, &bad).status, 400, "{bad}");
        }
    }
}

#[test]
fn a_request_for_ranks_has_at_most_30_players() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let people = sandbox.world().people();
    let players: Vec<String> = people[..31].iter().map(Person::player_id).collect();
    for separator in [",", "&players="] {
        let status = |players: &[String]| {
            let players = players.join(separator);
            get(
                &sandbox,
                &format!("/skill/hi/playlist/{RANKED_ARENA}/csrs?players={players}"),
            )
            .status
        };
        assert_eq!((status(&players[..30]), status(&players)), (200, 400));
    }
}
