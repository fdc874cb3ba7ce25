//! `halo medals`: all medals, or those that a player has earned.

mod sprites;

use std::cmp::Reverse;
use std::path::PathBuf;

use clap::Args;
use halo_infinite::models::gamecms_hacs::{Medal, MedalMetadata};
use halo_infinite::refdata::MedalDifficulty;

use self::sprites::Size;
use crate::commands::common::rarity_paint;
use crate::context::{Context, PlayerArgument};
use crate::failure::Failure;
use crate::show::{Cell, Column, Paint, Report, Table, record};

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct Medals {
    /// A player, whose medals are counted: a gamertag, an XUID, or `me`
    player: Option<PlayerArgument>,
    /// Saves the pictures of the medals in this folder
    #[arg(long, value_name = "DIR")]
    sprites: Option<PathBuf>,
    /// The size of the pictures
    #[arg(long, default_value = "medium", requires = "sprites")]
    size: Size,
    /// Replaces existing files
    #[arg(long, requires = "sprites")]
    force: bool,
}

record! {
    /// A medal.
    pub struct Known {
        /// The ID of the medal in statistics
        medal_id: String,
        /// The name
        name: String,
        /// The feat for which it is awarded
        description: Option<String>,
        /// The difficulty: Normal, Heroic, Legendary, Mythic
        rarity: Option<String>,
        /// The kind: Spree, Mode, Multikill, Proficiency, Skill, Style
        kind: Option<String>,
        /// The points that it adds to the personal score
        points: Option<i64>,
    }
}

record! {
    /// A medal that a player has earned.
    pub struct Earned {
        /// The ID of the medal in statistics
        medal_id: String,
        /// The name
        name: String,
        /// The feat for which it is awarded
        description: Option<String>,
        /// The difficulty: Normal, Heroic, Legendary, Mythic
        rarity: Option<String>,
        /// The kind: Spree, Mode, Multikill, Proficiency, Skill, Style
        kind: Option<String>,
        /// The number of times that the player earned it in matchmaking
        count: i64,
    }
}

impl Medals {
    /// Prints the rarest medals first, after their pictures are saved.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let metadata = context.client()?.gamecms_hacs().medal_metadata().send()?;
        match &self.player {
            None => self.all(context, &metadata),
            Some(player) => self.earned(context, &metadata, player),
        }
    }

    fn all(&self, context: &Context, metadata: &MedalMetadata) -> Result<(), Failure> {
        let mut medals: Vec<&Medal> = metadata.medals.iter().collect();
        medals.sort_by_key(|medal| {
            (
                Reverse(rarity(Some(medal))),
                medal.type_index.map(|kind| kind.value()),
            )
        });
        self.save(context, metadata, &medals)?;
        let mut table = Table::new([
            Column::new("medal"),
            Column::new("rarity"),
            Column::new("type").rank(1),
            Column::new("points").right().rank(3),
            Column::new("medal ID").right().rank(4),
            Column::new("feat").rank(2),
        ]);
        let mut records = Vec::new();
        for medal in medals {
            let known = Known {
                medal_id: medal.name_id.value().to_string(),
                name: medal.name.in_language(context.tag()).to_owned(),
                description: feat(context, medal),
                rarity: medal.difficulty_index.map(|rarity| rarity.to_string()),
                kind: medal.type_index.map(|kind| kind.to_string()),
                points: medal.personal_score,
            };
            table.row([
                Cell::text(known.name.clone()),
                rarity_cell(medal.difficulty_index),
                Cell::maybe(known.kind.clone(), Cell::text),
                Cell::maybe(known.points, Cell::count),
                Cell::text(known.medal_id.clone()).paint(Paint::Faint),
                Cell::maybe(known.description.clone(), Cell::text),
            ]);
            records.push(known);
        }
        context.out.report(&Report::list(&records)?.table(table))
    }

    fn earned(
        &self,
        context: &Context,
        metadata: &MedalMetadata,
        player: &PlayerArgument,
    ) -> Result<(), Failure> {
        let xuid = context.xuid(player)?;
        let record = context.client()?.stats().service_record(xuid).send()?;
        let mut counts: Vec<_> = record
            .core_stats
            .medals
            .iter()
            .filter(|count| count.count > 0)
            .map(|count| (count, metadata.medal(count.name_id)))
            .collect();
        counts.sort_by_key(|(count, medal)| (Reverse(rarity(*medal)), count.count));
        let medals: Vec<&Medal> = counts.iter().filter_map(|(_, medal)| *medal).collect();
        self.save(context, metadata, &medals)?;
        let mut table = Table::new([
            Column::new("medal"),
            Column::new("rarity"),
            Column::new("type").rank(1),
            Column::new("earned").right(),
            Column::new("feat").rank(2),
        ]);
        let mut records = Vec::new();
        for (count, medal) in counts {
            let earned = Earned {
                medal_id: count.name_id.value().to_string(),
                // The metadata lacks some medals of old modes; the reference data has their names.
                name: medal.map_or_else(
                    || count.name_id.to_string(),
                    |medal| medal.name.in_language(context.tag()).to_owned(),
                ),
                description: medal.and_then(|medal| feat(context, medal)),
                rarity: medal.and_then(|medal| Some(medal.difficulty_index?.to_string())),
                kind: medal.and_then(|medal| Some(medal.type_index?.to_string())),
                count: count.count,
            };
            table.row([
                Cell::text(earned.name.clone()),
                rarity_cell(medal.and_then(|medal| medal.difficulty_index)),
                Cell::maybe(earned.kind.clone(), Cell::text),
                Cell::count(earned.count),
                Cell::maybe(earned.description.clone(), Cell::text),
            ]);
            records.push(earned);
        }
        if records.is_empty() {
            context.out.note("no medals yet");
        }
        context.out.report(&Report::list(&records)?.table(table))
    }

    fn save(&self, context: &Context, metadata: &MedalMetadata, medals: &[&Medal]) -> Result<(), Failure> {
        match &self.sprites {
            Some(folder) => sprites::save(context, metadata, medals, self.size, folder, self.force),
            None => Ok(()),
        }
    }
}

fn feat(context: &Context, medal: &Medal) -> Option<String> {
    let text = medal.description.as_ref()?.in_language(context.tag());
    (!text.is_empty()).then(|| text.to_owned())
}

fn rarity(medal: Option<&Medal>) -> Option<i64> {
    Some(medal?.difficulty_index?.value())
}

fn rarity_cell(rarity: Option<MedalDifficulty>) -> Cell {
    Cell::maybe(rarity, |rarity| Cell::text(rarity.to_string())).paint(rarity_paint(rarity))
}
