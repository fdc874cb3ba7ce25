//! A call by name is exactly the typed call.

use std::collections::BTreeSet;
use std::time::SystemTime;

use halo_infinite::Client;
use halo_infinite::services::by_name::{Content, NamedEndpoint, named_endpoints};
use halo_infinite::services::endpoints;
use halo_infinite::types::Endpoint;
use halo_infinite_sandbox::{LoggedRequest, Sandbox};

use super::same_json::difference;
use crate::every_call::every_call;

/// Method, path, query, headers and body.
type Http = (String, String, Option<String>, Vec<(String, String)>, Vec<u8>);

/// The HTTP of these requests. The tokens are those of one client for all of them, so they are compared too.
fn http(requests: Vec<LoggedRequest>) -> Vec<Http> {
    let parts = requests.into_iter().map(|request| {
        let mut headers = request.headers;
        headers.sort();
        (request.method, request.path, request.query, headers, request.body)
    });
    parts.collect()
}

#[test]
fn every_call_by_name_sends_and_returns_the_same_as_the_typed_one() {
    // Calls that write save the time.
    let now = SystemTime::now();
    let sandbox = Sandbox::builder().clock(move || now).start().unwrap();
    let client = Client::builder()
        .environment(sandbox.environment())
        .tokens(sandbox.spartan_token(), sandbox.clearance())
        .xbox_token(sandbox.xbox_user_hash(), sandbox.xbox_token())
        .unlimited()
        .allow_writes()
        .build()
        .unwrap();
    let mut called = BTreeSet::new();
    for call in every_call(&sandbox, &client) {
        let name = call.endpoint.to_string();
        sandbox.clear_requests();
        let typed = (call.content)().unwrap_or_else(|error| panic!("{name}: {error}"));
        let typed_http = http(sandbox.take_requests());
        assert_eq!(typed_http.len(), 1, "{name}");

        let request = client
            .by_name(&name, &call.arguments)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(request.endpoint(), call.endpoint);
        assert!(sandbox.requests().is_empty(), "{name} was sent before `send`");
        let response = request.send().unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(http(sandbox.take_requests()), typed_http, "{name}");
        assert_eq!(response.endpoint, call.endpoint);
        assert_eq!(
            (response.status, response.attempts, response.age),
            (200, 1, None),
            "{name}"
        );
        let is_file = matches!(response.content, Content::File(_));
        match response.content {
            Content::Json(json) => {
                let [json, typed] = [&json, &typed].map(|json| serde_json::from_slice(json).unwrap());
                assert_eq!(difference(&json, &typed), None, "{name}");
            }
            Content::File(file) => assert!(file.bytes == typed, "{name}: the content differs"),
            other => panic!("{name}: {other:?}"),
        }
        let named = named_endpoints().find(|named| named.endpoint() == call.endpoint);
        let named = named.unwrap();
        assert_eq!(named.is_file(), is_file, "{name}");
        assert_eq!(named.has_pages(), request.pages().is_some(), "{name}");
        called.insert(name);
    }
    let known: BTreeSet<_> = endpoints().map(Endpoint::to_string).collect();
    assert_eq!(called, known);
}

#[test]
fn a_file_has_its_media_type() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let arguments = serde_json::json!({ "name": "diamond_4" });
    let response = client
        .by_name("waypoint.csr_image", &arguments)
        .unwrap()
        .send()
        .unwrap();
    let typed = client.waypoint().csr_image("diamond_4").send().unwrap();
    assert_eq!(typed.content_type.as_deref(), Some("image/png"));
    assert_eq!(response.content, Content::File(typed));
}

#[test]
fn every_endpoint_is_listed_in_order_with_words() {
    let listed: Vec<_> = named_endpoints()
        .map(|named| named.endpoint().to_string())
        .collect();
    let known: Vec<_> = endpoints().map(Endpoint::to_string).collect();
    assert_eq!(listed, known);
    for named in named_endpoints() {
        let name = named.endpoint().to_string();
        let setters = named.setters().iter();
        let texts = setters.flat_map(|setter| [setter.name, setter.about]);
        let of_setters = named.setters().iter().flat_map(|setter| setter.arguments);
        let arguments = named.arguments().iter().chain(of_setters);
        let texts = texts.chain(arguments.flat_map(|argument| [argument.name, argument.kind]));
        for text in texts.chain([named.about(), named.model()]) {
            assert!(!text.trim().is_empty(), "{name}: {named:?}");
            assert!(!text.contains(['`', '[', '\n']), "{name}: {text}");
        }
        assert!(
            named.setters().iter().all(|setter| !setter.arguments.is_empty()),
            "{name}"
        );
        assert!(
            named.arguments().iter().all(|argument| !argument.optional),
            "{name}"
        );
    }
}

fn named(name: &str) -> NamedEndpoint {
    named_endpoints()
        .find(|named| named.endpoint().to_string() == name)
        .unwrap()
}

#[test]
fn the_list_describes_models_kinds_and_values() {
    assert_eq!(named("stats.match_history").model(), "MatchHistory");
    assert_eq!(named("profile.users_by_id").model(), "Vec<User>");
    assert_eq!(named("waypoint.leaderboard").model(), "Leaderboard");
    assert!(!named("waypoint.leaderboard").is_file());
    assert_eq!(named("blobs.chunk").model(), "RawFile");
    assert!(named("blobs.chunk").is_file());

    let history = named("stats.match_history");
    assert_eq!(
        history.about(),
        "A page of a player's match history, newest match first: by default the 25 newest of all kinds."
    );
    assert_eq!(
        history.arguments()[0].kind,
        "a player: a gamertag, xuid(…) or digits"
    );
    let match_type = history
        .setters()
        .iter()
        .find(|setter| setter.name == "match_type")
        .unwrap();
    assert_eq!(match_type.about, "Selects one kind of matches.");
    assert_eq!(match_type.arguments[0].values, ["Matchmade", "Custom", "Local"]);

    // An enumeration of the reference data, and a list of one.
    let asset = named("authoring_ugc.asset");
    assert!(asset.arguments()[0].values.contains(&"MapModePair"), "{asset:?}");
    let profile = named("xbox_profile.current_profile");
    assert!(
        profile.setters()[0].arguments[0].values.contains(&"Gamertag"),
        "{profile:?}"
    );

    let search = named("discovery_ugc.search_assets");
    let created = search
        .setters()
        .iter()
        .find(|setter| setter.name == "created")
        .unwrap();
    let members: Vec<_> = created
        .arguments
        .iter()
        .map(|argument| (argument.name, argument.optional))
        .collect();
    assert_eq!(members, [("from", true), ("to", true)]);
}
