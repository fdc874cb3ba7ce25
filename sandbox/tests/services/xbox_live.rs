//! Xbox Live: profiles, friends, recent players, the search for players.

use crate::common::*;
use halo_infinite_sandbox::Sandbox;
use serde_json::{Value, json};

const FRIENDS: &str = "/peoplehub/users/me/people/friends/decoration/detail,preferredColor";
const PROFILE: &str = "/xbox_profile/users/me/profile/settings?settings=Gamertag";
const BATCH: &str = "/xbox_profile/users/batch/profile/settings";

fn authorization(sandbox: &Sandbox) -> String {
    format!("XBL3.0 x={};{}", sandbox.xbox_user_hash(), sandbox.xbox_token())
}

fn get_xbox(sandbox: &Sandbox, path: &str, contract: &str) -> Reply {
    let authorization = authorization(sandbox);
    let headers = [
        ("authorization", authorization.as_str()),
        ("x-xbl-contract-version", contract),
    ];
    get_with(sandbox, path, &headers)
}

fn people(sandbox: &Sandbox, path: &str, contract: &str) -> Vec<Value> {
    let reply = get_xbox(sandbox, path, contract);
    assert_eq!(
        (reply.status, reply.content_type.as_str()),
        (200, "application/json"),
        "{path}"
    );
    reply.json()["people"].as_array().expect("a list").clone()
}

fn ids(people: &[Value]) -> Vec<String> {
    people
        .iter()
        .map(|person| text(&person["xuid"]).to_owned())
        .collect()
}

#[test]
fn only_the_xsts_token_for_xbox_live_is_accepted() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let hash = sandbox.xbox_user_hash();
    let access = refresh(&sandbox, &refresh_form(&sandbox, &sandbox.refresh_token())).json();
    let user = user_token(&sandbox, &user_request(text(&access["access_token"]))).json();
    let xsts = |party| xsts_token(&sandbox, &xsts_request(text(&user["Token"]), party)).json();
    let [xbox, halo] = [xsts(XBOX_LIVE), xsts(HALO)].map(|xsts| text(&xsts["Token"]).to_owned());
    let spartan = sandbox.spartan_token();
    for path in [FRIENDS, PROFILE] {
        let status = |authorization: &str| {
            let headers = [
                ("authorization", authorization),
                ("x-xbl-contract-version", "2"),
                ("x-343-authorization-spartan", &spartan),
            ];
            get_with(&sandbox, path, &headers).status
        };
        assert_eq!(status(&format!("XBL3.0 x={hash};{xbox}")), 200);
        for wrong in [
            format!("XBL3.0 x={hash};{halo}"),
            format!("XBL3.0 x={hash};{spartan}"),
            format!("XBL3.0 x=1;{xbox}"),
            format!("XBL3.0 x={hash}"),
            xbox.clone(),
            String::new(),
        ] {
            assert_eq!(status(&wrong), 401, "{wrong}");
        }
        let plain = [
            ("x-xbl-contract-version", "2"),
            ("x-343-authorization-spartan", &spartan),
        ];
        assert_eq!(get_with(&sandbox, path, &plain).status, 401);
    }
    sandbox.revoke_xbox_tokens();
    let old = format!("XBL3.0 x={hash};{xbox}");
    let headers = [("authorization", old.as_str()), ("x-xbl-contract-version", "2")];
    assert_eq!(get_with(&sandbox, FRIENDS, &headers).status, 401);
    assert_eq!(get_xbox(&sandbox, FRIENDS, "7").status, 200);
    // The Xbox token opens nothing of Halo.
    let headers = [("authorization", old.as_str()), ("accept", "application/json")];
    assert_eq!(get_with(&sandbox, "/profile/users/me", &headers).status, 401);
}

#[test]
fn a_missing_or_unknown_contract_version_is_refused() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for (path, known, unknown) in [
        (FRIENDS, ["5", "7"], ["8", "0"]),
        (PROFILE, ["2", "3"], ["1", "4"]),
    ] {
        for version in known {
            assert_eq!(get_xbox(&sandbox, path, version).status, 200, "{path} {version}");
        }
        for version in unknown {
            assert_eq!(get_xbox(&sandbox, path, version).status, 406, "{path} {version}");
        }
        assert_eq!(get_xbox(&sandbox, path, "x").status, 400);
        let authorization = authorization(&sandbox);
        let reply = get_with(&sandbox, path, &[("authorization", &authorization)]);
        assert_eq!(reply.status, 400);
        assert_eq!(keys(&reply.json()), ["code", "source", "description"]);
    }
}

#[test]
fn profiles_have_the_requested_settings() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let modern = sandbox.world().person("xLuna4821").expect("a person");
    let settings = "Gamertag,ModernGamertag,ModernGamertagSuffix,UniqueModernGamertag,Unknown";
    let path = |user: &str| format!("/xbox_profile/users/{user}/profile/settings?settings={settings}");
    let reply = get_xbox(&sandbox, &path(&modern.player_id()), "2").json();
    let user = &reply["profileUsers"][0];
    assert_eq!(keys(user), ["id", "hostId", "settings", "isSponsoredUser"]);
    assert_eq!(
        user["settings"],
        json!([
            { "id": "Gamertag", "value": "xLuna4821" },
            { "id": "ModernGamertag", "value": "xLuna" },
            { "id": "ModernGamertagSuffix", "value": "4821" },
            { "id": "UniqueModernGamertag", "value": "xLuna#4821" },
        ])
    );
    assert_eq!(get_xbox(&sandbox, &path("gt(XLUNA%204821)"), "2").json(), reply);
    for (user, status) in [
        ("gt(Nobody)", 404),
        ("xuid(2533274999999999)", 404),
        ("Nobody", 400),
    ] {
        assert_eq!(get_xbox(&sandbox, &path(user), "2").status, status, "{user}");
    }
}

#[test]
fn a_batch_has_no_unknown_user() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let ask = |body: &Value| {
        let authorization = authorization(&sandbox);
        let headers = [
            ("authorization", authorization.as_str()),
            ("x-xbl-contract-version", "2"),
            ("content-type", "application/json"),
        ];
        post(&sandbox, BATCH, &headers, &body.to_string())
    };
    let mut xuids: Vec<String> = sandbox
        .world()
        .people()
        .iter()
        .map(|person| person.xuid().to_string())
        .collect();
    let reply = ask(&json!({ "settings": ["Gamerscore"], "userIds": xuids }));
    assert_eq!(reply.status, 200);
    let users = reply.json()["profileUsers"].as_array().expect("a list").clone();
    let found: Vec<&str> = users.iter().map(|user| text(&user["id"])).collect();
    let closed = xuids[1].clone();
    xuids.sort_unstable();
    assert_eq!(found, xuids);
    for (body, status) in [
        (
            json!({ "settings": ["Gamertag"], "userIds": ["2533274999999999"] }),
            404,
        ),
        (json!({ "settings": ["Gamertag"], "userIds": [] }), 400),
        (json!({ "settings": [], "userIds": [xuids[0]] }), 400),
        (json!({ "settings": ["Gamertag"], "userIds": ["Nobody"] }), 400),
        (json!({ "userIds": [xuids[0]] }), 400),
        (json!("Gamertag"), 400),
    ] {
        assert_eq!(ask(&body).status, status, "{body}");
    }
    sandbox.close_account(closed.parse().expect("a number"));
    assert_eq!(
        ask(&json!({ "settings": ["Gamertag"], "userIds": [closed] })).status,
        404
    );
}

#[test]
fn the_lists_hold_people_of_the_matches() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let world = sandbox.world();
    let me = world.home().xuid().to_string();
    let recent = people(&sandbox, "/peoplehub/users/me/people/recentplayers", "5");
    let mut met: Vec<String> = Vec::new();
    for id in world.match_ids(world.home()).into_iter().take(50) {
        let game = world.match_stats(id).expect("a match");
        for player in list(&game["Players"]) {
            let id = text(&player["PlayerId"]);
            let xuid = id
                .strip_prefix("xuid(")
                .map(|rest| rest.trim_end_matches(')').to_owned());
            met.extend(xuid.filter(|xuid| *xuid != me && !met.contains(xuid)));
        }
    }
    let (mut recent_ids, mut met_ids) = (ids(&recent), met);
    recent_ids.sort_unstable();
    met_ids.sort_unstable();
    assert_eq!(recent_ids, met_ids);
    let times: Vec<&str> = recent
        .iter()
        .map(|person| text(&person["recentPlayer"]["titles"][0]["lastPlayedWithDateTime"]))
        .collect();
    assert!(times.windows(2).all(|pair| pair[0][..19] >= pair[1][..19]));
    let three = people(
        &sandbox,
        "/peoplehub/users/me/people/recentplayers?maxItems=3",
        "5",
    );
    assert_eq!(ids(&three), ids(&recent)[..3]);

    let friends = people(&sandbox, FRIENDS, "7");
    assert!(!friends.is_empty());
    for friend in &friends {
        let path = format!("/peoplehub/users/xuid({})/people/social", text(&friend["xuid"]));
        assert!(ids(&people(&sandbox, &path, "5")).contains(&me));
        // The newest contract returns nothing about other players.
        assert!(people(&sandbox, &path, "7").is_empty());
        assert_eq!(friend["isFriend"], true);
        assert!(ids(&recent).contains(&text(&friend["xuid"]).to_owned()));
    }
    sandbox.close_account(text(&friends[0]["xuid"]).parse().expect("a number"));
    assert_eq!(people(&sandbox, FRIENDS, "7").len(), friends.len() - 1);
}

#[test]
fn a_search_needs_a_text_and_ignores_case_and_blanks() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let path = |query: &str| format!("/peoplehub/users/me/people/search/decoration/detail{query}");
    let found = |query: &str| -> Vec<String> {
        let people = people(&sandbox, &path(query), "5");
        people
            .iter()
            .map(|person| text(&person["gamertag"]).to_owned())
            .collect()
    };
    assert_eq!(found("?q=noblefj"), ["Noble Fjord"]);
    // The best match starts with the text.
    assert_eq!(found("?q=grif&maxItems=1"), ["Grif Ball King"]);
    assert_eq!(found("?q=e").len(), 25);
    for query in ["", "?q=", "?q=a&maxItems=x"] {
        assert_eq!(get_xbox(&sandbox, &path(query), "5").status, 400, "{query}");
    }
}
