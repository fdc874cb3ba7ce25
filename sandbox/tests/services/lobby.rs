//! Presence, the servers for measuring connections, and handles of lobbies.

use crate::common::*;
use halo_infinite_sandbox::{Sandbox, SandboxBuilder};
use serde_json::{Value, json};
use std::time::{Duration, UNIX_EPOCH};

fn ask(sandbox: &Sandbox, body: &str) -> Reply {
    let token = sandbox.spartan_token();
    let headers = [
        ("accept", "application/json"),
        ("content-type", "application/json"),
        ("x-343-authorization-spartan", &*token),
    ];
    post(sandbox, "/lobby/hi/presence", &headers, body)
}

fn presence(sandbox: &Sandbox, xuids: &[u64]) -> Vec<Value> {
    let reply = ask(sandbox, &json!({ "Xuids": xuids }).to_string());
    assert_eq!(reply.status, 200, "{}", reply.text());
    list(&reply.json()["Results"]).clone()
}

fn at(builder: SandboxBuilder, seconds: i64) -> Sandbox {
    let time = UNIX_EPOCH + Duration::from_secs(seconds.unsigned_abs());
    builder.clock(move || time).start().expect("a sandbox")
}

fn seconds(time: &Value) -> i64 {
    let time: jiff::Timestamp = text(time).parse().expect("a timestamp");
    time.as_second()
}

#[test]
fn the_match_is_the_one_that_runs_and_only_while_it_runs() {
    let world = Sandbox::start().expect("a sandbox");
    let home = world.world().home();
    let ids = world.world().match_ids(home);
    for id in &ids[..5] {
        let stats = world.world().match_stats(*id).expect("a match");
        let info = &stats["MatchInfo"];
        let (start, end) = (seconds(&info["StartTime"]), seconds(&info["EndTime"]));
        let result = |seconds| {
            let sandbox = at(Sandbox::builder(), seconds);
            presence(&sandbox, &[home.xuid()]).remove(0)
        };
        let running = result(end - 1);
        assert_eq!(running["ResultCode"], 0);
        let details = &running["Result"]["MatchDetails"];
        assert_eq!(
            keys(details),
            ["MatchId", "MapRef", "GameVariantRef", "MatchStartTime"]
        );
        assert_eq!(details["MatchId"], id.to_string());
        assert_eq!(details["MapRef"], info["MapVariant"]);
        assert_eq!(details["GameVariantRef"], info["UgcGameVariant"]);
        assert_eq!(details["MatchStartTime"]["ISO8601Date"], info["StartTime"]);
        assert_eq!(
            running["Result"]["FireteamDetails"]["PlaylistRef"],
            info["Playlist"]
        );
        assert_ne!(
            result(start - 1)["Result"]["MatchDetails"]["MatchId"],
            id.to_string()
        );
        let after = result(end + 1);
        assert_eq!(after["Result"]["MatchDetails"], Value::Null);
        assert_eq!(
            keys(&after["Result"]["FireteamDetails"]),
            [
                "FireteamId",
                "PlayerCount",
                "MaxPlayers",
                "JoinabilityStatus",
                "PlaylistRef",
                "Activity",
                "FireteamLeaderMenuActivity",
            ]
        );
    }
}

#[test]
fn players_who_are_not_in_the_game_have_another_code() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let unknown = 2_533_274_999_999_999;
    let result = presence(&sandbox, &[unknown]).remove(0);
    assert_eq!(
        result,
        json!({
            "Id": format!("xuid({unknown})"),
            "ResultCode": 1,
            "Result": { "FireteamDetails": null, "MatchDetails": null },
        })
    );
    let people: Vec<u64> = sandbox
        .world()
        .people()
        .iter()
        .map(|person| person.xuid())
        .collect();
    let codes: Vec<i64> = presence(&sandbox, &people)
        .iter()
        .map(|result| number(&result["ResultCode"]))
        .collect();
    assert!(codes.contains(&0) && codes.contains(&1), "{codes:?}");
}

#[test]
fn a_question_is_a_list_of_numbers_with_a_token() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for bad in [
        "",
        "[]",
        "{}",
        r#"{"Xuids":[]}"#,
        r#"{"Xuids":["2533274999999999"]}"#,
        r#"{"Xuids":[-1]}"#,
        r#"{"xuids":[2533274999999999]}"#,
    ] {
        assert_eq!(ask(&sandbox, bad).status, 400, "{bad}");
    }
    assert_eq!(get(&sandbox, "/lobby/hi/presence").status, 405);
    let body = r#"{"Xuids":[2533274999999999]}"#;
    assert_eq!(post(&sandbox, "/lobby/hi/presence", &[], body).status, 401);
}

#[test]
fn servers_are_those_of_azure_regions() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let servers = get_json(&sandbox, "/lobby/titles/hi/qosservers");
    for server in list(&servers) {
        let region = text(&server["region"]).to_lowercase();
        assert_eq!(
            server["serverUrl"],
            format!("pfmsqos.{region}.cloudapp.azure.com")
        );
    }
    assert_eq!(list(&servers).len(), 15);
}

#[test]
fn handles_are_for_the_own_player_and_name_lobby_and_audience() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let [home, other] = [0, 1].map(|index| sandbox.world().people()[index].player_id());
    let lobby = "467716e9-71c2-4bbb-b3a4-4398bda2946b";
    let path = |lobby: &str, player: &str, query: &str| {
        format!("/lobby/hi/lobbies/{lobby}/players/{player}/thirdPartyJoinHandle?{query}")
    };
    let query = "audience=Friends&platform=Discord";
    let handle = get_json(&sandbox, &path(lobby, &home, query));
    assert_eq!(keys(&handle), ["JoinHandle"]);
    let start = format!("thirdpartyhandle(l-{lobby}_a-Friends_s-");
    assert!(text(&handle["JoinHandle"]).starts_with(&start), "{handle}");
    for (path, status) in [
        (path(lobby, &other, query), 403),
        (path("lobby", &home, query), 400),
        (path(lobby, "Sandbox%20Spartan", query), 400),
        (path(lobby, &home, "audience=Friends"), 400),
        (path(lobby, &home, "platform=Discord"), 400),
    ] {
        assert_eq!(get(&sandbox, &path).status, status, "{path}");
    }
}
