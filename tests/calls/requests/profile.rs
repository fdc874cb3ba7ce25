//! The calls of the profile service.

use super::recorder::{get, refused, refused_batch, sent, sent_batch};

const HOST: &str = "https://profile.svc.halowaypoint.com";
const FIRST: u64 = 2_533_274_855_333_000;

#[test]
fn current_user() {
    assert_eq!(
        sent(|client| client.profile().current_user()),
        get(&format!("{HOST}/users/me"))
    );
}

#[test]
fn user_by_gamertag() {
    assert_eq!(
        sent(|client| client.profile().user_by_gamertag("Test Tag#1234")),
        get(&format!("{HOST}/users/gt(Test%20Tag1234)"))
    );
    // Any gamertag stays one segment of the path.
    assert_eq!(
        sent(|client| client.profile().user_by_gamertag("a)/../users/me?x=1")),
        get(&format!("{HOST}/users/gt(a)%2F..%2Fusers%2Fme%3Fx%3D1)"))
    );
    assert!(refused(|client| client.profile().user_by_gamertag(FIRST)).contains("is an XUID: user_by_id"));
    assert!(refused(|client| client.profile().user_by_gamertag("a\r\nb")).contains("control characters"));
    assert!(refused(|client| client.profile().user_by_gamertag("#0123")).contains("a name and its number"));
}

#[test]
fn user_by_id() {
    assert_eq!(
        sent(|client| client.profile().user_by_id(FIRST)),
        get(&format!("{HOST}/users/xuid({FIRST})"))
    );
    assert!(refused(|client| client.profile().user_by_id("Test Tag")).contains("is a gamertag"));
}

#[test]
fn users_by_id() {
    let list = |range: std::ops::Range<u64>| {
        let digits: Vec<_> = range.map(|number| (FIRST + number).to_string()).collect();
        get(&format!("{HOST}/users?xuids={}", digits.join("%2C")))
    };
    assert_eq!(
        sent_batch(|client| client
            .profile()
            .users_by_id([FIRST.to_string(), format!("xuid({})", FIRST + 1)])),
        [list(0..2)]
    );
    assert_eq!(
        sent_batch(|client| client.profile().users_by_id(FIRST..FIRST + 250)),
        [list(0..100), list(100..200), list(200..250)]
    );
    // A player who is listed twice is requested once.
    assert_eq!(
        sent_batch(|client| client.profile().users_by_id([FIRST, FIRST])),
        [list(0..1)]
    );
}

#[test]
fn service_awards() {
    assert_eq!(
        sent(|client| client.profile().service_awards()),
        get(&format!("{HOST}/users/me/service-awards"))
    );
}

#[test]
fn invalid_lists_of_players_are_refused() {
    let error = refused_batch(|client| client.profile().users_by_id(Vec::<u64>::new()));
    assert_eq!(error, "players: the list is empty: name at least one player");
    let error = refused_batch(|client| {
        client
            .profile()
            .users_by_id(["2533274855333000", "25332748553330"])
    });
    assert_eq!(error, "players: an XUID has 16 digits, 25332748553330 has 14");
    let error = refused_batch(|client| client.profile().users_by_id(["Test Tag"]));
    assert!(
        error.contains("`Test Tag` is a gamertag, but an XUID is needed"),
        "{error}"
    );
}
