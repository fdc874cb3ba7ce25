//! Responses that a client records as captures.

use std::fs;
use std::path::Path;

use halo_infinite::models::gamecms_hacs::CsrSeasonCalendar;
use halo_infinite::payload::Recording;
use halo_infinite::types::{Method, Service};
use halo_infinite::{Client, ClientBuilder, Error, ureq};
use halo_infinite_sandbox::{Answer, LoggedRequest, Sandbox};

use crate::every_call::every_call;
use crate::support::folder::Folder;

fn builder(sandbox: &Sandbox) -> ClientBuilder {
    Client::builder()
        .environment(sandbox.environment())
        .tokens(sandbox.spartan_token(), sandbox.clearance())
        .unlimited()
        .no_retries()
}

/// The rows of the manifest, without the columns' names and the days.
fn rows(folder: &Path) -> Vec<String> {
    let manifest = fs::read_to_string(folder.join("manifest.tsv")).unwrap();
    let mut lines = manifest.lines();
    assert_eq!(lines.next(), Some("file\tmodel\tservice\tmethod\tpath\torigin"));
    let without_day = |line: &str| {
        let (before, after) = line.split_once("recorded ").unwrap();
        format!("{before}recorded{}", &after["2026-11-26".len()..])
    };
    lines.map(without_day).collect()
}

#[test]
fn a_recorded_folder_is_served_by_the_sandbox() {
    let folder = Folder::new("recording");
    let sandbox = Sandbox::start().unwrap();
    let client = builder(&sandbox).record(folder.0.as_path()).build().unwrap();
    let home = sandbox.world().home().xuid();
    let history = client.stats().match_history(home).send().unwrap();
    let stats =
        |client: &Client, index: usize| client.stats().match_stats(history.results[index].match_id).send();
    let recorded = [stats(&client, 0).unwrap(), stats(&client, 1).unwrap()];
    client.profile().users_by_id([home]).send().unwrap();
    client
        .stats()
        .match_stats("00000000-0000-4000-8000-000000000000")
        .send()
        .unwrap_err();
    assert_eq!(
        rows(&folder.0),
        [
            "stats/match_history_1.json\tMatchHistory\tstats\tGET\t/hi/players/{player}/matches\trecorded",
            "stats/match_stats_1.json\tMatchStats\tstats\tGET\t/hi/matches/{match_id}/stats\trecorded",
            "stats/match_stats_2.json\tMatchStats\tstats\tGET\t/hi/matches/{match_id}/stats\trecorded",
            "profile/users_by_id_1.json\tVec<User>\tprofile\tGET\t/users\trecorded",
            "stats/match_stats_3.json\tProblemDetails\tstats\tGET\t/hi/matches/{match_id}/stats\trecorded (status 404)",
        ]
    );
    let replay = Sandbox::builder().captures(&folder.0).start().unwrap();
    let client = builder(&replay).build().unwrap();
    for (index, recorded) in recorded.iter().enumerate() {
        assert_eq!(stats(&client, index).unwrap(), *recorded);
    }
}

#[test]
fn the_manifest_has_the_model_that_the_program_asked_for() {
    let folder = Folder::new("recording-model");
    let sandbox = Sandbox::start().unwrap();
    let client = builder(&sandbox).record(folder.0.as_path()).build().unwrap();
    let path = "Csr/Calendars/CsrSeasonCalendar.json";
    let calendar = client.gamecms_hacs().progression_file(path);
    calendar.send_as::<CsrSeasonCalendar>().unwrap();
    calendar.send().unwrap();
    let models: Vec<_> = rows(&folder.0)
        .iter()
        .map(|row| row.split('\t').nth(1).unwrap().to_owned())
        .collect();
    assert_eq!(models, ["CsrSeasonCalendar", "Value"]);
}

#[test]
fn another_client_continues_the_folder() {
    let folder = Folder::new("recording-again");
    let sandbox = Sandbox::start().unwrap();
    for _ in 0..2 {
        let client = builder(&sandbox).record(folder.0.as_path()).build().unwrap();
        client.profile().current_user().send().unwrap();
    }
    assert_eq!(rows(&folder.0).len(), 2);
    assert!(folder.0.join("profile/current_user_2.json").is_file());
}

#[test]
fn players_are_replaced_on_request() {
    let folder = Folder::new("recording-players");
    let sandbox = Sandbox::start().unwrap();
    let recording = Recording::in_folder(&folder.0).replacing_players();
    let client = builder(&sandbox).record(recording).build().unwrap();
    let people: Vec<u64> = sandbox
        .world()
        .people()
        .iter()
        .map(|person| person.xuid())
        .collect();
    client.profile().users_by_id(&people).send().unwrap();
    for id in sandbox.world().match_ids(sandbox.world().home()).iter().take(5) {
        client.stats().match_stats(*id).send().unwrap();
        client.skill().match_skill(*id, &people[..30]).send().unwrap();
    }
    let mut files = 0;
    for row in rows(&folder.0) {
        assert!(row.ends_with("recorded; players replaced"), "{row}");
        let text = fs::read_to_string(folder.0.join(row.split('\t').next().unwrap())).unwrap();
        for person in sandbox.world().people() {
            assert!(!text.contains(&person.xuid().to_string()), "{row}");
            assert!(!text.contains(&format!("\"{}\"", person.gamertag())), "{row}");
        }
        files += 1;
    }
    assert_eq!(files, 11);
}

#[test]
fn a_response_that_repeats_a_token_is_not_saved() {
    let folder = Folder::new("recording-token");
    let sandbox = Sandbox::start().unwrap();
    let token = sandbox.spartan_token();
    let client = builder(&sandbox)
        .tokens(token.clone(), sandbox.clearance())
        .record(folder.0.as_path())
        .build()
        .unwrap();
    let echo = serde_json::json!({ "xuid": "2533274800000000", "gamertag": token, "gamerpic": {} });
    sandbox.answer_next("/profile/", Answer::new(200).json(echo));
    let _ = client.profile().current_user().send();
    client.profile().current_user().send().unwrap();
    assert_eq!(rows(&folder.0).len(), 1);
    let saved = fs::read_to_string(folder.0.join("profile/current_user_1.json")).unwrap();
    assert!(!saved.contains(&token));
}

#[test]
fn responses_that_hold_secrets_are_not_saved() {
    let folder = Folder::new("recording-secrets");
    let sandbox = Sandbox::start().unwrap();
    let client = builder(&sandbox).record(folder.0.as_path()).build().unwrap();
    let me = sandbox.world().home().xuid();
    let settings = client.settings();
    settings.clearance().send().unwrap();
    settings.player_clearance(me).send().unwrap();
    settings.active_clearance("1.13").send().unwrap();
    client.comms().notifications().send().unwrap();
    let lobby = "467716e9-71c2-4bbb-b3a4-4398bda2946b";
    client.lobby().third_party_join_handle(lobby, me).send().unwrap();
    let path = format!("/hi/lobbies/{lobby}/players/xuid({me})/thirdPartyJoinHandle");
    let raw = client.raw(Method::Get, Service::Lobby, &path);
    let raw = raw.query("audience", "Friends").query("platform", "Discord");
    raw.send().unwrap();
    client.comms().me().send().unwrap();
    let saved = rows(&folder.0);
    assert!(
        saved.len() == 1 && saved[0].starts_with("comms/me_1.json\tCommsUser\t"),
        "{saved:?}"
    );
}

#[test]
fn a_folder_that_cannot_be_written_fails_the_request() {
    let folder = Folder::new("recording-file");
    fs::create_dir_all(&folder.0).unwrap();
    let file = folder.0.join("file");
    fs::write(&file, "not a folder").unwrap();
    let sandbox = Sandbox::start().unwrap();
    let client = builder(&sandbox).record(file.as_path()).build().unwrap();
    let error = client.profile().current_user().send().unwrap_err();
    assert!(
        matches!(&error, Error::File { path, .. } if path.starts_with(&file)),
        "{error:?}"
    );
}

#[test]
fn threads_record_into_one_folder() {
    let folder = Folder::new("recording-threads");
    let sandbox = Sandbox::start().unwrap();
    let client = builder(&sandbox).record(folder.0.as_path()).build().unwrap();
    let ids = sandbox.world().match_ids(sandbox.world().home());
    let requests = ids.iter().take(20).map(|id| client.stats().match_stats(*id));
    for fetched in client.fetch(requests) {
        fetched.result.unwrap();
    }
    assert_eq!(rows(&folder.0).len(), 20);
    assert!(folder.0.join("stats/match_stats_20.json").is_file());
}

fn recorder(sandbox: &Sandbox, recording: impl Into<Recording>) -> Client {
    builder(sandbox)
        .xbox_token(sandbox.xbox_user_hash(), sandbox.xbox_token())
        .allow_writes()
        .record(recording)
        .build()
        .unwrap()
}

/// The number of saved responses.
fn saved(folder: &Path) -> usize {
    let manifest = fs::read_to_string(folder.join("manifest.tsv"));
    manifest.map_or(0, |manifest| manifest.lines().count() - 1)
}

/// Sends a request again, to another sandbox. Returns the status and the body.
fn send_again(sandbox: &Sandbox, request: &LoggedRequest) -> (u16, Vec<u8>) {
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .new_agent();
    let mut again = ureq::http::Request::builder()
        .method(request.method.as_str())
        .uri(format!("{}{}", sandbox.url(), request.path))
        .header("accept", "application/json")
        .header("x-343-authorization-spartan", sandbox.spartan_token());
    if let Some(contract) = request.header("x-xbl-contract-version") {
        let token = format!("XBL3.0 x={};{}", sandbox.xbox_user_hash(), sandbox.xbox_token());
        again = again
            .header("x-xbl-contract-version", contract)
            .header("authorization", token);
    }
    let mut response = agent.run(again.body(&request.body[..]).unwrap()).unwrap();
    let body = response.body_mut().read_to_vec().unwrap();
    (response.status().as_u16(), body)
}

#[test]
fn the_recorded_response_of_each_endpoint_is_served_again() {
    let folder = Folder::new("recording-all");
    let sandbox = Sandbox::start().unwrap();
    let client = recorder(&sandbox, folder.0.as_path());
    let calls = every_call(&sandbox, &client);
    let mut recorded = Vec::new();
    for call in &calls {
        let before = saved(&folder.0);
        sandbox.clear_requests();
        (call.send)().unwrap();
        if saved(&folder.0) == before + 1 {
            recorded.push((call.endpoint, sandbox.requests().remove(0), before + 1));
        }
    }
    // Five hold secrets.
    assert_eq!(recorded.len() + 5, calls.len());
    let manifest = fs::read_to_string(folder.0.join("manifest.tsv")).unwrap();
    let rows: Vec<&str> = manifest.lines().collect();
    let replay = Sandbox::builder().captures(&folder.0).start().unwrap();
    let mut wrong = Vec::new();
    for (endpoint, request, row) in recorded {
        // Queries select nothing: the first response of a path is served for all.
        let columns = |row: &'_ str| -> Vec<String> { row.split('\t').map(str::to_owned).collect() };
        let own = columns(rows[row]);
        let same = rows
            .iter()
            .map(|row| columns(row))
            .filter(|row| row[2..5] == own[2..5]);
        let mut bodies = same.map(|row| fs::read(folder.0.join(&row[0])).unwrap());
        let (status, body) = send_again(&replay, &request);
        if status != 200 || !bodies.any(|expected| expected == body) {
            wrong.push(format!("{endpoint}: {status} for {}", request.path));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_recorded_response_names_a_player_or_holds_a_secret() {
    let folder = Folder::new("recording-shared");
    let sandbox = Sandbox::start().unwrap();
    let client = recorder(&sandbox, Recording::in_folder(&folder.0).replacing_players());
    for call in every_call(&sandbox, &client) {
        (call.send)().unwrap();
    }
    let me = sandbox.world().home();
    let path = format!("/hi/players/xuid({})/matches/count", me.xuid());
    client.raw(Method::Get, Service::Stats, &path).send().unwrap();
    let path = format!("/users/gt({})", me.gamertag());
    client.raw(Method::Get, Service::Profile, &path).send().unwrap();
    let mut texts = vec![fs::read_to_string(folder.0.join("manifest.tsv")).unwrap()];
    for row in rows(&folder.0) {
        let file = fs::read(folder.0.join(row.split('\t').next().unwrap())).unwrap();
        texts.push(String::from_utf8_lossy(&file).into_owned());
    }
    assert!(texts.len() > 100, "{}", texts.len());
    for text in texts {
        let start: String = text.chars().take(200).collect();
        for person in sandbox.world().people() {
            assert!(!text.contains(&person.xuid().to_string()), "{start}");
            let gamertag = person.gamertag();
            assert!(!text.contains(gamertag), "{gamertag}: {start}");
        }
        for secret in sandbox.secrets() {
            assert!(!text.contains(&secret), "{start}");
        }
    }
}
