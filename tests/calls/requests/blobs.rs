//! The requests for the files of assets. None carries a token.

use super::recorder::{refused, sent};

#[test]
fn asset_file() {
    for (url, requested) in [
        (
            "https://blobs-infiniteugc.svc.halowaypoint.com/ugcstorage/map/a/b/images/hero.png",
            "https://blobs-infiniteugc.svc.halowaypoint.com/ugcstorage/map/a/b/images/hero.png",
        ),
        ("https://example.com/a b.mvar", "https://example.com/a%20b.mvar"),
        ("http://127.0.0.1:9/x", "http://127.0.0.1:9/x"),
    ] {
        assert_eq!(
            sent(|client| client.blobs().asset_file(url)),
            format!("GET {requested}\naccept: */*\nuser-agent: test")
        );
    }
    for (url, problem) in [
        ("", "is not an absolute URL"),
        ("http://example.com/x", "only https is allowed"),
        ("https://user@example.com/x", "has a user name"),
        ("https://example.com/x?signature=secret", "has a query"),
        ("https://example.com/a/../x", "segment"),
    ] {
        let error = refused(|client| client.blobs().asset_file(url));
        assert!(error.starts_with("url: the address "), "{error}");
        assert!(error.contains(problem) && !error.contains("secret"), "{error}");
    }
}
