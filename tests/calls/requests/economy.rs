//! The calls of the economy service.

use halo_infinite::services::economy::CustomizationView;

use super::recorder::{get_with_clearance, refused, refused_batch, sent, sent_batch};

const HOST: &str = "https://economy.svc.halowaypoint.com";
const PLAYER: &str = "https://economy.svc.halowaypoint.com/hi/players/xuid(2533274855333605)";
const XUID: u64 = 2_533_274_855_333_605;

#[test]
fn player_customization() {
    assert_eq!(
        sent(|client| client.economy().player_customization(XUID)),
        get_with_clearance(&format!("{PLAYER}/customization?view=public"))
    );
    assert_eq!(
        sent(|client| client
            .economy()
            .player_customization(XUID)
            .view(CustomizationView::Private)),
        get_with_clearance(&format!("{PLAYER}/customization?view=private"))
    );
    assert!(refused(|client| client.economy().player_customization("Test Tag")).contains("is a gamertag"));
}

/// The query of a request about several players.
fn players(numbers: std::ops::Range<u64>) -> String {
    let players: Vec<_> = numbers
        .map(|number| format!("xuid%28{}%29", XUID + number))
        .collect();
    format!("players={}", players.join("%2C"))
}

#[test]
fn players_customization() {
    let list = |range| get_with_clearance(&format!("{HOST}/hi/customization?{}", players(range)));
    assert_eq!(
        sent_batch(|client| client.economy().players_customization(XUID..XUID + 40)),
        [list(0..30), list(30..40)]
    );
    let error = refused_batch(|client| client.economy().players_customization(["Test Tag"]));
    assert!(error.contains("is a gamertag"), "{error}");
    let error = refused_batch(|client| client.economy().players_customization([] as [u64; 0]));
    assert!(error.starts_with("players: the list is empty"), "{error}");
}

#[test]
fn appearance() {
    assert_eq!(
        sent(|client| client.economy().appearance(XUID)),
        get_with_clearance(&format!("{PLAYER}/customization/appearance"))
    );
    assert!(refused(|client| client.economy().appearance("Test Tag")).contains("is a gamertag"));
}

#[test]
fn career_ranks() {
    let list =
        |track, range| get_with_clearance(&format!("{HOST}/hi/careerranks/{track}?{}", players(range)));
    assert_eq!(
        sent_batch(|client| client.economy().career_ranks(XUID..XUID + 31)),
        [list("careerrank1", 0..30), list("careerrank1", 30..31)]
    );
    assert_eq!(
        sent_batch(|client| client.economy().career_ranks([XUID, XUID]).track("careerrank2")),
        [list("careerrank2", 0..1)]
    );
    let error = refused_batch(|client| client.economy().career_ranks([XUID]).track(".."));
    assert!(error.starts_with("track_id: "), "{error}");
}

#[test]
fn player_career_rank() {
    assert_eq!(
        sent(|client| client.economy().player_career_rank(XUID)),
        get_with_clearance(&format!("{PLAYER}/rewardtracks/careerranks/careerrank1"))
    );
    assert_eq!(
        sent(|client| client.economy().player_career_rank(XUID).track("careerRank2/..")),
        get_with_clearance(&format!("{PLAYER}/rewardtracks/careerranks/careerRank2%2F.."))
    );
    assert!(
        refused(|client| client.economy().player_career_rank(XUID).track("..")).starts_with("track_id: ")
    );
}

#[test]
fn player_operations() {
    assert_eq!(
        sent(|client| client.economy().player_operations(XUID)),
        get_with_clearance(&format!("{PLAYER}/rewardtracks/operations"))
    );
}
