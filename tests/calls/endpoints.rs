//! The endpoint constants: each has a method, and each request is the one that its constant describes.

use std::collections::BTreeSet;

use halo_infinite::refdata::{AssetKind, MatchesPrivacySetting};
use halo_infinite::services;
use halo_infinite::types::{Endpoint, RequiredCredentials, ResponseKind, Service};
use halo_infinite::{Client, Error, Request, RetryPolicy};
use halo_infinite_sandbox::{Answer, LoggedRequest, Sandbox};
use serde_json::{Value, json};

/// A request of any model.
struct Call {
    endpoint: &'static Endpoint,
    send: Box<dyn Fn() -> Result<u16, Error>>,
}

fn call<T: 'static>(request: Request<T>) -> Call {
    Call {
        endpoint: request.endpoint().unwrap(),
        send: Box::new(move || request.response().map(|response| response.status())),
    }
}

/// One request for each endpoint of the services. An endpoint that is missing here fails the first test.
fn every_call(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let me = sandbox.world().home();
    let xuid = me.xuid();
    let stats = client.stats();
    let history = stats
        .match_history(xuid)
        .match_type(services::stats::MatchType::Matchmade)
        .send()
        .unwrap();
    let entry = &history.results[0];
    let info = &entry.match_info;
    let pair = info.playlist_map_mode_pair.as_ref().unwrap();
    let playlist = info.playlist.as_ref().unwrap();

    let skill = client.skill();
    let match_skill = skill.match_skill(entry.match_id, [xuid]);
    let playlist_csr = skill.playlist_csr(playlist.asset_id, [xuid]);

    let ugc = client.discovery_ugc();
    let pair_asset = ugc.map_mode_pair(pair).send().unwrap();
    let engine = ugc.ugc_game_variant(&info.ugc_game_variant).send().unwrap();
    let engine = engine.engine_game_variant_link.unwrap();
    let prefab = ugc.search_assets().kind(AssetKind::Prefab).send().unwrap();
    let project = ugc.custom_game_manifest().send().unwrap();
    let build = ugc.manifest_by_build("6.10025.12948.0").send().unwrap();
    let film = ugc.film_by_match_id(entry.match_id).send().unwrap();
    let chunk = film.highlight_events().unwrap();

    let cms = client.gamecms_hacs();
    let medals = cms.medal_metadata().send().unwrap();
    let calendar = cms.season_calendar().send().unwrap();
    let track = calendar.seasons[0].operation_track_path.as_deref().unwrap();
    let rank = &cms.career_reward_track().send().unwrap().ranks[0];
    let profile = client.profile();
    let economy = client.economy();
    vec![
        call(profile.current_user()),
        call(profile.user_by_gamertag(me.gamertag())),
        call(profile.user_by_id(xuid)),
        call(profile.users_by_id([xuid]).requests().unwrap()[0].clone()),
        call(stats.match_count(xuid)),
        call(stats.service_record(xuid)),
        call(stats.match_history(xuid)),
        call(stats.match_stats(entry.match_id)),
        call(stats.challenge_decks(xuid)),
        call(stats.matches_privacy(xuid)),
        call(stats.update_matches_privacy(xuid, MatchesPrivacySetting::Hide, MatchesPrivacySetting::Show)),
        call(stats.match_progression(xuid, entry.match_id)),
        call(match_skill.requests().unwrap()[0].clone()),
        call(playlist_csr.requests().unwrap()[0].clone()),
        call(ugc.map(&info.map_variant)),
        call(ugc.ugc_game_variant(info.ugc_game_variant.asset_id)),
        call(ugc.map_mode_pair(pair_asset.asset_id)),
        call(ugc.playlist(playlist)),
        call(ugc.engine_game_variant(engine.asset_id)),
        call(ugc.prefab(prefab.results[0].asset_id)),
        call(ugc.project(project.asset_id)),
        call(ugc.custom_game_manifest()),
        call(ugc.manifest(build.asset_id)),
        call(ugc.manifest_by_build("6.10025.12948.0")),
        call(ugc.manifest_by_branch("HIRC")),
        call(ugc.tags_info()),
        call(ugc.search_assets()),
        call(ugc.film_by_match_id(entry.match_id)),
        call(client.films().chunk(&film, chunk)),
        call(cms.medal_metadata()),
        call(cms.csr_season_calendar()),
        call(cms.season_calendar()),
        call(cms.career_reward_track()),
        call(cms.operation_reward_track(track)),
        call(cms.progression_file(track)),
        call(cms.waypoint_file(&medals.sprites.unwrap().medium.unwrap().path)),
        call(cms.image(rank.rank_icon.as_deref().unwrap())),
        call(economy.player_customization(xuid)),
        call(economy.player_career_rank(xuid)),
        call(economy.player_operations(xuid)),
        call(client.settings().api_settings()),
    ]
}

/// Whether a path that was sent is one of an endpoint's, with its arguments filled in.
fn fits(endpoint: &Endpoint, path: &str) -> bool {
    let template = format!("/{}{}", endpoint.service().name(), endpoint.path());
    let template: Vec<_> = template.split('/').collect();
    let sent: Vec<_> = path.split('/').collect();
    let versions = endpoint.version_credentials().is_some() && sent.len() == template.len() + 2;
    let is_open = template.last().is_some_and(|last| last.ends_with("…}"));
    let has_length = is_open || versions || sent.len() == template.len();
    has_length
        && template.iter().zip(&sent).all(|(template, sent)| {
            let (start, end) = template.split_once('{').map_or((*template, ""), |(start, rest)| {
                (start, rest.split_once('}').unwrap().1)
            });
            template == sent || (template.contains('{') && sent.starts_with(start) && sent.ends_with(end))
        })
}

fn credentials(request: &LoggedRequest) -> RequiredCredentials {
    let has = |name| request.header(name).is_some();
    match (has("x-343-authorization-spartan"), has("343-clearance")) {
        (false, _) => RequiredCredentials::None,
        (true, false) => RequiredCredentials::Spartan,
        (true, true) => RequiredCredentials::SpartanAndClearance,
    }
}

#[test]
fn every_endpoint_is_requested_as_its_constant_says() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let calls = every_call(&sandbox, &client);

    let known: BTreeSet<_> = services::endpoints().map(Endpoint::to_string).collect();
    assert_eq!(
        known.len(),
        services::endpoints().count(),
        "a name stands for two endpoints"
    );
    let called: BTreeSet<_> = calls.iter().map(|call| call.endpoint.to_string()).collect();
    assert_eq!(called, known);

    for Call { endpoint, send } in &calls {
        sandbox.clear_requests();
        assert_eq!(send().unwrap_or_else(|error| panic!("{error}")), 200);
        let requests = sandbox.requests();
        let [request] = &requests[..] else {
            panic!("{endpoint}: {requests:?}");
        };
        assert_eq!(request.method, endpoint.method().as_str(), "{endpoint}");
        assert!(fits(endpoint, &request.path), "{endpoint}: {}", request.path);
        let expected = match endpoint.version_credentials() {
            Some(credentials) if request.path.contains("/versions/") => credentials,
            _ => endpoint.credentials(),
        };
        assert_eq!(credentials(request), expected, "{endpoint}");
    }
}

const POST: Endpoint = Endpoint::post(Service::Settings, "post", "/things/{id}");
const PUT: Endpoint = Endpoint::put(Service::Settings, "put", "/things/{id}");
const PATCH: Endpoint = Endpoint::patch(Service::Settings, "patch", "/things/{id}");
const DELETE: Endpoint =
    Endpoint::delete(Service::Settings, "delete", "/things/{id}").returns(ResponseKind::Empty);
const QUESTION: Endpoint = Endpoint::post(Service::Settings, "question", "/things/{id}").idempotent();

fn client(sandbox: &Sandbox) -> Client {
    Client::builder()
        .environment(sandbox.environment())
        .tokens(sandbox.spartan_token(), sandbox.clearance())
        .retries(RetryPolicy::new().initial_backoff(std::time::Duration::ZERO))
        .unlimited()
        .build()
        .unwrap()
}

#[test]
fn every_method_sends_a_json_body() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    let body = json!({ "MatchmadeGames": 2, "Name": "é" });
    for endpoint in [&POST, &PUT, &PATCH, &DELETE] {
        sandbox.answer_next("/settings/things", Answer::new(200).json(json!({ "Done": true })));
        let request: Request<Value> = client.request(endpoint, ["a b"]).query("force", true).json(&body);
        let http = request.http().unwrap();
        assert_eq!(serde_json::from_slice::<Value>(http.body()).unwrap(), body);
        assert_eq!(request.send().unwrap(), json!({ "Done": true }), "{endpoint}");
        let sent = sandbox.take_requests().remove(0);
        assert_eq!(sent.method, endpoint.method().as_str());
        assert_eq!(sent.path, "/settings/things/a%20b");
        assert_eq!(sent.query.as_deref(), Some("force=true"));
        assert_eq!(sent.header("content-type"), Some("application/json"));
        assert_eq!(serde_json::from_slice::<Value>(&sent.body).unwrap(), body);
    }
}

#[test]
fn an_empty_response_is_nothing() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    sandbox.answer_next("/settings/things", Answer::new(204));
    client.request::<()>(&DELETE, ["1"]).send().unwrap();
    sandbox.answer_next("/settings/things", Answer::new(200).json(Value::Null));
    client.request::<()>(&DELETE, ["1"]).send().unwrap();
    // An endpoint that returns JSON must not return nothing.
    sandbox.answer_next("/settings/things", Answer::new(204));
    let error = client.request::<Value>(&PUT, ["1"]).send().unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error}");
}

#[test]
fn only_idempotent_requests_are_sent_twice() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    for (endpoint, attempts) in [(&POST, 1), (&PATCH, 1), (&PUT, 2), (&DELETE, 2), (&QUESTION, 2)] {
        sandbox.answer_next("/settings/things", Answer::new(503));
        sandbox.answer_next("/settings/things", Answer::new(204));
        let outcome = client.request::<Value>(endpoint, ["1"]).response();
        assert_eq!(outcome.is_ok(), attempts == 2, "{endpoint}");
        assert_eq!(sandbox.take_requests().len(), attempts, "{endpoint}");
        // The response that was not used up must not serve the next endpoint.
        if attempts == 1 {
            client.request::<Value>(endpoint, ["1"]).response().unwrap();
            sandbox.clear_requests();
        }
    }
}
