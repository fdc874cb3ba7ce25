//! Service records: a player's sums, grouped by the possible filters.

use super::matches::{Matches, Sitting};
use super::plan::{MatchPlan, Setting};
use super::play::{LOSS, TIE, WIN};
use super::stats::{Stats, Versus};
use crate::wire::time_span;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::num::NonZero;
use std::panic::resume_unwind;

/// The properties that a service record can be filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Group {
    pub(crate) of: RecordKind,
    pub(crate) season: Option<&'static str>,
    pub(crate) category: i64,
    pub(crate) ranked: bool,
    pub(crate) playlist: Option<&'static str>,
    pub(crate) interaction: i64,
}

/// The three service records of a player.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RecordKind {
    Matchmade,
    Custom,
    Local,
}

impl From<Setting> for RecordKind {
    fn from(setting: Setting) -> Self {
        match setting {
            Setting::Matchmade(_) => Self::Matchmade,
            Setting::Custom => Self::Custom,
            Setting::Local => Self::Local,
        }
    }
}

impl Group {
    fn of(plan: &MatchPlan) -> Self {
        Self {
            of: plan.setting.into(),
            season: plan.season(),
            category: plan.mode.category,
            ranked: plan.is_ranked(),
            playlist: plan.setting.playlist().map(|playlist| playlist.asset.id),
            interaction: plan.interaction(),
        }
    }
}

/// The sums of one group of matches.
#[derive(Clone, Debug)]
pub(crate) struct Bucket {
    pub(crate) kind: Group,
    pub(crate) totals: Totals,
}

/// The sums in a service record.
#[derive(Clone, Debug, Default)]
pub(crate) struct Totals {
    matches: i64,
    wins: i64,
    losses: i64,
    ties: i64,
    time_played_ticks: i64,
    stats: Stats,
    pvp: Option<Versus>,
    pve: Option<Versus>,
}

/// The least number of matches that are worth a thread.
const PER_THREAD: usize = 250;

/// Sums a player's matches. Slow for long histories, so all processors share the work.
pub(super) fn collect(matches: &Matches, person: usize) -> Vec<Bucket> {
    let history = matches.of(person);
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let share = history.len().div_ceil(threads).max(PER_THREAD);
    let mut buckets = Buckets::default();
    std::thread::scope(|scope| {
        let shares = history.rchunks(share);
        let shares = shares.map(|share| scope.spawn(|| collect_share(matches, share)));
        // All threads start before the first one is waited for.
        for share in shares.collect::<Vec<_>>() {
            for bucket in share.join().unwrap_or_else(|panic| resume_unwind(panic)).all {
                buckets.of(bucket.kind).absorb(&bucket.totals);
            }
        }
    });
    buckets.all
}

/// Sums matches, oldest first, since the API lists seasons and playlists in that order.
fn collect_share(matches: &Matches, share: &[Sitting]) -> Buckets {
    let mut buckets = Buckets::default();
    for Sitting { game, seat } in share.iter().rev().copied() {
        let plan = matches.at(game);
        let kind = Group::of(plan);
        let played = matches.play(plan);
        let player = &played.players[seat];
        let totals = buckets.of(kind);
        totals.matches += 1;
        totals.time_played_ticks += played.time_played_ticks(&plan.seats[seat]);
        match player.outcome {
            WIN => totals.wins += 1,
            LOSS => totals.losses += 1,
            TIE => totals.ties += 1,
            _ => {}
        }
        for (_, stats) in &player.teams {
            totals.stats.absorb(stats);
            let versus = if kind.interaction == 1 {
                &mut totals.pvp
            } else {
                &mut totals.pve
            };
            versus.get_or_insert_default().absorb(&stats.versus());
        }
    }
    buckets
}

/// The sums by group, in the order of the groups' first matches.
#[derive(Debug, Default)]
struct Buckets {
    all: Vec<Bucket>,
    places: HashMap<Group, usize>,
}

impl Buckets {
    fn of(&mut self, kind: Group) -> &mut Totals {
        let place = *self.places.entry(kind).or_insert_with(|| {
            self.all.push(Bucket {
                kind,
                totals: Totals::default(),
            });
            self.all.len() - 1
        });
        &mut self.all[place].totals
    }
}

impl Totals {
    pub(crate) fn absorb(&mut self, other: &Self) {
        self.matches += other.matches;
        self.wins += other.wins;
        self.losses += other.losses;
        self.ties += other.ties;
        self.time_played_ticks += other.time_played_ticks;
        self.stats.absorb(&other.stats);
        for (own, other) in [(&mut self.pvp, &other.pvp), (&mut self.pve, &other.pve)] {
            if let Some(other) = other {
                own.get_or_insert_default().absorb(other);
            }
        }
    }

    /// The JSON of the service record, with its `Subqueries`.
    pub(crate) fn to_json(&self, subqueries: Value) -> Value {
        let mut json = Map::new();
        json.insert("Subqueries".into(), subqueries);
        json.insert(
            "TimePlayed".into(),
            time_span::from_ticks(self.time_played_ticks).into(),
        );
        json.insert("MatchesCompleted".into(), self.matches.into());
        json.insert("Wins".into(), self.wins.into());
        json.insert("Losses".into(), self.losses.into());
        json.insert("Ties".into(), self.ties.into());
        json.insert("CoreStats".into(), self.stats.core.to_record_json(self.matches));
        for (name, block) in self.stats.blocks.to_json() {
            if let Some(block) = block.and_then(|block| block_of_record(name, block)) {
                json.insert(name.into(), Value::Object(block));
            }
        }
        for (name, versus) in [("PvpStats", &self.pvp), ("PveStats", &self.pve)] {
            json.extend(
                versus
                    .as_ref()
                    .map(|versus| (name.to_owned(), versus.to_json(None))),
            );
        }
        Value::Object(json)
    }
}

/// Adapts a match's block: service records rename or omit some fields, and have no VIP block.
fn block_of_record(name: &str, block: Map<String, Value>) -> Option<Map<String, Value>> {
    let renamed = |field: String| match field.as_str() {
        "StrongholdOccupationTime" => "TotalZoneOccupationTime".to_owned(),
        _ => field.replace("Stronghold", "Zone"),
    };
    match name {
        "VipStats" => None,
        "ZonesStats" => Some(
            block
                .into_iter()
                .map(|(field, value)| (renamed(field), value))
                .collect(),
        ),
        "EliminationStats" => {
            let kept = |field: &str| !matches!(field, "LivesRemaining" | "EliminationOrder");
            Some(block.into_iter().filter(|(field, _)| kept(field)).collect())
        }
        "StockpileStats" => {
            let order = [
                "KillsAsPowerSeedCarrier",
                "PowerSeedCarriersKilled",
                "PowerSeedsDeposited",
                "PowerSeedsStolen",
                "TimeAsPowerSeedCarrier",
                "TimeAsPowerSeedDriver",
            ];
            Some(
                order
                    .into_iter()
                    .map(|field| (field.to_owned(), block[field].clone()))
                    .collect(),
            )
        }
        _ => Some(block),
    }
}
