//! `halo collection`: the items that a player owns, and those that are missing.

use std::num::NonZeroUsize;

use clap::{ArgGroup, Args};
use halo_infinite::jiff::Timestamp;
use halo_infinite::models::economy::PlayerInventory;
use halo_infinite::models::gamecms_hacs::InventoryCatalog;
use halo_infinite::names::Subject;

use crate::commands::common::{own, words};
use crate::context::{Context, PlayerArgument, choose};
use crate::failure::Failure;
use crate::numbers::at_least_one;
use crate::show::{Cell, Column, Paint, Report, Table, record};

/// The arguments of the command.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("list").args(["kind", "missing"]).multiple(true)))]
pub struct Collection {
    /// The player: the service shows only your own collection
    #[arg(default_value = "me")]
    player: PlayerArgument,
    /// Lists the items of a kind, by a part of its name, such as `armor helmet`
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Lists the items that the player does not own
    #[arg(long)]
    missing: bool,
    /// Number of items that are listed
    #[arg(short = 'n', long, value_name = "N", default_value = "50", value_parser = at_least_one, requires = "list")]
    count: NonZeroUsize,
}

record! {
    /// A kind of items.
    pub struct Kind {
        /// The kind of items, such as armor helmet
        kind: String,
        /// The number of owned items
        owned: usize,
        /// The number of items that players can own; null if the game does not count the kind
        all: Option<i64>,
        /// The number of items in the catalogue's lists
        listed: usize,
        /// The owned items, in per cent of those that players can own; null if the game does not count the kind
        share: Option<f64>,
    }
}

record! {
    /// An item.
    pub struct Item {
        /// The path of the item's file, which identifies it
        item_path: String,
        /// The name
        name: String,
        /// The kind of item, such as armor helmet
        kind: String,
        /// Whether the player owns it
        owned: bool,
        /// The time at which the player received it; null if the service does not report it
        acquired: Option<Timestamp>,
    }
}

impl Collection {
    /// Prints the kinds of items, or the items of a kind.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let xuid = context.xuid(&self.player)?;
        let client = context.client()?;
        let progress = context.out.progress("collection", None);
        let inventory = own("collection", client.economy().inventory(xuid).send())?;
        let catalog = client.gamecms_hacs().inventory_catalog().send()?;
        drop(progress);
        match self.missing || self.kind.is_some() {
            false => kinds(context, &inventory, &catalog),
            true => self.items(context, &inventory, &catalog),
        }
    }

    fn items(
        &self,
        context: &Context,
        inventory: &PlayerInventory,
        catalog: &InventoryCatalog,
    ) -> Result<(), Failure> {
        let mut chosen: Vec<(&str, &str, Option<Timestamp>)> = match self.missing {
            true => inventory
                .missing(catalog)
                .map(|item| {
                    (
                        item.item_path.as_str(),
                        item.item_type.as_deref().unwrap_or_default(),
                        None,
                    )
                })
                .collect(),
            false => inventory
                .items()
                .map(|item| {
                    let date = item.first_acquired_date.as_ref().map(|date| date.iso8601_date);
                    (
                        item.item_path.as_str(),
                        item.item_type.as_deref().unwrap_or_default(),
                        date,
                    )
                })
                .collect(),
        };
        if let Some(kind) = &self.kind {
            let known = inventory.completion(catalog).into_iter();
            let known = known.filter(|kind| kind.owned > 0 || kind.listed > 0);
            let named = known
                .map(|kind| (kind.item_type.clone(), words(&kind.item_type)))
                .filter(|(_, name)| !name.is_empty());
            let (wanted, _) = choose("item kind", kind, named.collect())?;
            chosen.retain(|(_, kind, _)| kind.eq_ignore_ascii_case(&wanted));
        }
        let all = chosen.len();
        chosen.truncate(self.count.get());
        let names = context.names()?;
        let subjects: Vec<Subject> = chosen
            .iter()
            .map(|(path, ..)| Subject::File((*path).into()))
            .collect();
        let progress = context.out.progress("names of items", None);
        names.prepare(subjects.as_slice());
        drop(progress);
        let mut columns = vec![Column::new("item"), Column::new("kind").rank(1)];
        if !self.missing {
            columns.push(Column::new("acquired").rank(2));
        }
        columns.push(Column::new("path").rank(3));
        let mut table = Table::new(columns);
        let mut records = Vec::new();
        for (path, kind, acquired) in chosen {
            let item = Item {
                item_path: path.to_owned(),
                name: names.item(path).to_string(),
                kind: words(kind),
                owned: !self.missing,
                acquired,
            };
            let mut cells = vec![Cell::text(item.name.clone()), Cell::text(item.kind.clone())];
            if !self.missing {
                cells.push(Cell::maybe(item.acquired, Cell::date));
            }
            cells.push(Cell::text(item.item_path.clone()).paint(Paint::Faint));
            table.row(cells);
            records.push(item);
        }
        match (all, all > records.len()) {
            (0, _) => context.out.note("no such items"),
            (_, true) => context.out.note(format_args!(
                "the first {} of {all} items; -n {all} lists all",
                records.len()
            )),
            (_, false) => {}
        }
        context.out.report(&Report::list(&records)?.table(table))
    }
}

fn kinds(context: &Context, inventory: &PlayerInventory, catalog: &InventoryCatalog) -> Result<(), Failure> {
    let completion = inventory.completion(catalog);
    let kinds = completion.iter().filter(|kind| kind.owned > 0 || kind.listed > 0);
    let records: Vec<Kind> = kinds
        .map(|kind| Kind {
            kind: match kind.item_type.as_str() {
                "" => "unknown".to_owned(),
                kind => words(kind),
            },
            owned: kind.owned,
            all: kind.ownable,
            listed: kind.listed,
            share: kind.share().map(|share| share * 100.0),
        })
        .collect();
    let count = |number: usize| Cell::count(i64::try_from(number).unwrap_or(i64::MAX));
    let mut table = Table::new([
        Column::new("kind"),
        Column::new("owned").right(),
        Column::new("all").right(),
        Column::new("share").right().rank(1),
    ]);
    for kind in &records {
        table.row([
            Cell::text(kind.kind.clone()),
            count(kind.owned),
            Cell::maybe(kind.all, Cell::count),
            Cell::maybe(kind.share, Cell::percent),
        ]);
    }
    let counted = || records.iter().filter_map(|kind| Some((kind.owned, kind.all?)));
    let owned: usize = counted().map(|(owned, _)| owned).sum();
    let all: i64 = counted().map(|(_, all)| all).sum();
    let report = Report::list(&records)?.line(format!("{owned} of {all} items that the game counts"));
    context.out.report(&report.table(table))
}
