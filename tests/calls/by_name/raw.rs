//! Bodies as the service sent them.

use halo_infinite::services::by_name::Content;
use halo_infinite_sandbox::{Answer, Sandbox};
use serde_json::{Value, json};

const BODY: &str = r#"{"Value": null, "more":[1 , 2]}"#;

fn answer(sandbox: &Sandbox) {
    let answer = Answer::new(200)
        .header("Content-Type", "application/json")
        .body(BODY);
    sandbox.answer_next("/stats/hi/players/", answer);
}

#[test]
fn a_raw_body_is_not_decoded() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let arguments = json!({ "player": sandbox.world().home().gamertag() });
    let request = client.by_name("stats.match_count", &arguments).unwrap();

    answer(&sandbox);
    let raw = request.send_raw().unwrap();
    assert_eq!((raw.status, raw.attempts, raw.age), (200, 1, None));
    let Content::File(file) = raw.content else {
        panic!("{:?}", raw.content)
    };
    assert_eq!(file.bytes, BODY.as_bytes());
    assert_eq!(file.content_type.as_deref(), Some("application/json"));

    // It does not fit the model.
    answer(&sandbox);
    let error = request.send().unwrap_err();
    assert!(matches!(error, halo_infinite::Error::Decode { .. }), "{error}");
}

#[test]
fn a_list_has_one_raw_body_if_it_fits_one_request() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let players = |count: usize| {
        let people = sandbox.world().people().iter().map(|person| person.xuid());
        json!({ "players": people.take(1).chain((1..count as u64).map(|number| 2_533_274_000_000_000 + number)).collect::<Vec<_>>() })
    };
    let request = client.by_name("banprocessor.ban_summary", &players(30)).unwrap();
    let Content::File(file) = request.send_raw().unwrap().content else {
        panic!("no file")
    };
    let body: Value = serde_json::from_slice(&file.bytes).unwrap();
    assert!(body["Results"].is_array(), "{body}");

    sandbox.clear_requests();
    let request = client.by_name("banprocessor.ban_summary", &players(31)).unwrap();
    let error = request.send_raw().unwrap_err().to_string();
    assert!(error.starts_with("players: the list needs 2 requests"), "{error}");
    assert!(sandbox.requests().is_empty());
}
