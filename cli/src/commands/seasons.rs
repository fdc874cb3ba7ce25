//! `halo seasons`: the calendar of seasons.

use clap::Args;
use halo_infinite::jiff::Timestamp;
use halo_infinite::names::Subject;

use crate::context::{Context, season_id};
use crate::failure::Failure;
use crate::show::{Cell, Column, Paint, Report, Table, record};

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct Seasons {
    /// Shows the seasons of ranks (CSR), after which ranks start anew
    #[arg(long)]
    csr: bool,
}

record! {
    /// A season.
    pub struct Season {
        /// The name
        name: String,
        /// The start, in UTC
        start: Timestamp,
        /// The end, in UTC; null if it is not known yet
        end: Option<Timestamp>,
        /// Whether the season is on now
        current: bool,
        /// The ID of its season of ranks (CSR), such as CsrSeason5-1
        csr_season: Option<String>,
        /// The path of its operation or battle pass; null for seasons of ranks
        operation: Option<String>,
    }
}

/// A season, before its name is known.
struct Entry {
    name: Option<String>,
    csr: Option<String>,
    operation: Option<String>,
    start: Timestamp,
    end: Option<Timestamp>,
}

impl Seasons {
    /// Prints the calendar, the newest season first.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut entries = match self.csr {
            true => csr_seasons(context)?,
            false => seasons(context)?,
        };
        entries.reverse();
        let names = context.names()?;
        let subjects = entries.iter().filter_map(|entry| entry.name.clone());
        let subjects: Vec<Subject> = subjects.map(|path| Subject::Season(path.into())).collect();
        names.prepare(subjects.as_slice());
        let now = Timestamp::now();
        let records = entries.into_iter().map(|entry| Season {
            name: entry
                .name
                .map_or_else(|| "unnamed".to_owned(), |path| names.season(&path).to_string()),
            start: entry.start,
            end: entry.end,
            current: entry.start <= now && entry.end.is_none_or(|end| now < end),
            csr_season: entry.csr.map(|path| season_id(&path).to_owned()),
            operation: entry.operation,
        });
        let records: Vec<Season> = records.collect();
        let mut table = Table::new([
            Column::new("season"),
            Column::new("start"),
            Column::new("end").rank(1),
            Column::new("now"),
            Column::new("CSR season").rank(2),
        ]);
        for season in &records {
            let paint = if season.current {
                Paint::Strong
            } else {
                Paint::Plain
            };
            table.row([
                Cell::text(season.name.clone()).paint(paint),
                Cell::date(season.start),
                Cell::maybe(season.end, Cell::date),
                Cell::text(if season.current { "current" } else { "" }).paint(Paint::Good),
                Cell::maybe(season.csr_season.clone(), Cell::text),
            ]);
        }
        context.out.report(&Report::list(&records)?.table(table))
    }
}

fn seasons(context: &Context) -> Result<Vec<Entry>, Failure> {
    let calendar = context.client()?.gamecms_hacs().season_calendar().send()?;
    let entries = calendar.in_order().map(|season| Entry {
        name: season.season_metadata.clone(),
        csr: season.csr_season_file_path.clone(),
        operation: season.operation_track_path.clone(),
        start: season.start_date.iso8601_date,
        end: season.end_date.as_ref().map(|date| date.iso8601_date),
    });
    Ok(entries.collect())
}

fn csr_seasons(context: &Context) -> Result<Vec<Entry>, Failure> {
    let calendar = context.client()?.gamecms_hacs().csr_season_calendar().send()?;
    let entries = calendar.in_order().map(|season| Entry {
        name: Some(season.csr_season_file_path.clone()),
        csr: Some(season.csr_season_file_path.clone()),
        operation: None,
        start: season.start_date.iso8601_date,
        end: season.end_date.as_ref().map(|date| date.iso8601_date),
    });
    Ok(entries.collect())
}
