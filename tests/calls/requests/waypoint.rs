//! The calls of the website. None carries a token.

use super::recorder::{get_without_token, refused, sent};

#[test]
fn csr_image() {
    assert_eq!(
        sent(|client| client.waypoint().csr_image("diamond_4")),
        get_without_token("https://www.halowaypoint.com/images/halo-infinite/csr/diamond_4.png")
    );
    for name in ["", "..", "."] {
        let error = refused(|client| client.waypoint().csr_image(name));
        assert!(error.starts_with("name: "), "{error}");
    }
}
