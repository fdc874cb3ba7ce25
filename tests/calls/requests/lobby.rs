//! The calls of the lobby service.

use halo_infinite::Client;

use super::recorder::{get, refused, refused_batch, sent, sent_batch};

const HOST: &str = "https://lobby-hi.svc.halowaypoint.com";
const FIRST: u64 = 2_533_274_855_333_000;
const LOBBY: &str = "467716e9-71c2-4bbb-b3a4-4398bda2946b";

#[test]
fn presence() {
    let post = |range: std::ops::Range<u64>| {
        let xuids: Vec<_> = range.map(|number| (FIRST + number).to_string()).collect();
        format!(
            "POST {HOST}/hi/presence\naccept: application/json\ncontent-type: application/json\nuser-agent: test\n\
             x-343-authorization-spartan: spartan\n{{\"Xuids\":[{}]}}",
            xuids.join(",")
        )
    };
    assert_eq!(
        sent_batch(|client| client.lobby().presence([FIRST, FIRST + 1, FIRST])),
        [post(0..2)]
    );
    assert_eq!(
        sent_batch(|client| client.lobby().presence(FIRST..FIRST + 31)),
        [post(0..30), post(30..31)]
    );
    assert!(refused_batch(|client| client.lobby().presence(["Test Tag"])).contains("is a gamertag"));
}

#[test]
fn a_question_about_presence_is_no_write() {
    let client = Client::builder().tokens("spartan", "").build().unwrap();
    let batch = client.lobby().presence([FIRST]);
    let endpoint = batch.requests().unwrap()[0].endpoint().unwrap();
    assert!(!endpoint.writes() && endpoint.is_idempotent());
}

#[test]
fn qos_servers() {
    assert_eq!(
        sent(|client| client.lobby().qos_servers()),
        get(&format!("{HOST}/titles/hi/qosservers"))
    );
}

#[test]
fn third_party_join_handle() {
    let path = format!("{HOST}/hi/lobbies/{LOBBY}/players/xuid({FIRST})/thirdPartyJoinHandle");
    assert_eq!(
        sent(|client| client.lobby().third_party_join_handle(LOBBY, FIRST)),
        get(&format!("{path}?audience=Friends&platform=Discord"))
    );
    assert_eq!(
        sent(|client| client
            .lobby()
            .third_party_join_handle(LOBBY, FIRST)
            .query("audience", "All")),
        get(&format!("{path}?platform=Discord&audience=All"))
    );
    assert!(
        refused(|client| client.lobby().third_party_join_handle("lobby", FIRST)).starts_with("lobby_id: ")
    );
    assert!(
        refused(|client| client.lobby().third_party_join_handle(LOBBY, "Test Tag")).contains("is a gamertag")
    );
}
