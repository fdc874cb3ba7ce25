//! The calls of the settings service.

use super::recorder::{get_without_token, sent};

#[test]
fn api_settings() {
    assert_eq!(
        sent(|client| client.settings().api_settings()),
        get_without_token(
            "https://settings.svc.halowaypoint.com/settings/hipc/e2a0a7c6-6efe-42af-9283-c2ab73250c48"
        )
    );
}
