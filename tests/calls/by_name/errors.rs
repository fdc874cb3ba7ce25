//! Wrong calls by name.

use halo_infinite::{Client, Error};
use halo_infinite_sandbox::{Answer, Sandbox};
use serde_json::{Value, json};

use crate::requests::recorder::Recorder;

const ID: &str = "cb914b9e-f206-11ed-9d5c-0022480b4cf5";

fn message(client: &Client, endpoint: &str, arguments: &Value) -> String {
    match client.by_name(endpoint, arguments) {
        Err(error) => error.to_string(),
        Ok(request) => match request.send() {
            Err(Error::Argument(error)) => error.to_string(),
            other => panic!("{endpoint} {arguments}: {other:?}"),
        },
    }
}

#[test]
fn an_unknown_endpoint_is_an_error_with_the_names_that_resemble_it() {
    let recorder = Recorder::default();
    let client = recorder.client();
    let long = "x".repeat(5000);
    let cut = format!("`{}…`", "x".repeat(60));
    for (name, expected) in [
        (
            "stats.match_histroy",
            "`stats.match_histroy` is not the name of an endpoint: did you mean stats.match_history?",
        ),
        (
            "Stats.MatchHistory",
            "`Stats.MatchHistory` is not the name of an endpoint: did you mean stats.match_history?",
        ),
        (
            "match_history",
            "`match_history` is not the name of an endpoint: did you mean stats.match_history?",
        ),
        (
            "stats/match_history",
            "`stats/match_history` is not the name of an endpoint: did you mean stats.match_history?",
        ),
        (
            "xbox_live.friends",
            "`xbox_live.friends` is not the name of an endpoint: did you mean peoplehub.friends?",
        ),
        (
            "films.chunk",
            "`films.chunk` is not the name of an endpoint: did you mean blobs.chunk?",
        ),
        (
            "profile.user_by_xuid",
            "`profile.user_by_xuid` is not the name of an endpoint: did you mean profile.user_by_id or profile.users_by_id?",
        ),
        ("stats.", "`stats.` is not the name of an endpoint"),
        ("", "`` is not the name of an endpoint"),
        (
            "nothing.like_it\n",
            "`nothing.like_it\\n` is not the name of an endpoint",
        ),
        (&long, &format!("{cut} is not the name of an endpoint")),
    ] {
        let error = client.by_name(name, &json!({})).unwrap_err();
        assert_eq!((error.argument, error.problem.as_str()), ("endpoint", expected));
    }
}

#[test]
fn wrong_arguments_are_errors_in_words() {
    let recorder = Recorder::default();
    let client = recorder.client();
    let history = |member: &str, value: Value| {
        let mut arguments = json!({ "player": 2_533_274_855_333_605_u64 });
        arguments[member] = value;
        ("stats.match_history", arguments)
    };
    let search = |member: &str, value: Value| ("discovery_ugc.search_assets", json!({ member: value }));
    let map = |id: Value| ("discovery_ugc.map", json!({ "id": id }));
    for ((endpoint, arguments), expected) in [
        // All arguments.
        (
            ("stats.match_history", json!([])),
            "arguments: it is a list, but must be an object",
        ),
        (
            ("stats.match_history", json!("player")),
            "arguments: it is a text, but must be an object",
        ),
        (
            ("stats.match_history", json!(null)),
            "player: it is missing or null, but must be a player: a gamertag, xuid(…) or digits",
        ),
        (
            history("cuont", json!(3)),
            "arguments: `cuont` is not an argument here: the arguments are player, start, count, match_type",
        ),
        (
            ("comms.me", json!({ "a\nb": 1 })),
            "arguments: `a\\nb` is not an argument here, where no arguments are",
        ),
        // Players.
        (
            history("player", json!([])),
            "player: it is a list, but must be a player: a gamertag, xuid(…) or digits",
        ),
        (
            history("player", json!(-1)),
            "player: it is a number, but must be a player: a gamertag, xuid(…) or digits",
        ),
        (history("player", json!("")), "player: the gamertag is empty"),
        (
            history("player", json!("xuid(1)")),
            "player: an XUID has 16 digits, 1 has 1",
        ),
        // Numbers.
        (
            history("count", json!("3")),
            "count: it is a text, but must be a whole number from 0 to 4294967295",
        ),
        (
            history("count", json!(-1)),
            "count: -1 is not a whole number from 0 to 4294967295",
        ),
        (
            history("count", json!(4_294_967_296_u64)),
            "count: 4294967296 is not a whole number from 0 to 4294967295",
        ),
        (
            history("count", json!(1.5)),
            "count: 1.5 is not a whole number from 0 to 4294967295",
        ),
        (
            history("count", json!(26)),
            "count: 26 is not allowed: request 1 to 25 matches per page",
        ),
        (
            (
                "authoring_ugc.rate",
                json!({ "player": 2_533_274_855_333_605_u64, "kind": "map", "asset_id": ID, "stars": 256 }),
            ),
            "stars: 256 is not a whole number from 0 to 255",
        ),
        (
            ("wpcontent.article_category", json!({ "id": u64::MAX })),
            "id: 18446744073709551615 is not a whole number of 64 bits",
        ),
        (
            search("average_rating_min", json!(true)),
            "average_rating_min: it is true or false, but must be a number",
        ),
        (
            search("include_times", json!("yes")),
            "include_times: it is a text, but must be true or false",
        ),
        // Enumerations.
        (
            history("match_type", json!("ranked")),
            "match_type: `ranked` is not one of Matchmade, Custom, Local",
        ),
        (
            history("match_type", json!(1)),
            "match_type: it is a number, but must be a name from its list: Matchmade, Custom, Local",
        ),
        (
            (
                "stats.update_matches_privacy",
                json!({ "player": "a", "matchmade_games": "maybe", "other_games": "show" }),
            ),
            "matchmade_games: `maybe` is not one of Show, Hide",
        ),
        // Objects.
        (
            search("sort", json!("name")),
            "sort: it is a text, but must be an object",
        ),
        (
            search("sort", json!({ "sort": "name", "up": 1 })),
            "sort: `up` is not an argument here: the arguments are sort, order",
        ),
        (
            search("sort", json!({ "sort": "name", "order": "up" })),
            "sort: order: `up` is not one of Ascending, Descending",
        ),
        (
            search("created", json!({ "from": "yesterday" })),
            "created: from: `yesterday` is not a time, such as 2026-01-31T20:00:00Z",
        ),
        (
            map(json!({ "version_id": ID })),
            "id: asset_id: it is missing or null, but must be a GUID",
        ),
        (
            map(json!({ "asset_id": ID, "version": ID })),
            "id: `version` is not an argument here: the arguments are asset_id, version_id",
        ),
        (
            map(json!({ "asset_id": ID, "version_id": 1 })),
            "id: version_id: it is a number, but must be a GUID",
        ),
        // Lists.
        (
            search("tags", json!("a")),
            "tags: it is a text, but must be a list of texts",
        ),
        (
            search("tags", json!(["a", 2])),
            "tags: entry 2: it is a number, but must be a text",
        ),
        (
            ("wpcontent.articles", json!({ "categories": [1, null] })),
            "categories: entry 2: it is missing or null, but must be a whole number of 64 bits",
        ),
        (
            ("profile.users_by_id", json!({ "players": [] })),
            "players: the list is empty: name at least one player",
        ),
        (
            ("profile.users_by_id", json!({ "players": "a" })),
            "players: it is a text, but must be a list of players: xuid(…) or digits",
        ),
        (
            ("profile.users_by_id", json!({ "players": ["a"] })),
            "players: `a` is a gamertag, but an XUID is needed: profile().user_by_gamertag(…) finds it",
        ),
        // Models.
        (
            ("blobs.chunk", json!({ "film": "a", "chunk": {} })),
            "film: it is a text, but must be the manifest of a film: the result of discovery_ugc.film_by_match_id",
        ),
    ] {
        assert_eq!(message(&client, endpoint, &arguments), expected);
    }
    let error = message(&client, "blobs.chunk", &json!({ "film": {}, "chunk": {} }));
    assert!(
        error.starts_with("film: ") && error.contains("missing field"),
        "{error}"
    );
    assert!(recorder.taken().is_empty());
}

#[test]
fn a_value_that_should_be_a_secret_is_never_shown() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let secret = "s3cret-flight-0123456789";
    for flight in [
        json!([secret]),
        json!({ secret: secret }),
        json!({ "flight": secret }),
    ] {
        let error = client
            .by_name("settings.feature_flags", &json!({ "flight": flight }))
            .unwrap_err();
        assert_eq!(error.argument, "flight");
        assert!(!format!("{error} {error:?}").contains(secret), "{error}");
    }
    let request = client
        .by_name("settings.feature_flags", &json!({ "flight": secret }))
        .unwrap();
    assert_eq!(
        format!("{request:?}"),
        "NamedRequest { endpoint: \"settings.feature_flags\", .. }"
    );
    sandbox.answer_next("/settings/featureflags", Answer::new(404).body(secret));
    let error = request.send().unwrap_err();
    assert!(!format!("{error} {error:?}").contains(secret), "{error}");

    // Content can be secret too.
    let response = client
        .by_name("settings.clearance", &json!({}))
        .unwrap()
        .send()
        .unwrap();
    assert!(
        !format!("{response:?}").contains(&sandbox.clearance()),
        "{response:?}"
    );
}

#[test]
fn a_client_writes_by_name_only_if_it_may() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let me = sandbox.world().home().xuid();
    let arguments = json!({ "player": me, "matchmade_games": "hide", "other_games": "hide" });
    let error = message(&client, "stats.update_matches_privacy", &arguments);
    assert!(
        error.starts_with("allow_writes: stats.update_matches_privacy changes data"),
        "{error}"
    );
    assert!(sandbox.requests().is_empty());
}
