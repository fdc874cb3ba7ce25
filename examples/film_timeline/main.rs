//! Draws what happened in a match as a picture: a row for each player, a mark for each event.
//!
//! ```text
//! cargo run --example film_timeline -- [MATCH] [--output FILE]
//! ```
//!
//! MATCH is a match's ID; the default is the signed-in player's last match. Without credentials
//! in the environment everything comes from the built-in sandbox (see `docs/getting-started.md`). The
//! picture is an SVG, for any browser; it goes to the standard output unless a FILE is given.

#[path = "../common/mod.rs"]
mod common;
mod picture;

use std::error::Error;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use halo_infinite::models::stats::MatchStats;
use halo_infinite::{Match, film};
use picture::{Picture, Row};

const USAGE: &str = "usage: film_timeline [MATCH] [--output FILE]";

#[derive(Default)]
struct Options {
    match_id: Option<String>,
    output: Option<PathBuf>,
}

fn options() -> Result<Options, lexopt::Error> {
    use lexopt::prelude::*;

    let mut options = Options::default();
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("output") => options.output = Some(arguments.value()?.into()),
            Value(id) if options.match_id.is_none() => options.match_id = Some(id.parse()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(options)
}

/// A row for each player with events, team by team, the best killers first.
fn rows<'a>(events: &'a [film::HighlightEvent], stats: &MatchStats) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'_>> = film::timelines(events)
        .into_iter()
        .map(|timeline| {
            let team = stats.player(timeline.xuid).map(|player| player.last_team_id);
            Row { timeline, team }
        })
        .collect();
    rows.sort_by_key(|row| {
        let kills = row.timeline.count(film::EventKind::Kill);
        (row.team.map(|team| team.value()), std::cmp::Reverse(kills))
    });
    rows
}

fn run() -> Result<(), Box<dyn Error>> {
    let options = options().map_err(|error| format!("{error}\n{USAGE}"))?;
    let source = common::source()?;
    let client = source.client.clone().build()?;
    let game = match &options.match_id {
        Some(id) => Match::new(&client, id.as_str())?,
        None => {
            let player = source
                .player()
                .ok_or("which match? Pass its ID as the argument MATCH")?;
            let history = client.stats().match_history(&player).count(1).send()?;
            let last = history.results.first().ok_or("no match has been played yet")?;
            Match::from_history(&client, last)
        }
    };
    let events = game
        .highlight_events()?
        .ok_or("the match has no film, or the film was deleted")?;
    let stats = game.stats()?;
    let info = &stats.match_info;
    let check = film::check(events, stats);
    let picture = Picture {
        title: format!("{} on {}", game.mode()?.public_name, game.map()?.public_name),
        subtitle: format!(
            "{} UTC, match {}",
            info.start_time.strftime("%Y-%m-%d %H:%M"),
            game.id()
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
    match &options.output {
        Some(path) => {
            fs::write(path, svg).map_err(|error| format!("{}: {error}", path.display()))?;
            println!(
                "{} events of {} players: {}",
                events.len(),
                picture.rows.len(),
                path.display()
            );
            Ok(())
        }
        None => match io::stdout().write_all(svg.as_bytes()) {
            // The reader has closed the pipe.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            written => Ok(written?),
        },
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("film_timeline: {error}");
            ExitCode::FAILURE
        }
    }
}
