//! The calls of the economy service.

use halo_infinite::services::economy::CustomizationView;

use super::recorder::{get_with_clearance, refused, sent};

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
