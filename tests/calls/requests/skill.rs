//! The calls of the skill service.

use super::recorder::{get_with_clearance, refused_batch, sent_batch};

const HOST: &str = "https://skill.svc.halowaypoint.com";
const FIRST: u64 = 2_533_274_855_333_000;
const ID: &str = "4b64348e-5897-4028-856d-44c7955c83e3";

fn players(numbers: std::ops::Range<u64>) -> String {
    let pairs: Vec<_> = numbers
        .map(|number| format!("players=xuid%28{}%29", FIRST + number))
        .collect();
    pairs.join("&")
}

#[test]
fn match_skill() {
    let url = format!("{HOST}/hi/matches/{ID}/skill");
    assert_eq!(
        sent_batch(|client| client.skill().match_skill(ID, FIRST..FIRST + 60)),
        [
            get_with_clearance(&format!("{url}?{}", players(0..30))),
            get_with_clearance(&format!("{url}?{}", players(30..60))),
        ]
    );
    let error = refused_batch(|client| client.skill().match_skill("last", [FIRST]));
    assert!(error.starts_with("match_id: `last` is not a GUID"), "{error}");
    let error = refused_batch(|client| client.skill().match_skill(ID, [] as [u64; 0]));
    assert!(error.starts_with("players: the list is empty"), "{error}");
}

#[test]
fn playlist_csr() {
    let url = format!("{HOST}/hi/playlist/{ID}/csrs?{}", players(0..2));
    assert_eq!(
        sent_batch(|client| client.skill().playlist_csr(ID, [FIRST, FIRST + 1])),
        [get_with_clearance(&url)]
    );
    let list = |range| get_with_clearance(&format!("{HOST}/hi/playlist/{ID}/csrs?{}", players(range)));
    assert_eq!(
        sent_batch(|client| client.skill().playlist_csr(ID, FIRST..FIRST + 40)),
        [list(0..30), list(30..40)]
    );
    for season in ["CsrSeason5-1", "Csr/Seasons/CsrSeason5-1.json"] {
        assert_eq!(
            sent_batch(|client| client.skill().playlist_csr(ID, [FIRST, FIRST + 1]).season(season)),
            [get_with_clearance(&format!("{url}&season=CsrSeason5-1"))]
        );
    }
    let error = refused_batch(|client| {
        client
            .skill()
            .playlist_csr(ID, [FIRST])
            .season("Seasons/Season7.json")
    });
    assert!(
        error.starts_with("season: `Seasons/Season7.json` is not a CSR season"),
        "{error}"
    );
}
