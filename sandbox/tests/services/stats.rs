//! The stats service: matches, histories, counts, challenges.

use crate::common::histories::*;
use crate::common::*;
use halo_infinite_sandbox::Sandbox;
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn a_page_has_at_most_25_matches() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let home = sandbox.world().home();
    let page = |query: &str| get_json(&sandbox, &path(home, query));
    let counts = |page: &Value| ["Start", "Count", "ResultCount"].map(|field| number(&page[field]));
    assert_eq!(
        keys(&page("matches")),
        ["Start", "Count", "ResultCount", "Results", "Links"]
    );
    assert_eq!(counts(&page("matches")), [0, 25, 25]);
    assert_eq!(counts(&page("matches?start=50&count=100")), [50, 25, 10]);
    assert_eq!(counts(&page("matches?start=3&count=2&type=all")), [3, 2, 2]);
    assert_eq!(counts(&page("matches?start=60")), [60, 25, 0]);
    assert_eq!(
        counts(&page("matches?start=99999999&count=5")),
        [99_999_999, 5, 0]
    );
    assert_eq!(page("matches?start=99999999")["Results"], json!([]));
    for bad in [
        "matches?start=-1",
        "matches?count=many",
        "matches?type=ranked",
        "matches?type=4",
    ] {
        assert_eq!(get(&sandbox, &path(home, bad)).status, 400, "{bad}");
    }
}

#[test]
fn a_history_agrees_with_its_matches() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let people = sandbox.world().people();
    for person in [&people[0], &people[1], &people[60]] {
        let history = history(&sandbox, person, "all");
        assert_eq!(history.len(), sandbox.world().match_ids(person).len());
        let mut before = String::from("9999");
        for entry in history {
            let game = get_json(
                &sandbox,
                &format!("/stats/hi/matches/{}/stats", text(&entry["MatchId"])),
            );
            let player = player(&game, person);
            assert_eq!(entry["MatchInfo"], game["MatchInfo"]);
            for field in ["LastTeamId", "Outcome", "Rank"] {
                assert_eq!(entry[field], player[field]);
            }
            assert_eq!(
                entry["PresentAtEndOfMatch"],
                player["ParticipationInfo"]["PresentAtCompletion"]
            );
            let start = text(&entry["MatchInfo"]["StartTime"]).to_owned();
            assert!(start < before, "newest first");
            before = start;
        }
    }
}

#[test]
fn counts_agree_with_histories_by_type() {
    let sandbox = Sandbox::builder().matches(300).start().expect("a sandbox");
    for person in &sandbox.world().people()[..3] {
        let count = get_json(&sandbox, &path(person, "matches/count"));
        let fields = [
            "CustomMatchesPlayedCount",
            "MatchesPlayedCount",
            "MatchmadeMatchesPlayedCount",
            "LocalMatchesPlayedCount",
        ];
        assert_eq!(keys(&count), fields);
        let kinds = [
            ("custom", "2", 1),
            ("all", "0", 0),
            ("matchmaking", "1", 3),
            ("local", "3", 7),
        ];
        for (field, (kind, kind_number, lifecycle)) in fields.into_iter().zip(kinds) {
            let by_number = history(&sandbox, person, kind_number);
            let history = history(&sandbox, person, kind);
            assert_eq!(history, by_number, "{kind}");
            assert_eq!(number(&count[field]) as usize, history.len(), "{kind}");
            let matches_kind =
                |entry: &Value| kind == "all" || entry["MatchInfo"]["LifecycleMode"] == lifecycle;
            assert!(history.iter().all(matches_kind), "{kind}");
        }
    }
}

#[test]
fn a_player_is_an_xuid_or_a_gamertag_in_any_case() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let home = sandbox.world().home();
    let expected = get_json(&sandbox, &path(home, "matches/count"));
    for name in [
        format!("XUID({})", home.xuid()),
        "sandbox%20SPARTAN".to_owned(),
        "SandboxSpartan".to_owned(),
        "%53andbox%20Spartan%20".to_owned(),
    ] {
        assert_eq!(
            get_json(&sandbox, &format!("/stats/hi/players/{name}/matches/count")),
            expected,
            "{name}"
        );
    }
    for person in sandbox.world().people() {
        let encoded = percent_encoded(person.gamertag());
        let by_gamertag = get_json(&sandbox, &format!("/stats/hi/players/{encoded}/matches/count"));
        assert_eq!(
            by_gamertag,
            get_json(&sandbox, &path(person, "matches/count")),
            "{}",
            person.gamertag()
        );
    }
}

#[test]
fn unknown_players_and_matches_are_not_found() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let world = sandbox.world();
    let home = world.home().player_id();
    let not_mine = world
        .match_ids(world.home())
        .into_iter()
        .find(|id| !world.match_ids(&world.people()[1]).contains(id));
    let not_mine = not_mine.expect("a match without this player");
    let paths = [
        "/stats/hi/players/xuid(1)/matches".to_owned(),
        format!("/stats/hi/players/{}/matches", home.replace('(', "(%20")),
        // Only the profile service knows this form.
        "/stats/hi/players/gt(Sandbox%20Spartan)/matches".to_owned(),
        "/stats/hi/players/Nobody/matches/count".to_owned(),
        "/stats/hi/players/Nobody/matchmade/servicerecord".to_owned(),
        "/stats/hi/players/Nobody/decks".to_owned(),
        "/stats/hi/players/Nobody/matches-privacy".to_owned(),
        "/stats/hi/matches/00000000-0000-4000-8000-000000000000/stats".to_owned(),
        format!("/stats/hi/players/{home}/ranked/servicerecord"),
        format!("/stats/hi/players/{home}/matches/00000000-0000-4000-8000-000000000000/progression"),
        path(&world.people()[1], &format!("matches/{not_mine}/progression")),
    ];
    for path in paths {
        let reply = get(&sandbox, &path);
        assert_eq!(
            (reply.status, &reply.json()["title"]),
            (404, &json!("Not Found")),
            "{path}"
        );
    }
    for bad in [
        "/stats/hi/matches/nonsense/stats",
        "/stats/hi/players/%FF/matches",
    ] {
        assert_eq!(get(&sandbox, bad).status, 400, "{bad}");
    }
}

#[test]
fn decks_and_progressions_have_the_same_challenges() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let home = sandbox.world().home();
    let decks = get_json(&sandbox, &path(home, "decks"));
    assert_eq!(
        keys(&decks),
        [
            "AssignedDecks",
            "ClearanceId",
            "ActiveRewardTrack",
            "ScheduledRewardTrack"
        ]
    );
    assert_eq!(decks["ClearanceId"], sandbox.clearance());
    let mut known = BTreeSet::new();
    for deck in list(&decks["AssignedDecks"]) {
        let fields = [
            "Id",
            "Path",
            "ActiveChallenges",
            "UpcomingChallenges",
            "Expiration",
            "CompletedChallenges",
        ];
        assert_eq!(keys(deck), fields);
        for field in ["ActiveChallenges", "UpcomingChallenges", "CompletedChallenges"] {
            assert!(!list(&deck[field]).is_empty(), "{field}");
            known.extend(
                list(&deck[field])
                    .iter()
                    .map(|challenge| text(&challenge["Id"]).to_owned()),
            );
        }
        for challenge in list(&deck["CompletedChallenges"]) {
            let file = format!("/gamecms_hacs/hi/Progression/file/{}", text(&challenge["Path"]));
            let file = get_json(&sandbox, &file);
            assert_eq!(challenge["Progress"], file["ThresholdForSuccess"]);
        }
    }
    for id in sandbox.world().match_ids(home) {
        let progression = get_json(&sandbox, &path(home, &format!("matches/{id}/progression")));
        assert_eq!(
            keys(&progression),
            ["ClearanceId", "RewardId", "ChallengeProgressState", "RewardIds"]
        );
        assert_eq!(progression["RewardIds"], json!([progression["RewardId"]]));
        for challenge in list(&progression["ChallengeProgressState"]) {
            assert_eq!(keys(challenge), ["Path", "Id", "PreviousProgress", "Progress"]);
            assert!(known.contains(text(&challenge["Id"])));
            assert!(number(&challenge["PreviousProgress"]) <= number(&challenge["Progress"]));
        }
    }
}

#[test]
fn privacy_and_decks_need_the_players_own_token() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let (home, other) = (sandbox.world().home(), &sandbox.world().people()[1]);
    let privacy = get_json(&sandbox, &path(home, "matches-privacy"));
    assert_eq!(privacy, json!({ "MatchmadeGames": 1, "OtherGames": 2 }));
    for own in ["matches-privacy", "decks"] {
        let by_gamertag = format!("/stats/hi/players/{}/{own}", percent_encoded(home.gamertag()));
        assert_eq!(get(&sandbox, &by_gamertag).status, 200, "{own}");
        assert_eq!(get(&sandbox, &path(other, own)).status, 403, "{own}");
    }
}

#[test]
fn a_match_in_xml_starts_and_ends_like_its_json() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let token = sandbox.spartan_token();
    let id = sandbox.world().match_ids(sandbox.world().home())[0];
    let headers = [("x-343-authorization-spartan", token.as_str())];
    let xml = get_with(&sandbox, &format!("/stats/hi/matches/{id}/stats"), &headers).text();
    assert!(
        xml.contains(&format!("<MatchId>{id}</MatchId><MatchInfo><StartTime>")),
        "{}",
        &xml[..400]
    );
    assert!(xml.starts_with("<?xml") && xml.ends_with("</Players></MatchStats>"));
}

#[test]
fn players_change_their_own_privacy() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let [home, other] = [0, 1].map(|index| path(&sandbox.world().people()[index], "matches-privacy"));
    let token = sandbox.spartan_token();
    let put = |path: &str, body: &Value| -> Reply {
        let request = agent()
            .put(format!("{}{path}", sandbox.url()))
            .header("accept", "application/json")
            .header("content-type", "application/json")
            .header("x-343-authorization-spartan", &token);
        request.send(body.to_string()).expect("a response").into()
    };
    let settings = json!({ "MatchmadeGames": 2, "OtherGames": 1 });
    let body = json!({ "matchesPrivacy": settings });
    let reply = put(&home, &body);
    assert_eq!((reply.status, reply.json()), (200, settings.clone()));
    assert_eq!(get_json(&sandbox, &home), settings);
    assert_eq!(put(&other, &body).status, 403);
    assert_eq!(put(&home, &settings).status, 400);
}
