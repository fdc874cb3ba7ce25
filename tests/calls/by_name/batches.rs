//! Lists of players, retries and waits by name.

use std::sync::Arc;
use std::time::Duration;

use halo_infinite::services::by_name::{Content, NamedResponse};
use halo_infinite::time::Clock;
use halo_infinite::{Client, Error, RetryPolicy};
use halo_infinite_sandbox::{Answer, Sandbox};
use serde_json::{Value, json};

use crate::support::bench::Bench;
use crate::support::clocks::JumpingClock;

struct Setup {
    sandbox: Sandbox,
    clock: Arc<JumpingClock>,
    client: Client,
}

impl Setup {
    fn new() -> Self {
        let bench = Bench::new();
        let retries = RetryPolicy::new().max_attempts(3);
        let client = bench.builder().retries(retries).build().unwrap();
        let Bench { sandbox, clock } = bench;
        Self {
            sandbox,
            clock,
            client,
        }
    }

    fn people(&self, count: usize) -> Vec<u64> {
        let people = self.sandbox.world().people().iter();
        people.map(|person| person.xuid()).take(count).collect()
    }

    fn send(&self, endpoint: &str, arguments: &Value) -> Result<NamedResponse, Error> {
        self.client.by_name(endpoint, arguments).unwrap().send()
    }
}

fn json(response: &NamedResponse) -> Value {
    let Content::Json(json) = &response.content else {
        panic!("{response:?}")
    };
    serde_json::from_slice(json).unwrap()
}

#[test]
fn a_list_longer_than_a_page_is_one_content() {
    let setup = Setup::new();
    let people = setup.people(61);
    assert_eq!(people.len(), 61);
    let typed = setup.client.lobby().presence(&people).send().unwrap();
    setup.sandbox.clear_requests();
    let response = setup
        .send("lobby.presence", &json!({ "players": people }))
        .unwrap();
    assert_eq!(setup.sandbox.requests().len(), 3);
    assert_eq!((response.status, response.attempts, response.age), (200, 3, None));
    assert_eq!(json(&response), serde_json::to_value(&typed).unwrap());
}

#[test]
fn unknown_players_are_left_out_and_their_requests_are_counted() {
    let setup = Setup::new();
    let people = setup.people(3);
    let unknown = |number: u64| 2_533_274_999_999_000 + number;
    let users = |players: &[u64]| {
        setup.sandbox.clear_requests();
        let response = setup
            .send("profile.users_by_id", &json!({ "players": players }))
            .unwrap();
        assert_eq!(response.attempts as usize, setup.sandbox.requests().len());
        let users = json(&response);
        let xuids = users
            .as_array()
            .unwrap()
            .iter()
            .map(|user| user["xuid"].as_str().unwrap().to_owned());
        (response.status, xuids.collect::<Vec<_>>())
    };
    let texts = |xuids: &[u64]| xuids.iter().map(u64::to_string).collect::<Vec<_>>();
    assert_eq!(users(&people), (200, texts(&people)));
    // The last response is a refusal, but a success has the status of the content.
    assert_eq!(
        users(&[people[1], people[0], unknown(1)]),
        (200, texts(&[people[1], people[0]]))
    );
    assert_eq!(users(&[unknown(1), people[2]]), (200, texts(&people[2..])));
    let (status, none) = users(&[unknown(1), unknown(2)]);
    assert!(matches!(status, 400 | 404), "{status}");
    assert!(none.is_empty());
}

#[test]
fn retries_are_counted_and_failures_are_those_of_typed_calls() {
    let setup = Setup::new();
    let me = json!({ "player": setup.people(1)[0] });
    let fail = |times| (0..times).for_each(|_| setup.sandbox.answer_next("/stats/", Answer::new(503)));
    fail(2);
    let response = setup.send("stats.match_count", &me).unwrap();
    assert_eq!((response.status, response.attempts), (200, 3));
    fail(3);
    let Error::Status(error) = setup.send("stats.match_count", &me).unwrap_err() else {
        panic!()
    };
    assert_eq!((error.status, error.attempts), (503, 3));
    let arguments = json!({ "match_id": "00000000-0000-0000-0000-000000000001" });
    let error = setup.send("stats.match_stats", &arguments).unwrap_err();
    assert_eq!(error.status(), Some(404));
    setup.sandbox.answer_next("/stats/", Answer::new(200).body("{"));
    let error = setup.send("stats.match_count", &me).unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error}");
}

#[test]
fn a_request_and_a_list_wait_until_their_data_exists() {
    let setup = Setup::new();
    let match_id = setup.sandbox.world().match_ids(setup.sandbox.world().home())[0];
    for (endpoint, path, arguments) in [
        ("stats.match_stats", "/stats/", json!({ "match_id": match_id })),
        (
            "skill.match_skill",
            "/skill/",
            json!({ "match_id": match_id, "players": setup.people(1) }),
        ),
    ] {
        let answer = || (0..5).for_each(|_| setup.sandbox.answer_next(path, Answer::new(404)));
        let request = || setup.client.by_name(endpoint, &arguments).unwrap();
        answer();
        let start = setup.clock.now();
        let waiting = request().wait_until_available(Duration::from_secs(60));
        let response = waiting.send().unwrap();
        assert_eq!((response.status, response.attempts), (200, 6), "{endpoint}");
        assert_eq!((setup.clock.now() - start).as_secs(), 10, "{endpoint}");
        // A request can be sent again, and without the setter it does not wait.
        assert_eq!(waiting.send().unwrap().content, response.content);
        answer();
        assert_eq!(request().send().unwrap_err().status(), Some(404), "{endpoint}");
        (0..4).for_each(|_| drop(request().send()));
    }
}

#[test]
fn a_request_belongs_to_its_client() {
    let setup = Setup::new();
    let token = halo_infinite::CancelToken::new();
    let client = setup.client.with_cancel_token(&token);
    let request = client.by_name("comms.me", &Value::Null).unwrap();
    // It can be sent by another thread.
    std::thread::scope(|scope| scope.spawn(|| request.send().map(drop)).join().unwrap()).unwrap();
    token.cancel();
    let error = request.send().unwrap_err();
    assert!(matches!(error, Error::Cancelled { .. }), "{error:?}");
}
