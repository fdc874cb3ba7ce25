//! The calls of the website. None carries a token.

use super::recorder::{get_without_token, refused, sent};

const ARENA: &str = "edfef3ac-9cbe-4fa2-b949-8f29deafd483";

#[test]
fn leaderboard() {
    let page = |query: &str| {
        let url =
            format!("https://www.halowaypoint.com/halo-infinite/leaderboards/csrseason13-1/{ARENA}{query}");
        get_without_token(&url).replace("application/json", "text/html")
    };
    assert_eq!(
        sent(|client| client.waypoint().leaderboard("CsrSeason13-1", ARENA)),
        page("")
    );
    assert_eq!(
        sent(|client| client
            .waypoint()
            .leaderboard("Csr/Seasons/CsrSeason13-1.json", ARENA)
            .page(3)),
        page("?page=3")
    );
    for (error, reason) in [
        (
            refused(|client| client.waypoint().leaderboard("CsrSeason13-1", ARENA).page(0)),
            "page: the first page is 1",
        ),
        (
            refused(|client| client.waypoint().leaderboard("CsrSeason13-1", "arena")),
            "playlist_id: `arena` is not a GUID",
        ),
        (
            refused(|client| client.waypoint().leaderboard("Seasons/Season7.json", ARENA)),
            "season: `Seasons/Season7.json` is not a CSR season",
        ),
    ] {
        assert!(error.starts_with(reason), "{error}");
    }
}

#[test]
fn hcs_leaderboard() {
    let url = "https://www.halowaypoint.com/en-nz/esports/hcs-leaderboards";
    assert_eq!(
        sent(|client| client.waypoint().hcs_leaderboard()),
        get_without_token(url).replace("application/json", "text/html")
    );
}

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
