//! `halo operations`: operations, battle passes and events.

use std::collections::HashMap;

use clap::Args;
use halo_infinite::jiff::Timestamp;
use halo_infinite::models::economy::PlayerOperationPasses;
use halo_infinite::models::gamecms_hacs::{OperationRewardTrack, SeasonCalendar};

use crate::commands::common::own;
use crate::context::{Context, PlayerArgument};
use crate::failure::Failure;
use crate::show::{Cell, Column, Paint, Report, Table, number, record};

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct Operations {
    /// Shows the progress of this player: `me`, since the service shows only your own
    player: Option<PlayerArgument>,
}

record! {
    /// An operation, a battle pass or an event.
    pub struct Operation {
        /// The path of its reward track
        path: String,
        /// The name
        name: String,
        /// The kind: operation or event
        kind: String,
        /// The start in the calendar, in UTC; of an event that came back, the last one
        start: Timestamp,
        /// The end in the calendar, in UTC; null if it is not known yet
        end: Option<Timestamp>,
        /// Whether it is on now
        current: bool,
        /// The number of its ranks; null if its file cannot be read
        ranks: Option<usize>,
        /// The number of completed ranks; null without a player
        completed_ranks: Option<i64>,
        /// The XP towards the next rank; null without a player
        xp: Option<i64>,
        /// The XP that each rank takes
        xp_per_rank: Option<i64>,
        /// Whether the player has bought its premium part; null without a player
        owned: Option<bool>,
        /// Whether the player's XP goes to it; null without a player
        active: Option<bool>,
    }
}

/// A reward track in the calendar.
struct Entry {
    path: String,
    kind: &'static str,
    start: Timestamp,
    end: Option<Timestamp>,
}

impl Operations {
    /// Prints operations and events, the newest first.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let player = self
            .player
            .as_ref()
            .map(|player| context.xuid(player))
            .transpose()?;
        let client = context.client()?;
        let passes = match player {
            Some(xuid) => Some(own(
                "operations",
                client.economy().player_operations(xuid).send(),
            )?),
            None => None,
        };
        let entries = entries(&client.gamecms_hacs().season_calendar().send()?);
        let tracks = tracks(context, &entries)?;
        let records: Vec<Operation> = entries
            .into_iter()
            .map(|entry| {
                let track = tracks.get(&entry.path);
                describe(context, entry, track, passes.as_ref())
            })
            .collect();
        let table = table(&records, passes.is_some(), context.out.is_terminal());
        context.out.report(&Report::list(&records)?.table(table))
    }
}

/// The tracks of the calendar, each once, the newest first.
fn entries(calendar: &SeasonCalendar) -> Vec<Entry> {
    let operations = calendar.in_order().filter_map(|season| {
        Some(Entry {
            path: season.operation_track_path.clone()?,
            kind: "operation",
            start: season.start_date.iso8601_date,
            end: season.end_date.as_ref().map(|date| date.iso8601_date),
        })
    });
    let events = calendar.events_in_order().filter_map(|event| {
        Some(Entry {
            path: event.reward_track_path.clone()?,
            kind: "event",
            start: event.start_date.iso8601_date,
            end: event.end_date.as_ref().map(|date| date.iso8601_date),
        })
    });
    let mut all: Vec<Entry> = operations
        .chain(events)
        .filter(|entry| !entry.path.is_empty())
        .collect();
    all.sort_by_key(|entry| std::cmp::Reverse(entry.start));
    let mut entries: Vec<Entry> = Vec::new();
    for entry in all {
        if entries
            .iter()
            .all(|known| !known.path.eq_ignore_ascii_case(&entry.path))
        {
            entries.push(entry);
        }
    }
    entries
}

/// The files of the tracks, by their paths.
fn tracks(context: &Context, entries: &[Entry]) -> Result<HashMap<String, OperationRewardTrack>, Failure> {
    let cms = context.client()?.gamecms_hacs();
    let requests: Vec<_> = entries
        .iter()
        .map(|entry| cms.operation_reward_track(&entry.path))
        .collect();
    let tracks = context.fetch_all("reward tracks", &requests)?;
    let named = entries.iter().zip(tracks);
    Ok(named
        .filter_map(|(entry, track)| Some((entry.path.clone(), track?)))
        .collect())
}

fn describe(
    context: &Context,
    entry: Entry,
    track: Option<&OperationRewardTrack>,
    passes: Option<&PlayerOperationPasses>,
) -> Operation {
    let now = Timestamp::now();
    let name = track.and_then(|track| track.name.as_ref());
    let name = name
        .map(|name| name.in_language(context.tag()))
        .filter(|name| !name.is_empty());
    let pass = passes.and_then(|passes| passes.pass(&entry.path));
    let is_active = passes.map(|passes| {
        let active = passes.active_operation_reward_track_path.as_deref();
        active.is_some_and(|active| active.eq_ignore_ascii_case(&entry.path))
    });
    Operation {
        name: name.unwrap_or(&entry.path).to_owned(),
        kind: entry.kind.to_owned(),
        start: entry.start,
        end: entry.end,
        current: entry.start <= now && entry.end.is_none_or(|end| now < end),
        ranks: track.map(|track| track.ranks.as_ref().map_or(0, Vec::len)),
        completed_ranks: pass.map(|pass| pass.current_progress.rank),
        xp: pass.map(|pass| pass.current_progress.partial_progress),
        xp_per_rank: track.and_then(|track| track.xp_per_rank),
        owned: pass.map(|pass| pass.is_owned == Some(true)),
        active: is_active,
        path: entry.path,
    }
}

/// A pipe gets each number in a column of its own.
fn table(records: &[Operation], with_progress: bool, is_terminal: bool) -> Table {
    let mut columns = vec![
        Column::new("operation"),
        Column::new("type").rank(2),
        Column::new("start").rank(if with_progress { 3 } else { 0 }),
        Column::new("end").rank(4),
        Column::new("now").rank(1),
    ];
    match with_progress {
        true if !is_terminal => {
            let headings = ["rank", "ranks", "XP", "XP of a rank", "premium"];
            columns.extend(headings.map(Column::new));
        }
        true => columns.extend([
            Column::new("ranks").right(),
            Column::new("next rank").right().rank(5),
            Column::new("premium").rank(6),
        ]),
        false => columns.push(Column::new("ranks").right().rank(5)),
    }
    let mut table = Table::new(columns);
    for operation in records {
        let ranks = operation
            .ranks
            .map_or_else(|| "?".to_owned(), |ranks| ranks.to_string());
        let mut cells = vec![
            Cell::text(operation.name.clone()).paint(if operation.current {
                Paint::Strong
            } else {
                Paint::Plain
            }),
            Cell::text(operation.kind.clone()),
            Cell::date(operation.start),
            Cell::maybe(operation.end, Cell::date),
            Cell::text(match (operation.active, operation.current) {
                (Some(true), _) => "active",
                (_, true) => "current",
                (_, false) => "",
            })
            .paint(Paint::Good),
        ];
        let premium = Cell::text(if operation.owned == Some(true) { "yes" } else { "" });
        match with_progress {
            true if !is_terminal => cells.extend([
                Cell::maybe(operation.completed_ranks, Cell::count),
                Cell::maybe(
                    operation.ranks.and_then(|ranks| i64::try_from(ranks).ok()),
                    Cell::count,
                ),
                Cell::maybe(operation.xp, Cell::count),
                Cell::maybe(operation.xp_per_rank, Cell::count),
                premium,
            ]),
            true => cells.extend([
                Cell::maybe(operation.completed_ranks, |rank| {
                    Cell::text(format!("{rank} of {ranks}"))
                }),
                Cell::maybe(operation.xp, |xp| match operation.xp_per_rank {
                    Some(all) => Cell::text(format!("{} of {} XP", number(xp), number(all))),
                    None => Cell::text(format!("{} XP", number(xp))),
                }),
                premium,
            ]),
            false => cells.push(Cell::text(ranks)),
        }
        table.row(cells);
    }
    table
}
