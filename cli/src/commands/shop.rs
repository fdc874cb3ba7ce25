//! `halo shop`: the offerings of the shop and the Exchange. Nothing is bought.

use std::collections::HashMap;
use std::path::PathBuf;

use clap::Args;
use halo_infinite::jiff::Timestamp;
use halo_infinite::models::economy::{Offering, Storefront};
use halo_infinite::models::gamecms_hacs::{GameMetadata, StoreOffering};
use halo_infinite::names::Subject;
use halo_infinite::services::economy::Store;

use crate::commands::common::{own, quality_paint, words};
use crate::context::{Context, PlayerArgument};
use crate::failure::Failure;
use crate::save::{extension, file_names};
use crate::show::{Cell, Column, Report, Table, record};

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct Shop {
    /// The player, since stores differ: the service shows only your own
    #[arg(default_value = "me")]
    player: PlayerArgument,
    /// Saves the pictures of the offerings in this folder
    #[arg(long, value_name = "DIR")]
    pictures: Option<PathBuf>,
    /// Replaces existing files
    #[arg(long, requires = "pictures")]
    force: bool,
}

record! {
    /// An offering of a store.
    pub struct Offered {
        /// The ID of the offering
        offering_id: String,
        /// The store: shop, HCS, Exchange, boosts
        store: String,
        /// The name
        name: String,
        /// The description
        description: Option<String>,
        /// The kind of its item, or bundle, boost, pass, currency, other
        kind: String,
        /// The rarity, such as Epic
        rarity: Option<String>,
        /// The price in units of the currency; null if it has none
        price: Option<i64>,
        /// The currency of the price, such as Credits
        currency: Option<String>,
        /// The end of the offering, in UTC; null if it is not known
        until: Option<Timestamp>,
        /// The names of its items
        items: Vec<String>,
    }
}

/// The stores that players see, by the names that they use.
const STORES: [(Store, &str); 4] = [
    (Store::Main, "shop"),
    (Store::Hcs, "HCS"),
    (Store::SoftCurrencyOffers, "Exchange"),
    (Store::Boosts, "boosts"),
];

impl Shop {
    /// Prints the offerings, after their pictures are saved.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let stores = self.stores(context)?;
        let offerings = || {
            stores
                .iter()
                .flat_map(|(name, store)| store.offerings().map(move |offering| (*name, store, offering)))
        };
        let displays = displays(context, offerings().map(|(_, _, offering)| offering))?;
        let names = context.names()?;
        let items = offerings().flat_map(|(_, _, offering)| offering.items());
        let items: Vec<Subject> = items
            .map(|item| Subject::File(item.item_path.as_str().into()))
            .collect();
        names.prepare(items.as_slice());
        let currencies = context.client()?.gamecms_hacs().metadata().send()?;
        let mut records = Vec::new();
        for (store_name, store, offering) in offerings() {
            let display = offering
                .offering_display_path
                .as_ref()
                .and_then(|path| displays.get(path));
            records.push(describe(
                context,
                store_name,
                store,
                offering,
                display,
                &currencies,
            )?);
        }
        if let Some(folder) = &self.pictures {
            let paths = offerings().map(|(_, _, offering)| {
                let display = displays.get(offering.offering_display_path.as_ref()?)?;
                display
                    .object_image_path
                    .as_deref()
                    .filter(|path| !path.is_empty())
            });
            let pictures: Vec<(&str, &str)> = records
                .iter()
                .zip(paths)
                .filter_map(|(record, path)| Some((record.name.as_str(), path?)))
                .collect();
            let file_names = file_names(pictures.iter().map(|(name, path)| (*name, extension(path))));
            let cms = context.client()?.gamecms_hacs();
            let requests = pictures.iter().map(|(_, path)| cms.image(path));
            let files: Vec<_> = file_names.into_iter().zip(requests).collect();
            context.download(folder, self.force, &files)?;
        }
        let table = table(&records);
        if records.is_empty() {
            context.out.note("the stores are empty");
        }
        context.out.report(&Report::list(&records)?.table(table))
    }

    /// The stores of the player, with their names.
    fn stores(&self, context: &Context) -> Result<Vec<(&'static str, Storefront)>, Failure> {
        let xuid = context.xuid(&self.player)?;
        let client = context.client()?;
        let requests: Vec<_> = STORES
            .iter()
            .map(|(store, _)| client.economy().store(xuid, store.clone()))
            .collect();
        let stores = own("stores", context.fetch_all("stores", &requests))?;
        let named = STORES.iter().zip(stores);
        Ok(named
            .filter_map(|((_, name), store)| Some((*name, store?)))
            .collect())
    }
}

/// The names and pictures of offerings, by the paths of their files.
fn displays<'o>(
    context: &Context,
    offerings: impl Iterator<Item = &'o Offering>,
) -> Result<HashMap<String, StoreOffering>, Failure> {
    let mut paths: Vec<&String> = offerings
        .filter_map(|offering| offering.offering_display_path.as_ref())
        .collect();
    paths.sort_unstable();
    paths.dedup();
    let cms = context.client()?.gamecms_hacs();
    let requests: Vec<_> = paths.iter().map(|path| cms.store_offering(path)).collect();
    let displays = context.fetch_all("names of offerings", &requests)?;
    let named = paths.into_iter().zip(displays);
    Ok(named
        .filter_map(|(path, display)| Some((path.clone(), display?)))
        .collect())
}

fn describe(
    context: &Context,
    store_name: &str,
    store: &Storefront,
    offering: &Offering,
    display: Option<&StoreOffering>,
    currencies: &GameMetadata,
) -> Result<Offered, Failure> {
    let names = context.names()?;
    let items: Vec<String> = offering
        .items()
        .map(|item| names.item(&item.item_path).to_string())
        .collect();
    let mut kinds: Vec<&str> = offering
        .items()
        .filter_map(|item| item.item_type.as_deref())
        .collect();
    kinds.dedup();
    let kind = match kinds.as_slice() {
        [] if offering.boost_path.is_some() => "boost".to_owned(),
        [] if offering.included_reward_tracks.iter().flatten().next().is_some() => "pass".to_owned(),
        [] if offering.included_currencies.iter().flatten().next().is_some() => "currency".to_owned(),
        [] => "other".to_owned(),
        [kind] => words(kind),
        _ => "bundle".to_owned(),
    };
    let text = |text: Option<&halo_infinite::models::gamecms_hacs::Text>| {
        let text = text.map(|text| text.in_language(context.tag()));
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let title = text(display.and_then(|display| display.title.as_ref()));
    let price = offering.prices.iter().flatten().next();
    let until = offering
        .offering_expiration_date
        .as_ref()
        .or(store.storefront_expiration_date.as_ref());
    Ok(Offered {
        offering_id: offering.offering_id.clone(),
        store: store_name.to_owned(),
        name: title
            .or_else(|| items.first().cloned())
            .unwrap_or_else(|| offering.offering_id.clone()),
        description: text(display.and_then(|display| display.description.as_ref())),
        kind,
        rarity: display
            .and_then(|display| display.quality.clone())
            .filter(|quality| !quality.is_empty()),
        price: price.map(|price| price.cost),
        currency: price.map(|price| {
            let currency = currencies.currency(&price.currency_path);
            let name = currency.and_then(|currency| currency.name(context.tag()));
            name.unwrap_or(&price.currency_path).to_owned()
        }),
        until: until.map(|date| date.iso8601_date),
        items,
    })
}

fn table(records: &[Offered]) -> Table {
    let mut table = Table::new([
        Column::new("store").rank(4),
        Column::new("name"),
        Column::new("kind").rank(2),
        Column::new("rarity").rank(3),
        Column::new("price").right(),
        Column::new("currency"),
        Column::new("until").rank(5),
        Column::new("items").rank(1),
    ]);
    for offered in records {
        let rarity = offered.rarity.clone();
        let paint = quality_paint(rarity.as_deref());
        table.row([
            Cell::text(offered.store.clone()),
            Cell::text(offered.name.clone()),
            Cell::text(offered.kind.clone()),
            Cell::maybe(rarity, Cell::text).paint(paint),
            Cell::maybe(offered.price, Cell::count),
            Cell::maybe(offered.currency.clone(), Cell::text),
            Cell::maybe(offered.until, Cell::time),
            Cell::text(match offered.items.as_slice() {
                [first, _, ..] => format!("{first} and {} more", offered.items.len() - 1),
                items => items.concat(),
            }),
        ]);
    }
    table
}
