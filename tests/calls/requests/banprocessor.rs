//! The calls of the banprocessor service.

use super::recorder::{get, refused_batch, sent_batch};

const FIRST: u64 = 2_533_274_855_333_000;

#[test]
fn ban_summary() {
    let summary = |range: std::ops::Range<u64>| {
        let targets: Vec<_> = range
            .map(|number| format!("xuid%28{}%29", FIRST + number))
            .collect();
        get(&format!(
            "https://banprocessor.svc.halowaypoint.com/hi/bansummary?auth=st&targets={}",
            targets.join("%2C")
        ))
    };
    assert_eq!(
        sent_batch(|client| client.banprocessor().ban_summary([FIRST, FIRST + 1, FIRST])),
        [summary(0..2)]
    );
    assert_eq!(
        sent_batch(|client| client.banprocessor().ban_summary(FIRST..FIRST + 70)),
        [summary(0..30), summary(30..60), summary(60..70)]
    );
    assert!(
        refused_batch(|client| client.banprocessor().ban_summary(["Test Tag"])).contains("is a gamertag")
    );
    assert!(
        refused_batch(|client| client.banprocessor().ban_summary(Vec::<u64>::new()))
            .contains("the list is empty")
    );
}
