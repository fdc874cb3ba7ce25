//! The calls of the comms service.

use super::recorder::{get, refused, sent};

const ME: &str = "https://comms.svc.halowaypoint.com/users/me";

#[test]
fn me() {
    assert_eq!(sent(|client| client.comms().me()), get(ME));
}

#[test]
fn notifications() {
    assert_eq!(
        sent(|client| client.comms().notifications()),
        get(&format!("{ME}/notifications?offset=0&limit=20"))
    );
    assert_eq!(
        sent(|client| client.comms().notifications().offset(20).limit(5)),
        get(&format!("{ME}/notifications?offset=20&limit=5"))
    );
    assert_eq!(
        refused(|client| client.comms().notifications().limit(0)),
        "limit: request at least 1 notification"
    );
}
