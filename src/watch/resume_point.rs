//! The state of a watch, to go on with it later.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ledger::Ledger;
use crate::types::Player;

/// The state of a watch, to go on with it in the next run of a program: see [`Watch::resume`](super::Watch::resume).
///
/// It implements `Serialize` and `Deserialize`, and holds the IDs and ends of each player's last matches: at most 50,
/// usually those of one day. In JSON, that is less than 4 KB for each player.
///
/// ```
/// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
/// # let client = sandbox.client()?;
/// # let me = sandbox.world().home().xuid();
/// use halo_infinite::watch::ResumePoint;
///
/// // The last 3 matches: those that ended after the fourth.
/// let history = client.stats().match_history(me).count(4).send()?;
/// let point = ResumePoint::ended_after(history.results[3].match_info.end_time);
/// let mut watch = client.watch(me).resume(point);
/// for _ in 0..3 {
///     let new = watch.next().expect("a match")?;
///     println!("{}", new.entry.match_info.end_time);
/// }
///
/// // The state goes into a file, and comes back from there.
/// let saved = halo_infinite::serde_json::to_string(&watch.resume_point())?;
/// let point: ResumePoint = halo_infinite::serde_json::from_str(&saved)?;
/// let watch = client.watch(me).resume(point);
/// # assert_eq!(halo_infinite::serde_json::to_string(&watch.resume_point())?, saved);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResumePoint {
    /// For players who are not listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ended_after: Option<Timestamp>,
    #[serde(default)]
    players: BTreeMap<String, Ledger>,
}

impl ResumePoint {
    /// A point in time: a watch that resumes here reports all matches that ended later, first the oldest.
    pub fn ended_after(time: Timestamp) -> Self {
        Self {
            ended_after: Some(time),
            players: BTreeMap::new(),
        }
    }

    /// The known matches of a player; `None` if the player's matches were never read.
    pub(super) fn of(&self, key: &str) -> Option<Ledger> {
        let mut ledger = match self.players.get(key) {
            Some(ledger) => ledger.clone(),
            None => Ledger::since(self.ended_after?),
        };
        // The file may come from anywhere.
        ledger.prune();
        Some(ledger)
    }

    pub(super) fn set(&mut self, key: &str, ledger: &Ledger) {
        self.players.insert(key.to_owned(), ledger.clone());
    }

    pub(super) fn set_if_missing(&mut self, key: &str, ledger: &Ledger) {
        let entry = self.players.entry(key.to_owned());
        entry.or_insert_with(|| ledger.clone());
    }
}

/// The key of a player. Case and spaces of gamertags make no difference to the services.
pub(super) fn key(player: &Player) -> String {
    match player.gamertag() {
        None => player.to_string(),
        Some(gamertag) => {
            let letters = gamertag.chars().filter(|letter| !letter.is_whitespace());
            letters.flat_map(char::to_lowercase).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ledger::Mark;
    use super::*;

    #[test]
    fn saved_points_stay_readable() {
        let saved = r#"{"players":{"xuid(2533274792546123)":{"since":"2026-10-30T20:00:00Z",
            "seen":{"00000000-0000-0000-0000-000000000007":"2026-10-31T19:00:00Z"}},
            "mygamertag":{"since":"2026-10-30T20:00:00Z"}},"of a later version":1}"#;
        let point: ResumePoint = serde_json::from_str(saved).unwrap();
        let at = |time: &str| time.parse::<Timestamp>().unwrap();
        let known = point.of("xuid(2533274792546123)").unwrap();
        let mark = |id, end| Mark {
            end: at(end),
            id: uuid::Uuid::from_u128(id),
        };
        let marks = vec![
            mark(9, "2026-10-30T18:00:00Z"),
            mark(8, "2026-10-31T20:00:00Z"),
            mark(7, "2026-10-31T19:00:00Z"),
        ];
        let new = known.select(marks, |mark| Some(*mark));
        assert_eq!(new, [mark(8, "2026-10-31T20:00:00Z")]);
        assert!(point.of("mygamertag").is_some() && point.of("another").is_none());

        let saved = r#"{"ended_after":"2026-10-30T20:00:00Z","players":{}}"#;
        let point: ResumePoint = serde_json::from_str(saved).unwrap();
        assert_eq!(point, ResumePoint::ended_after(at("2026-10-30T20:00:00Z")));
        assert_eq!(serde_json::to_string(&point).unwrap(), saved);
    }
}
