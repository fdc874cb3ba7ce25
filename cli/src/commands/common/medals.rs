//! Medals: names and rarities.

use std::cmp::Reverse;
use std::collections::HashMap;

use halo_infinite::models::gamecms_hacs::MedalMetadata;
use halo_infinite::models::stats::MedalCount;
use halo_infinite::refdata::{MedalDifficulty, MedalNameId};
use serde::Serialize;

use crate::show::Paint;

/// The names and rarities of medals, in a language.
#[derive(Debug, Default)]
pub struct MedalBook {
    medals: HashMap<MedalNameId, (String, Option<MedalDifficulty>)>,
}

/// A medal, and its count.
#[derive(Debug, Clone, Serialize)]
pub struct CountedMedal {
    /// The ID in statistics.
    pub medal_id: String,
    /// The name.
    pub name: String,
    /// The rarity: Normal, Heroic, Legendary or Mythic.
    pub rarity: Option<String>,
    /// The count.
    pub count: i64,
    #[serde(skip)]
    pub difficulty: Option<MedalDifficulty>,
}

impl MedalBook {
    /// The medals of the metadata.
    pub fn new(metadata: &MedalMetadata, language: &str) -> Self {
        let medals = metadata.medals.iter().map(|medal| {
            let name = medal.name.in_language(language).to_owned();
            (medal.name_id, (name, medal.difficulty_index))
        });
        Self {
            medals: medals.collect(),
        }
    }

    /// The name of a medal.
    pub fn name(&self, id: MedalNameId) -> String {
        match (self.medals.get(&id), id) {
            (Some((name, _)), _) if !name.is_empty() => name.clone(),
            (_, MedalNameId::Unknown(id)) => format!("medal {id}"),
            (_, known) => known.to_string(),
        }
    }

    /// The medals of a player, the rarest first, and among those of a rarity the most frequent first.
    pub fn sorted(&self, counts: &[MedalCount]) -> Vec<CountedMedal> {
        let mut earned: Vec<_> = counts
            .iter()
            .map(|medal| {
                let difficulty = self
                    .medals
                    .get(&medal.name_id)
                    .and_then(|(_, difficulty)| *difficulty);
                CountedMedal {
                    medal_id: medal.name_id.value().to_string(),
                    name: self.name(medal.name_id),
                    rarity: difficulty.map(|rarity| rarity.to_string()),
                    count: medal.count,
                    difficulty,
                }
            })
            .collect();
        earned.sort_by_cached_key(|medal| {
            let difficulty = medal.difficulty.map(MedalDifficulty::value);
            (Reverse(difficulty), Reverse(medal.count), medal.name.clone())
        });
        earned
    }
}

/// The colour of a rarity.
pub fn rarity_paint(rarity: Option<MedalDifficulty>) -> Paint {
    match rarity {
        Some(MedalDifficulty::Mythic) => Paint::Magenta,
        Some(MedalDifficulty::Legendary) => Paint::Notice,
        Some(MedalDifficulty::Heroic) => Paint::Cyan,
        _ => Paint::Plain,
    }
}
