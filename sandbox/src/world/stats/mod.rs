//! The statistics of a player or a team, and their JSON.

pub(crate) mod blocks;
pub(crate) mod core;

use self::blocks::Blocks;
use self::core::Core;
use crate::world::shapes::Shapes;
use serde_json::{Map, Value, json};

/// The kinds of AI enemies, in the order of a `PveStats` block. Firefight has no marines and no sentinels.
pub(crate) const PVE_KINDS: [&str; 9] = [
    "MarineKills",
    "GruntKills",
    "JackalKills",
    "EliteKills",
    "BruteKills",
    "HunterKills",
    "SkimmerKills",
    "SentinelKills",
    "BossKills",
];

/// All statistics of a player's time in one team, of a team, or of a service record.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stats {
    pub(crate) core: Core,
    /// The block of the mode. Slayer, Fiesta and Grifball have none.
    pub(crate) blocks: Blocks,
    /// Only against the AI: the kills by kind, in the order of [`PVE_KINDS`].
    pub(crate) pve: Option<[i64; 9]>,
}

impl Stats {
    /// Adds other statistics.
    pub(crate) fn absorb(&mut self, other: &Self) {
        self.core.absorb(&other.core);
        self.blocks.absorb(&other.blocks);
        add_kinds(&mut self.pve, other.pve);
    }

    /// The stats object of a match payload.
    pub(crate) fn to_json(&self, shapes: Shapes) -> Value {
        let mut json = Map::new();
        json.insert("CoreStats".into(), self.core.to_json());
        // In 2022 the blocks of other modes were `null`. VIP came later.
        let all = shapes == Shapes::Year2022;
        if all {
            json.insert("BombStats".into(), Value::Null);
        }
        for (name, block) in self.blocks.to_json() {
            match block {
                Some(block) => json.insert(name.into(), Value::Object(block)),
                None if all && name != "VipStats" => json.insert(name.into(), Value::Null),
                None => None,
            };
        }
        let name = if self.pve.is_some() {
            "PveStats"
        } else {
            "PvpStats"
        };
        json.insert(name.into(), self.versus().to_json(Some(self.core.kda())));
        Value::Object(json)
    }

    pub(crate) fn versus(&self) -> Versus {
        let Core {
            kills,
            deaths,
            assists,
            ..
        } = self.core;
        Versus {
            kills,
            deaths,
            assists,
            kinds: self.pve,
        }
    }
}

/// `PvpStats`, or `PveStats` if it has kinds of AI enemies.
#[derive(Clone, Debug, Default)]
pub(crate) struct Versus {
    kills: i64,
    deaths: i64,
    assists: i64,
    kinds: Option<[i64; 9]>,
}

impl Versus {
    pub(crate) fn absorb(&mut self, other: &Self) {
        self.kills += other.kills;
        self.deaths += other.deaths;
        self.assists += other.assists;
        add_kinds(&mut self.kinds, other.kinds);
    }

    /// A match includes the KDA, a service record does not.
    pub(crate) fn to_json(&self, kda: Option<f64>) -> Value {
        let mut json = Map::new();
        json.insert("Kills".into(), self.kills.into());
        json.insert("Deaths".into(), self.deaths.into());
        json.insert("Assists".into(), self.assists.into());
        json.extend(kda.map(|kda| ("KDA".to_owned(), json!(kda))));
        for (name, count) in PVE_KINDS.into_iter().zip(self.kinds.into_iter().flatten()) {
            json.insert(name.into(), count.into());
        }
        Value::Object(json)
    }
}

fn add_kinds(kinds: &mut Option<[i64; 9]>, other: Option<[i64; 9]>) {
    if let Some(other) = other {
        let kinds = kinds.get_or_insert_default().iter_mut();
        kinds.zip(other).for_each(|(own, other)| *own += other);
    }
}
