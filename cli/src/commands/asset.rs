//! `halo asset`: a map, a mode, or another asset, with its files.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use halo_infinite::jiff::Timestamp;
use halo_infinite::models::discovery_ugc::Asset as _;
use halo_infinite::refdata::{AssetHome, AssetKind};
use halo_infinite::types::{AssetId, Guid};

use crate::commands::common::{asset_kind_name, author_name};
use crate::context::Context;
use crate::failure::Failure;
use crate::show::{Cell, Column, Paint, Report, Table, number, record};

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct Asset {
    /// The kind of the asset
    kind: Kind,
    /// Its name, a part of it, or its GUID
    #[arg(value_name = "NAME", required = true)]
    name: Vec<String>,
    /// A version, by its GUID; defaults to the current one
    #[arg(long, value_name = "ID")]
    version: Option<Guid>,
    /// Downloads the files of the asset into this folder
    #[arg(long, value_name = "DIR")]
    files: Option<PathBuf>,
    /// Replaces existing files
    #[arg(long, requires = "files")]
    force: bool,
}

/// The kinds of assets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// A map
    Map,
    /// A mode
    Mode,
    /// A prefab: a group of objects for maps
    Prefab,
    /// A playlist
    Playlist,
    /// A pair of map and mode, by its GUID
    Pair,
    /// A mode of the game's engine, by its GUID
    EngineMode,
    /// A collection of assets, by its GUID
    Project,
}

record! {
    /// An asset.
    pub struct Details {
        /// The ID of the asset, the same in all versions
        asset_id: String,
        /// The ID of the version
        version_id: String,
        /// The number of the version, from 1; null if the service does not report it
        version_number: Option<i64>,
        /// The kind: map, mode, prefab, playlist, pair, engine-mode, project
        kind: String,
        /// The name
        name: String,
        /// The description
        description: Option<String>,
        /// The authors: gamertags, or studio
        authors: Vec<String>,
        /// The tags
        tags: Vec<String>,
        /// The time of publication; null if the service does not report it
        published: Option<Timestamp>,
        /// Plays of all time; null if not counted
        plays: Option<i64>,
        /// Recent plays; null if not counted
        plays_recent: Option<i64>,
        /// The mean rating from 1 to 5 stars; null without ratings
        rating: Option<f64>,
        /// The number of ratings
        ratings: Option<i64>,
        /// The number of players who marked it as a favourite
        favorites: Option<i64>,
        /// The number of players who bookmarked it
        bookmarks: Option<i64>,
        /// The names of its files
        files: Vec<String>,
        /// The start of the address of each file; a download needs no token
        files_url: Option<String>,
    }
}

/// An asset of any kind, with the addresses of its files.
struct Fetched {
    details: Details,
    addresses: Vec<(String, String)>,
}

/// Sends a request for an asset, and describes it: all kinds have these fields, and a type each.
macro_rules! fetch {
    ($context:expr, $request:expr) => {{
        let asset = $context.localized($request).send()?;
        let counted = |count: i64| Some(count).filter(|count| *count >= 0);
        let stats = asset.stats();
        let mut authors = Vec::new();
        $context.names()?.prepare(asset.contributors.as_slice());
        for author in &asset.contributors {
            authors.push(author_name($context, author)?.0);
        }
        if authors.is_empty() && asset.asset_home == AssetHome::Studio {
            authors.push("studio".to_owned());
        }
        let files = asset.files();
        let addresses = files.file_relative_paths.iter();
        Fetched {
            addresses: addresses
                .filter_map(|path| Some((path.clone(), files.url(path)?)))
                .collect(),
            details: Details {
                asset_id: asset.asset_id.to_string(),
                version_id: asset.version_id.to_string(),
                version_number: asset.version_number,
                kind: asset_kind_name(asset.kind()),
                name: asset.public_name.clone(),
                description: Some(asset.description().to_owned()).filter(|text| !text.is_empty()),
                authors,
                tags: asset.tags.clone(),
                published: asset.published_date.as_ref().map(|date| date.iso8601_date),
                plays: counted(stats.plays_all_time),
                plays_recent: counted(stats.plays_recent),
                rating: stats.average_rating.filter(|rating| *rating > 0.0),
                ratings: stats.number_of_ratings,
                favorites: stats.favorites,
                bookmarks: stats.bookmarks,
                files: files.file_relative_paths.clone(),
                files_url: Some(files.prefix.clone()).filter(|prefix| !prefix.is_empty()),
            },
        }
    }};
}

impl Asset {
    /// Prints the asset, after its files are saved.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let id = self.id(context)?;
        let Fetched { details, addresses } = self
            .fetch(context, id)
            .map_err(|failure| self.unknown(id, failure))?;
        if let Some(folder) = &self.files {
            let blobs = context.client()?.blobs();
            let files: Vec<_> = addresses
                .into_iter()
                .map(|(path, url)| (path, blobs.asset_file(&url)))
                .collect();
            context.download(folder, self.force, &files)?;
        }
        let list = |texts: &[String]| match texts.is_empty() {
            true => Cell::default(),
            false => Cell::text(texts.join(", ")),
        };
        let rating = details.rating.map(|rating| match details.ratings {
            Some(ratings) => format!("{rating:.1} ★ of {} ratings", number(ratings)),
            None => format!("{rating:.1} ★"),
        });
        let version = match details.version_number {
            Some(number) => format!("{number} ({})", details.version_id),
            None => details.version_id.clone(),
        };
        let facts = [
            ("name", Cell::text(details.name.clone()).paint(Paint::Strong)),
            ("kind", Cell::text(details.kind.clone())),
            ("by", list(&details.authors)),
            (
                "description",
                Cell::maybe(details.description.clone(), Cell::text),
            ),
            ("tags", list(&details.tags)),
            ("published", Cell::maybe(details.published, Cell::date)),
            ("plays", Cell::maybe(details.plays, Cell::count)),
            ("recent plays", Cell::maybe(details.plays_recent, Cell::count)),
            ("rating", Cell::maybe(rating, Cell::text)),
            ("bookmarks", Cell::maybe(details.bookmarks, Cell::count)),
            (
                "asset ID",
                Cell::text(details.asset_id.clone()).paint(Paint::Faint),
            ),
            ("version", Cell::text(version).paint(Paint::Faint)),
        ];
        let mut files = Table::new([Column::new("file")]);
        for file in &details.files {
            files.row([Cell::text(file.clone())]);
        }
        let mut report = Report::one(&details)?.facts(facts);
        if !files.is_empty() {
            report = report.table(files);
        }
        context.out.report(&report)
    }

    /// The failure of an ID that no asset of the kind has.
    fn unknown(&self, id: AssetId, failure: Failure) -> Failure {
        let is_unknown = matches!(&failure, Failure::Sdk(error) if error.status() == Some(404));
        let kind = self.kind.to_possible_value();
        match kind.filter(|_| is_unknown) {
            Some(kind) => {
                let version = self.version.map(|version| format!(" and a version {version}"));
                Failure::new(
                    format!(
                        "no {} has the ID {}{}",
                        kind.get_name(),
                        id.asset(),
                        version.unwrap_or_default()
                    ),
                    "`halo search` lists the IDs of maps, modes and prefabs, `halo playlists` those of playlists",
                )
            }
            None => failure,
        }
    }

    fn fetch(&self, context: &Context, id: AssetId) -> Result<Fetched, Failure> {
        let ugc = context.client()?.discovery_ugc();
        Ok(match self.kind {
            Kind::Map => fetch!(context, ugc.map(id)),
            Kind::Mode => fetch!(context, ugc.ugc_game_variant(id)),
            Kind::Prefab => fetch!(context, ugc.prefab(id)),
            Kind::Playlist => fetch!(context, ugc.playlist(id)),
            Kind::Pair => fetch!(context, ugc.map_mode_pair(id)),
            Kind::EngineMode => fetch!(context, ugc.engine_game_variant(id)),
            Kind::Project => fetch!(context, ugc.project(id)),
        })
    }

    fn id(&self, context: &Context) -> Result<AssetId, Failure> {
        let text = self.name.join(" ");
        let id = match (text.parse::<Guid>(), self.kind) {
            (Ok(guid), _) => AssetId::current(guid),
            (Err(_), Kind::Map) => context.map(&text)?.id,
            (Err(_), Kind::Mode) => context.mode(&text)?.id,
            (Err(_), Kind::Prefab) => context.searched(AssetKind::Prefab, "prefab", &text)?.id,
            (Err(_), Kind::Playlist) => context.playlist(&text)?.id,
            (Err(_), Kind::Pair | Kind::EngineMode | Kind::Project) => {
                return Err(Failure::Usage(format!(
                    "`{text}` is not a GUID; only maps, modes, prefabs and playlists can be found by name"
                )));
            }
        };
        Ok(match self.version {
            Some(version) => AssetId::version_of(id.asset(), version),
            None => id,
        })
    }
}
