//! `halo history`: a player's last matches.

mod filter;
mod read;
mod summary;

use std::num::NonZeroUsize;

use clap::Args;
use halo_infinite::jiff::Timestamp;

use crate::commands::common::{kind_name, outcome_paint, place_name};
use crate::context::{Context, ID_PART, PlayerArgument};
use crate::failure::Failure;
use crate::numbers::at_least_one;
use crate::show::{Cell, Column, Paint, Report, Table, record};

use filter::Filter;
use read::Entry;

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct History {
    /// A gamertag, an XUID, or `me`
    #[arg(default_value = "me")]
    player: PlayerArgument,
    /// Number of matches [default: 25; with --since all]
    #[arg(short = 'n', long, value_name = "N", value_parser = at_least_one)]
    count: Option<NonZeroUsize>,
    /// All matches
    #[arg(long, conflicts_with = "count")]
    all: bool,
    #[command(flatten)]
    filter: Filter,
    /// Adds kills, deaths, assists, KDA and accuracy: takes a request for each match
    #[arg(long)]
    stats: bool,
}

record! {
    /// A match of a history.
    pub struct Played {
        /// The ID of the match
        match_id: String,
        /// The start, in UTC
        start: Timestamp,
        /// The length of play in seconds
        duration_seconds: i64,
        /// The map
        map: String,
        /// The mode
        mode: String,
        /// The playlist; null for custom games
        playlist: Option<String>,
        /// The kind: matchmaking, custom or local
        kind: String,
        /// The outcome: Win, Loss, Tie, Did Not Finish
        outcome: String,
        /// The player's place in the match, from 1
        rank: i64,
        /// The kills; null without --stats
        kills: Option<i64>,
        /// The deaths; null without --stats
        deaths: Option<i64>,
        /// The assists; null without --stats
        assists: Option<i64>,
        /// KDA: kills + assists ÷ 3 − deaths; null without --stats
        kda: Option<f64>,
        /// The shots that hit, in per cent of those fired; null without --stats
        accuracy: Option<f64>,
    }
}

/// The number of matches without another one.
const COUNT: usize = 25;

impl History {
    /// Prints the last matches, the newest first.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let player = context.xuid(&self.player)?;
        let count = match (self.all || self.filter.since.is_some(), self.count) {
            (_, Some(count)) => count.get(),
            (true, None) => usize::MAX,
            (false, None) => COUNT,
        };
        let mut entries = read::matches(context, player, &self.filter, count)?;
        if self.stats {
            read::add_stats(context, player, &mut entries)?;
        }
        if entries.is_empty() {
            context.out.note(match self.filter.is_set() {
                true => "no match fits the filters",
                false => "no matches yet",
            });
        }
        let names = context.names()?;
        let records: Vec<_> = entries.iter().map(|entry| Played::new(entry, names)).collect();
        let mut report = Report::list(&records)?.table(table(&entries, &records, context.out.is_terminal()));
        if context.out.is_terminal() && !entries.is_empty() {
            report = report.line(summary::line(&entries));
        }
        context.out.report(&report)
    }
}

impl Played {
    fn new(entry: &Entry, names: &halo_infinite::Names) -> Self {
        let info = &entry.result.match_info;
        let core = entry.core.as_ref();
        Self {
            match_id: entry.result.match_id.to_string(),
            start: info.start_time,
            duration_seconds: info.playable_duration.as_secs(),
            map: names.map(&info.map_variant).into(),
            mode: names.mode(&info.ugc_game_variant).into(),
            playlist: info
                .playlist
                .as_ref()
                .map(|playlist| names.playlist(playlist).into()),
            kind: kind_name(info.lifecycle_mode),
            outcome: entry.result.outcome.to_string(),
            rank: entry.result.rank,
            kills: core.map(|core| core.kills),
            deaths: core.map(|core| core.deaths),
            assists: core.map(|core| core.assists),
            kda: core.map(|core| core.kda),
            accuracy: core.map(|core| core.accuracy),
        }
    }
}

fn table(entries: &[Entry], records: &[Played], is_terminal: bool) -> Table {
    let mut columns = vec![
        Column::new("played"),
        Column::new("map").rank(1),
        Column::new("mode").rank(3),
        Column::new("playlist").rank(4),
        Column::new("outcome"),
        Column::new("rank").right().rank(5),
        Column::new("duration").right().rank(6),
    ];
    let with_stats = entries.iter().any(|entry| entry.core.is_some());
    if with_stats {
        columns.extend([
            Column::new("K").right(),
            Column::new("D").right(),
            Column::new("A").right().rank(3),
            Column::new("KDA").right().rank(4),
            Column::new("accuracy").right().rank(5),
        ]);
    }
    columns.push(Column::new("match").rank(2));
    let mut table = Table::new(columns);
    for (entry, played) in entries.iter().zip(records) {
        let mut cells = vec![
            Cell::time(played.start),
            Cell::text(played.map.clone()),
            Cell::text(played.mode.clone()),
            Cell::text(place_name(played.playlist.as_deref(), &played.kind)),
            Cell::text(played.outcome.clone()).paint(outcome_paint(entry.result.outcome)),
            Cell::count(played.rank),
            Cell::duration(*entry.result.match_info.playable_duration),
        ];
        if with_stats {
            cells.extend([
                Cell::maybe(played.kills, Cell::count),
                Cell::maybe(played.deaths, Cell::count),
                Cell::maybe(played.assists, Cell::count),
                Cell::maybe(played.kda, |kda| Cell::decimal(kda, 2)),
                Cell::maybe(played.accuracy, Cell::percent),
            ]);
        }
        let id = match played.match_id.get(..ID_PART) {
            Some(part) if is_terminal => part,
            _ => &played.match_id,
        };
        cells.push(Cell::text(id).paint(Paint::Faint));
        table.row(cells);
    }
    table
}
