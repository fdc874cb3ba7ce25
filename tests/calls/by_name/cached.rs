//! The cache by name.

use std::time::Duration;

use halo_infinite::services::by_name::{NamedRequest, NamedResponse};
use serde_json::{Value, json};

use crate::cache::setup::Setup;

const HOUR: Duration = Duration::from_secs(3600);

/// Attempts, and the age in seconds.
fn facts(response: &NamedResponse) -> (u32, Option<u64>) {
    assert_eq!(response.status, 200);
    (response.attempts, response.age.map(|age| age.as_secs()))
}

#[test]
fn a_cached_response_has_an_age_and_no_attempts() {
    let setup = Setup::new();
    let client = setup.client();
    let medals = || {
        client
            .by_name("gamecms_hacs.medal_metadata", &Value::Null)
            .unwrap()
    };
    let first = medals().send().unwrap();
    assert_eq!(facts(&first), (1, None));
    setup.clock.pass(HOUR);
    let second = medals().send().unwrap();
    assert_eq!(facts(&second), (0, Some(3600)));
    assert_eq!(second.content, first.content);
    assert_eq!(facts(&medals().max_age(HOUR).send().unwrap()), (0, Some(3600)));
    // The service confirms what is too old, and what must be fresh is sent anew.
    let confirmed = medals().max_age(HOUR / 2).send().unwrap();
    assert_eq!(facts(&confirmed), (1, Some(0)));
    assert_eq!(facts(&medals().fresh().send().unwrap()).0, 1);
    assert_eq!(facts(&medals().send().unwrap()), (0, Some(0)));
}

#[test]
fn the_age_of_a_list_is_that_of_its_oldest_response() {
    let setup = Setup::new();
    let client = setup.client();
    let people = setup.sandbox.world().people().iter();
    let people: Vec<_> = people.map(|person| person.xuid()).take(60).collect();
    let playlist = "edfef3ac-9cbe-4fa2-b949-8f29deafd483";
    let ranks = |players: &[u64]| -> NamedRequest {
        let arguments = json!({ "playlist_id": playlist, "players": players });
        client.by_name("skill.playlist_csr", &arguments).unwrap()
    };
    let send = |request: NamedRequest| facts(&request.max_age(HOUR).send().unwrap());
    assert_eq!(send(ranks(&people[..30])), (1, None));
    setup.clock.pass(HOUR / 2);
    // The first page is cached, the second is not.
    assert_eq!(send(ranks(&people)), (1, None));
    setup.clock.pass(HOUR / 4);
    assert_eq!(send(ranks(&people)), (0, Some(2700)));
    assert_eq!(facts(&ranks(&people).fresh().send().unwrap()), (2, None));
    assert_eq!(send(ranks(&people)), (0, Some(0)));
}
