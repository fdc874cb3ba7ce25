//! `halo film`: the events of a match's theater film.

mod events;
mod marks;
mod picture;
mod view;

use std::cmp::Reverse;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args, ValueEnum};
use halo_infinite::film::{self, EventKind, FilmEvents, HighlightEvent};
use halo_infinite::models::discovery_ugc::Film as Manifest;
use halo_infinite::models::stats::MatchStats;

use crate::context::{self, Context, MatchArgument, PlayerArgument};
use crate::failure::Failure;
use crate::save::{self, Folder};
use crate::show::{Report, record};
use picture::{Picture, Row};

pub use events::FilmOfMatch;

/// The arguments of the command.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("files").args(["svg", "save"]).multiple(true)))]
pub struct Film {
    /// The ID of a match, the first 8 or more characters of the ID of one of your last 100 matches, or `last`
    #[arg(value_name = "MATCH", default_value = "last")]
    game: MatchArgument,
    /// Only events of these kinds
    #[arg(short, long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<Kind>,
    /// Only events of this player: a gamertag, an XUID, or `me`
    #[arg(long, value_name = "NAME")]
    player: Option<PlayerArgument>,
    /// Draws the match as a picture for browsers; `-` is the standard output
    #[arg(long, value_name = "FILE", conflicts_with_all = ["kind", "player"])]
    svg: Option<PathBuf>,
    /// Saves all chunks of the film in a folder
    #[arg(long, value_name = "DIR", conflicts_with_all = ["kind", "player", "svg"])]
    save: Option<PathBuf>,
    /// Replaces existing files
    #[arg(long, requires = "files")]
    force: bool,
    /// Reads a saved chunk of highlight events, compressed or not, in place of a match; `-` is the standard input
    #[arg(long, value_name = "FILE", requires = "film_version", conflicts_with_all = ["game", "svg", "save"])]
    chunk: Option<PathBuf>,
    /// The version of the saved film: `FilmMajorVersion` of its manifest
    #[arg(long, value_name = "N", requires = "chunk")]
    film_version: Option<i64>,
}

record! {
    /// A chunk of a film that was saved.
    pub struct SavedChunk {
        /// The path of the file
        file: String,
    }
}

/// A kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// The player killed someone
    Kill,
    /// The player died
    Death,
    /// The player earned a medal
    Medal,
    /// An event of the mode, such as a flag
    Mode,
}

impl Kind {
    fn is_of(self, event: &HighlightEvent) -> bool {
        event.kind
            == match self {
                Self::Kill => EventKind::Kill,
                Self::Death => EventKind::Death,
                Self::Medal => EventKind::Medal,
                Self::Mode => EventKind::Mode,
            }
    }
}

impl Film {
    /// Prints, draws or saves the film.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        if let (Some(file), Some(version)) = (&self.chunk, self.film_version) {
            let bytes = read(file)?;
            let events = film::read_highlight_events(&bytes, version)
                .map_err(|error| Failure::Usage(format!("{}: {error}", file.display())))?;
            let events = events.read_all();
            if events.is_empty() {
                return Err(Failure::Usage(format!(
                    "{} has no highlight event that can be read: choose the last chunk of a film",
                    file.display()
                )));
            }
            return self.show(context, &events, version, None);
        }
        if let (Some(_), Some(form)) = (&self.svg, context.globals.forms().first()) {
            return Err(Failure::Usage(format!(
                "{form}: --svg draws a picture, and prints no records: choose one"
            )));
        }
        if let Some(file) = &self.svg {
            save::check(file, self.force)?;
        }
        let game = context.game(&self.game, || context.me())?;
        let no_film = || {
            Failure::new(
                format!("the match {} has no film", game.id()),
                "films of old matches are deleted, and that of a new match takes some minutes: try another match",
            )
        };
        if let Some(folder) = &self.save {
            return save_chunks(context, game.film()?.ok_or_else(no_film)?, folder, self.force);
        }
        let stats = context::stats(&game)?;
        let manifest = game.film()?.ok_or_else(no_film)?;
        let loading = context.out.progress("loading the film", None);
        let events = game.highlight_events()?.ok_or_else(no_film)?;
        drop(loading);
        match &self.svg {
            Some(file) => draw(context, file, self.force, events, stats),
            None => self.show(
                context,
                events,
                manifest.custom_data.film_major_version,
                Some(stats),
            ),
        }
    }

    fn show(
        &self,
        context: &Context,
        events: &FilmEvents,
        version: i64,
        stats: Option<&MatchStats>,
    ) -> Result<(), Failure> {
        if !events.damaged.is_empty() {
            let count = events.damaged.len();
            context
                .out
                .note(format_args!("{count} damaged events are left out"));
        }
        if film::Layout::of_version(version).is_none() {
            context.out.note(format_args!(
                "version {version} of films is not known: its events are read as {}",
                events.layout
            ));
        }
        let me = match &self.player {
            Some(PlayerArgument::Me) => Some(context.me()?),
            _ => None,
        };
        let is_wanted = |event: &HighlightEvent| match &self.player {
            None => true,
            Some(PlayerArgument::Me) => me == Some(event.xuid),
            Some(PlayerArgument::Other(player)) => {
                player.xuid() == Some(event.xuid)
                    || player
                        .gamertag()
                        .is_some_and(|gamertag| gamertag.to_lowercase() == event.gamertag.to_lowercase())
            }
        };
        if self.player.is_some() && !events.iter().any(is_wanted) {
            let players: Vec<_> = film::timelines(events)
                .iter()
                .map(|timeline| timeline.gamertag.to_owned())
                .collect();
            return Err(Failure::new(
                "this player has no event in the film",
                format!("name one of {}", players.join(", ")),
            ));
        }
        let is_of_kind =
            |event: &HighlightEvent| self.kind.is_empty() || self.kind.iter().any(|kind| kind.is_of(event));
        let record = FilmOfMatch::new(context, events, version, stats, &is_wanted, &is_of_kind)?;
        if record.events.is_empty() {
            context.out.note("the film has no such events");
        }
        view::print(context, &record)
    }
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = match file == Path::new("-") {
        true => io::stdin().read_to_end(&mut bytes).map(|_| bytes),
        false => fs::read(file),
    };
    read.map_err(|error| Failure::Usage(format!("{} cannot be read: {error}", file.display())))
}

fn save_chunks(context: &Context, manifest: &Manifest, folder: &Path, force: bool) -> Result<(), Failure> {
    let chunks = manifest.custom_data.chunks.iter();
    let names: Vec<_> = chunks.map(|chunk| format!("filmChunk{}", chunk.index)).collect();
    Folder::prepare(folder, force, names.iter().map(String::as_str))?;
    let progress = context
        .out
        .progress("chunks", u64::try_from(manifest.custom_data.chunks.len()).ok());
    let download = context.client()?.films().download(manifest);
    let files = download
        .progress(|done| {
            if done.chunks_done > 0 {
                progress.step();
            }
        })
        .to_folder(folder)?;
    drop(progress);
    let saved: Vec<_> = files
        .iter()
        .map(|file| SavedChunk {
            file: file.display().to_string(),
        })
        .collect();
    let report = saved.iter().fold(Report::list(&saved)?, |report, chunk| {
        report.line(chunk.file.as_str())
    });
    context.out.report(&report)
}

/// A row for each player with events, team by team, the best killers first.
fn rows<'e>(events: &'e [HighlightEvent], stats: &MatchStats) -> Vec<Row<'e>> {
    let timelines = film::timelines(events).into_iter();
    let mut rows: Vec<Row<'_>> = timelines
        .map(|timeline| {
            let team = stats.player(timeline.xuid).map(|player| player.last_team_id);
            Row { timeline, team }
        })
        .collect();
    rows.sort_by_key(|row| {
        let kills = row.timeline.count(EventKind::Kill);
        (row.team.map(|team| team.value()), Reverse(kills))
    });
    rows
}

fn draw(
    context: &Context,
    file: &Path,
    force: bool,
    events: &FilmEvents,
    stats: &MatchStats,
) -> Result<(), Failure> {
    let names = context.names()?;
    names.prepare(stats);
    let info = &stats.match_info;
    let check = film::check(events, stats);
    let picture = Picture {
        title: events::title(names, info),
        subtitle: format!(
            "{} UTC, match {}",
            info.start_time.strftime("%Y-%m-%d %H:%M"),
            stats.match_id
        ),
        note: match check.disagreements().count() {
            0 => "Film and statistics agree.".into(),
            count => format!(
                "Film and statistics disagree about {count} of {} players.",
                check.players.len()
            ),
        },
        rows: rows(events, stats),
        pairs: film::kill_pairs(events, film::KILL_PAIR_GAP),
        multi_kills: film::multi_kills(events, film::MULTI_KILL_WINDOW),
    };
    let svg = picture.to_string();
    let events = format_args!("{} events of {} players", events.len(), picture.rows.len());
    save::output(&context.out, file, force, svg.as_bytes(), events)
}
