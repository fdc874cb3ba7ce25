//! The calls of the economy service.

use halo_infinite::models::economy::currency;
use halo_infinite::services::economy::{CustomizationView, Store, TrackKind};

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
    assert!(error.starts_with("track: "), "{error}");
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
    assert!(refused(|client| client.economy().player_career_rank(XUID).track("..")).starts_with("track: "));
}

#[test]
fn player_operations() {
    assert_eq!(
        sent(|client| client.economy().player_operations(XUID)),
        get_with_clearance(&format!("{PLAYER}/rewardtracks/operations"))
    );
}

#[test]
fn parts_of_the_customization() {
    macro_rules! part {
        ($cores:ident, $core:ident, $folder:literal) => {
            assert_eq!(
                sent(|client| client.economy().$cores(XUID)),
                get_with_clearance(&format!("{PLAYER}/{}", $folder))
            );
            assert_eq!(
                sent(|client| client.economy().$core(XUID, "017-001-olympus-c13d0b38")),
                get_with_clearance(&format!("{PLAYER}/{}/017-001-olympus-c13d0b38", $folder))
            );
            assert_eq!(
                sent(|client| client.economy().$core(XUID, "a/b?c")),
                get_with_clearance(&format!("{PLAYER}/{}/a%2Fb%3Fc", $folder))
            );
            assert!(refused(|client| client.economy().$core(XUID, "")).starts_with("core_id: "));
            assert!(refused(|client| client.economy().$cores("Test Tag")).contains("is a gamertag"));
        };
    }
    part!(armor_cores, armor_core, "customization/armors");
    part!(weapon_cores, weapon_core, "customization/weapons");
    part!(vehicle_cores, vehicle_core, "customization/vehicles");
    part!(ai_cores, ai_core, "customization/ais");
    part!(owned_cores, owned_core, "cores");
    assert_eq!(
        sent(|client| client.economy().spartan_body(XUID)),
        get_with_clearance(&format!("{PLAYER}/customization/spartanbody"))
    );
}

#[test]
fn property() {
    assert_eq!(
        sent(|client| client.economy().inventory(XUID)),
        get_with_clearance(&format!("{PLAYER}/inventory"))
    );
    assert_eq!(
        sent(|client| client.economy().currencies(XUID)),
        get_with_clearance(&format!("{PLAYER}/currencies"))
    );
    assert_eq!(
        sent(|client| client.economy().boosts(XUID)),
        get_with_clearance(&format!("{PLAYER}/boosts"))
    );
    assert_eq!(
        sent(|client| client.economy().giveaways(XUID)),
        get_with_clearance(&format!("{PLAYER}/giveaways"))
    );
    assert_eq!(
        sent(|client| client.economy().currency_transactions(XUID, currency::CREDITS)),
        get_with_clearance(&format!("{PLAYER}/currencies/cr/transactions"))
    );
    let error = refused(|client| client.economy().currency_transactions(XUID, ".."));
    assert!(error.starts_with("currency: "), "{error}");
}

#[test]
fn reward_track() {
    for (kind, track, path) in [
        (
            TrackKind::Operation,
            "battlepass-lonewolves.json",
            "operations/battlepass-lonewolves.json",
        ),
        (
            TrackKind::Event,
            "RewardTracks/Events/Rituals/ritualEagleStrike.json",
            "events/ritualEagleStrike.json",
        ),
        (TrackKind::CareerRank, "careerrank1", "careerranks/careerrank1"),
    ] {
        assert_eq!(
            sent(|client| client.economy().reward_track(XUID, kind, track)),
            get_with_clearance(&format!("{PLAYER}/rewardtracks/{path}"))
        );
    }
    let error = refused(|client| client.economy().reward_track(XUID, TrackKind::Event, "a/.."));
    assert!(error.starts_with("track: "), "{error}");
}

#[test]
fn awarded_rewards() {
    let id = "Challenges-a6719b8c-bbb2-4840-934c-984c0c1d311c";
    assert_eq!(
        sent(|client| client.economy().awarded_rewards(XUID, id)),
        get_with_clearance(&format!("{PLAYER}/rewards/{id}"))
    );
    assert!(refused(|client| client.economy().awarded_rewards(XUID, " ")).starts_with("reward_id: "));
}

#[test]
fn store() {
    for store in Store::all() {
        let url = format!("{PLAYER}/stores/{store}");
        assert_eq!(
            sent(|client| client.economy().store(XUID, store)),
            get_with_clearance(&url)
        );
    }
    assert_eq!(
        sent(|client| client.economy().store(XUID, "New Store/1")),
        get_with_clearance(&format!("{PLAYER}/stores/new%20store%2F1"))
    );
    assert!(refused(|client| client.economy().store(XUID, "..")).starts_with("store: "));
}
