//! The calls of the settings service.

use halo_infinite::types::Secret;

use super::recorder::{get, get_with_clearance, get_without_token, refused, sent};

const HOST: &str = "https://settings.svc.halowaypoint.com";
const AUDIENCE: &str =
    "https://settings.svc.halowaypoint.com/oban/flight-configurations/titles/hi/audiences/RETAIL";

#[test]
fn api_settings() {
    assert_eq!(
        sent(|client| client.settings().api_settings()),
        get_without_token(&format!(
            "{HOST}/settings/hipc/e2a0a7c6-6efe-42af-9283-c2ab73250c48"
        ))
    );
}

#[test]
fn feature_flags() {
    let flight = Secret::from("c1178956-c7c8-4860-a3a7-da5caa55faad");
    assert_eq!(
        sent(|client| client.settings().feature_flags(&flight)),
        get_with_clearance(&format!("{HOST}/featureflags/hi?flight={}", flight.expose()))
    );
}

#[test]
fn the_flight_of_feature_flags_is_not_shown() {
    let client = halo_infinite::Client::builder()
        .tokens("spartan", "")
        .build()
        .unwrap();
    for flight in ["c1178956-c7c8-4860-a3a7-da5caa55faad", "a b/c"] {
        let request = client.settings().feature_flags(&Secret::from(flight));
        let shown = format!("{request:?} {request:#?}");
        assert!(shown.contains("/featureflags/hi?flight=..."), "{shown}");
        assert!(!shown.contains(flight) && !shown.contains("a%20b"), "{shown}");
    }
}

#[test]
fn clearance() {
    assert_eq!(
        sent(|client| client.settings().clearance()),
        get(&format!("{AUDIENCE}/active"))
    );
    assert_eq!(
        sent(|client| client
            .settings()
            .clearance()
            .query("build", "222249.22.06.08.1730-0")
            .query("release", "1.13")),
        get(&format!(
            "{AUDIENCE}/active?build=222249.22.06.08.1730-0&release=1.13"
        ))
    );
}

#[test]
fn player_clearance() {
    assert_eq!(
        sent(|client| client.settings().player_clearance(2_533_274_855_333_605_u64)),
        get(&format!("{AUDIENCE}/players/xuid(2533274855333605)/active"))
    );
    assert!(refused(|client| client.settings().player_clearance("Test Tag")).contains("is a gamertag"));
}

#[test]
fn active_clearance() {
    assert_eq!(
        sent(|client| client.settings().active_clearance("1.13")),
        get_without_token(&format!("{HOST}/hi/clearances/active?release=1.13"))
    );
}
