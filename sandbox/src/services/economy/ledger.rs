//! The ranks of players on their tracks, and the rewards of these ranks.

use crate::app::App;
use crate::rng::Rng;
use crate::services::gamecms_hacs::reward_track;
use crate::world::catalog::{events, seasons};
use crate::world::{currencies, rewards};
use serde_json::{Value, json};

/// A player's progress on a reward track.
pub(super) struct Progress {
    pub(super) track: &'static str,
    pub(super) completed: i64,
    pub(super) xp: i64,
    pub(super) last: i64,
    /// Whether the player bought the track.
    pub(super) is_owned: bool,
}

impl Progress {
    pub(super) fn json(&self) -> Value {
        json!({
            "Rank": self.completed,
            "PartialProgress": self.xp,
            "IsOwned": self.is_owned,
            "HasReachedMaxRank": self.completed == self.last,
        })
    }
}

/// A match, as far as its reward goes.
pub(super) struct Played {
    pub(super) reward: String,
    /// The operation of its time, which receives the XP.
    pub(super) track: &'static str,
}

/// A person's matches, newest first.
pub(super) fn played(app: &App, person: usize) -> Vec<Played> {
    let matches = app.world.matches_of(person);
    matches
        .map(|(plan, _)| Played {
            reward: rewards::id(plan.seed),
            track: seasons::at(plan.start).track,
        })
        .collect()
}

/// The tracks of all operations, oldest first.
fn operation_tracks() -> Vec<&'static str> {
    let mut tracks: Vec<&str> = seasons::ALL.iter().map(|season| season.track).collect();
    tracks.dedup();
    tracks
}

/// The progress on all operations that these matches brought.
pub(super) fn operations(person: usize, played: &[Played]) -> Vec<Progress> {
    let tracks = operation_tracks().into_iter().enumerate();
    tracks
        .map(|(index, track)| {
            let last = rewards::ranks(track);
            let matches = played.iter().filter(|played| played.track == track).count();
            let (completed, xp) = rewards::progress(matches, last);
            // Some players bought the first track and the current one, as their challenges say.
            let every = if person.is_multiple_of(2) { 3 } else { 2 };
            Progress {
                track,
                completed,
                xp,
                last,
                is_owned: index.is_multiple_of(every),
            }
        })
        .collect()
}

/// The progress on all events. An event's rank costs a challenge, so there is no XP between two ranks.
pub(super) fn events(app: &App, person: usize) -> Vec<Progress> {
    let mut tracks: Vec<&str> = events::ALL.iter().map(|event| event.track).collect();
    tracks.sort_unstable();
    tracks.dedup();
    let mut rng = Rng::for_subject(app.world.people()[person].xuid(), "events");
    let progress = |track| Progress {
        track,
        completed: rng.between(0, rewards::EVENT_RANKS),
        xp: 0,
        last: rewards::EVENT_RANKS,
        is_owned: true,
    };
    tracks.into_iter().map(progress).collect()
}

/// The rewards of ranks.
#[derive(Default)]
pub(super) struct Granted {
    /// The paths of currencies, with the amounts.
    pub(super) currencies: Vec<(String, i64)>,
    /// The paths of items.
    pub(super) items: Vec<String>,
}

impl Granted {
    /// Adds the rewards of the ranks above one number, up to another one: those of the track's file.
    pub(super) fn add(&mut self, progress: &Progress, above: i64, to: i64) {
        let track = reward_track(&progress.track.to_lowercase()).unwrap_or_default();
        let parts = if progress.is_owned {
            &["FreeRewards", "PaidRewards"][..]
        } else {
            &["FreeRewards"]
        };
        for rank in list(&track["Ranks"]) {
            let number = rank["Rank"].as_i64().unwrap_or_default();
            for part in parts.iter().filter(|_| above < number && number <= to) {
                for reward in list(&rank[*part]["CurrencyRewards"]) {
                    let amount = reward["Amount"].as_i64().unwrap_or_default();
                    self.currencies.push((text(&reward["CurrencyPath"]), amount));
                }
                for reward in list(&rank[*part]["InventoryRewards"]) {
                    self.items.push(text(&reward["InventoryItemPath"]));
                }
            }
        }
    }

    /// The rewards of all completed ranks.
    pub(super) fn all<'a>(tracks: impl IntoIterator<Item = &'a Progress>) -> Self {
        let mut granted = Self::default();
        for progress in tracks {
            granted.add(progress, 0, progress.completed);
        }
        granted
    }

    fn amount(&self, currency: &str) -> i64 {
        let of_it = self.currencies.iter().filter(|(path, _)| path == currency);
        of_it.map(|(_, amount)| amount).sum()
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The credits that a player bought and spent.
pub(super) fn credits(xuid: u64) -> [i64; 2] {
    [2_000, -100 * Rng::for_subject(xuid, "credits").between(0, 20)]
}

/// The balance of a currency, after these rewards of ranks.
pub(super) fn balance(xuid: u64, currency: &str, granted: &Granted) -> i64 {
    let mut rng = Rng::for_subject(xuid, currency);
    let otherwise = match currency {
        currencies::CREDITS => credits(xuid).iter().sum(),
        currencies::SPARTAN_POINTS => 50 * rng.between(0, 2_000),
        currencies::XP_GRANTS => rng.between(0, 5),
        _ => 0,
    };
    otherwise + granted.amount(currency)
}
