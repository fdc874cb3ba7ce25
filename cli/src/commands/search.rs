//! `halo search`: maps, modes and prefabs of the studio and of players.

use std::num::NonZeroUsize;

use clap::{Args, ValueEnum};
use halo_infinite::jiff::Timestamp;
use halo_infinite::models::discovery_ugc::AssetSearchResult;
use halo_infinite::refdata::AssetKind;
use halo_infinite::services::discovery_ugc::{MAX_SEARCH_COUNT, SearchOrder, SearchSort};
use halo_infinite::types::PlayerId;

use crate::commands::common::{asset_kind_name, author_name};
use crate::context::{Context, PlayerArgument};
use crate::failure::Failure;
use crate::numbers::at_least_one;
use crate::show::{Cell, Column, Paint, Report, Table, record};

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct Search {
    /// Text in the name or the description
    term: Vec<String>,
    /// The kind of assets
    #[arg(long)]
    kind: Option<Kind>,
    /// The author: a gamertag, an XUID, or `me`
    #[arg(long, value_name = "PLAYER")]
    author: Option<PlayerArgument>,
    /// Only assets with one of these tags; may be repeated
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Only assets with at least this mean rating, from 0 to 5 stars
    #[arg(long, value_name = "STARS")]
    rating: Option<f64>,
    /// The order: names from A to Z, all else from the largest or newest
    #[arg(long, default_value = "plays")]
    sort: Sort,
    /// Reverses the order
    #[arg(long)]
    reverse: bool,
    /// Number of results
    #[arg(short = 'n', long, value_name = "N", default_value = "25", value_parser = at_least_one)]
    count: NonZeroUsize,
}

/// The kinds that the search knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Maps
    Map,
    /// Modes
    Mode,
    /// Prefabs: groups of objects for maps
    Prefab,
}

/// The orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// Plays of all time
    Plays,
    /// Recent plays
    Recent,
    /// Mean rating
    Rating,
    /// Number of ratings
    Ratings,
    /// Number of players who bookmarked it
    Bookmarks,
    /// Name
    Name,
    /// Number of objects
    Objects,
    /// Time of creation
    Created,
    /// Time of the last change
    Modified,
    /// Time of publication
    Published,
}

record! {
    /// An asset that was found.
    pub struct Found {
        /// The ID of the asset, the same in all versions
        asset_id: String,
        /// The ID of the version
        version_id: String,
        /// The kind: map, mode, prefab
        kind: String,
        /// The name
        name: String,
        /// The description
        description: Option<String>,
        /// The author: a gamertag, or studio
        author: Option<String>,
        /// The ID of the author
        author_id: Option<String>,
        /// The tags
        tags: Vec<String>,
        /// Plays of all time; null if not counted
        plays: Option<i64>,
        /// Recent plays; null if not counted
        plays_recent: Option<i64>,
        /// The mean rating from 1 to 5 stars; null without ratings
        rating: Option<f64>,
        /// The number of ratings
        ratings: Option<i64>,
        /// The number of players who bookmarked it
        bookmarks: Option<i64>,
        /// The number of objects
        objects: Option<i64>,
        /// The time of creation
        created: Option<Timestamp>,
        /// The time of the last change
        modified: Option<Timestamp>,
        /// The time of publication
        published: Option<Timestamp>,
        /// The address of a small picture
        thumbnail_url: Option<String>,
    }
}

impl Search {
    /// Prints the results, as many as asked for.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let found = self.found(context)?;
        let authors: Vec<PlayerId> = found
            .iter()
            .filter_map(|asset| asset.original_author.clone())
            .collect();
        context.names()?.prepare(authors.as_slice());
        let mut table = Table::new([
            Column::new("name"),
            Column::new("kind").rank(4),
            Column::new("author").rank(1),
            Column::new("plays").right(),
            Column::new("rating").right().rank(2),
            Column::new("published").rank(3),
            Column::new("asset ID").rank(5),
        ]);
        let mut records = Vec::new();
        for asset in found {
            let record = describe(context, asset)?;
            table.row([
                Cell::text(record.name.clone()),
                Cell::text(record.kind.clone()),
                Cell::maybe(record.author.clone(), Cell::text),
                Cell::maybe(record.plays, Cell::count),
                Cell::maybe(record.rating, |rating| Cell::decimal(rating, 1)),
                Cell::maybe(record.published, Cell::date),
                Cell::text(record.asset_id.clone()).paint(Paint::Faint),
            ]);
            records.push(record);
        }
        if records.is_empty() {
            context.out.note("nothing found");
        }
        context.out.report(&Report::list(&records)?.table(table))
    }

    fn found(&self, context: &Context) -> Result<Vec<AssetSearchResult>, Failure> {
        if let Some(stars) = self.rating.filter(|stars| !(0.0..=5.0).contains(stars)) {
            return Err(Failure::Usage(format!(
                "--rating: {stars} is not from 0 to 5 stars"
            )));
        }
        let order = match (self.sort == Sort::Name) != self.reverse {
            true => SearchOrder::Ascending,
            false => SearchOrder::Descending,
        };
        let mut search = context.client()?.discovery_ugc().search_assets();
        search = search.sort(self.sort.of_the_service(), order).include_times(true);
        // No page is larger than the results to show.
        let page = u32::try_from(self.count.get()).unwrap_or(MAX_SEARCH_COUNT);
        search = search.count(page.clamp(1, MAX_SEARCH_COUNT));
        if !self.term.is_empty() {
            search = search.term(&self.term.join(" "));
        }
        if let Some(kind) = self.kind {
            search = search.kind(match kind {
                Kind::Map => AssetKind::Map,
                Kind::Mode => AssetKind::UgcGameVariant,
                Kind::Prefab => AssetKind::Prefab,
            });
        }
        if let Some(author) = &self.author {
            search = search.author(context.xuid(author)?);
        }
        if !self.tag.is_empty() {
            search = search.tags(&self.tag);
        }
        if let Some(rating) = self.rating {
            search = search.average_rating_min(rating);
        }
        let _progress = context.out.progress("searching", None);
        let found: Result<Vec<_>, _> = search.iter().take(self.count.get()).collect();
        Ok(found?)
    }
}

impl Sort {
    fn of_the_service(self) -> SearchSort {
        match self {
            Self::Plays => SearchSort::PlaysAllTime,
            Self::Recent => SearchSort::PlaysRecent,
            Self::Rating => SearchSort::AverageRating,
            Self::Ratings => SearchSort::NumberOfRatings,
            Self::Bookmarks => SearchSort::Bookmarks,
            Self::Name => SearchSort::Name,
            Self::Objects => SearchSort::NumberOfObjects,
            Self::Created => SearchSort::DateCreatedUtc,
            Self::Modified => SearchSort::DateModifiedUtc,
            Self::Published => SearchSort::DatePublishedUtc,
        }
    }
}

fn describe(context: &Context, asset: AssetSearchResult) -> Result<Found, Failure> {
    let counted = |count: Option<i64>| count.filter(|count| *count >= 0);
    let author = asset
        .original_author
        .map(|author| author_name(context, &author))
        .transpose()?;
    let (author, author_id) = author.unzip();
    Ok(Found {
        asset_id: asset.asset_id.to_string(),
        version_id: asset.asset_version_id.to_string(),
        kind: asset_kind_name(asset.asset_kind),
        name: asset.name,
        description: asset.description.filter(|text| !text.is_empty()),
        author,
        author_id,
        tags: asset.tags.unwrap_or_default(),
        plays: counted(asset.plays_all_time),
        plays_recent: counted(asset.plays_recent),
        rating: asset.average_rating.filter(|rating| *rating > 0.0),
        ratings: asset.number_of_ratings,
        bookmarks: asset.bookmarks,
        objects: asset.number_of_objects,
        created: asset.date_created_utc.map(|date| date.iso8601_date),
        modified: asset.date_modified_utc.map(|date| date.iso8601_date),
        published: asset.date_published_utc.map(|date| date.iso8601_date),
        thumbnail_url: asset.thumbnail_url.filter(|url| !url.is_empty()),
    })
}
