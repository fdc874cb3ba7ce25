//! `halo watch`: matches as they end.

mod command;
mod errors;
mod obs;
mod resume;
mod seen;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use halo_infinite::Xuid;

use crate::context::{Context, PlayerArgument};
use crate::failure::Failure;
use crate::numbers::at_least_one;
use crate::show::{Cell, Column, Report, Table};

use errors::LastErrors;
use obs::Obs;
use resume::Saved;
use seen::Sessions;

pub use seen::Seen;

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct Watch {
    /// Gamertags, XUIDs, or `me`
    #[arg(default_value = "me")]
    players: Vec<PlayerArgument>,
    /// Runs a command of the shell for each match, and waits for its end; Ctrl-C ends its shell too; HALO_MATCH_ID, HALO_PLAYER, HALO_XUID,
    /// HALO_OUTCOME, HALO_MAP, HALO_MODE, HALO_PLAYLIST, HALO_KILLS, HALO_DEATHS, HALO_ASSISTS, HALO_KDA, HALO_CSR,
    /// HALO_CSR_CHANGE and HALO_STREAK are in its environment
    #[arg(long, value_name = "COMMAND")]
    exec: Option<String>,
    /// Writes text files for OBS into this folder: match.txt, outcome.txt, kills.txt, csr.txt, streak.txt and more
    #[arg(long, value_name = "DIR")]
    obs: Option<PathBuf>,
    /// Seconds between two looks at a player; by default 60 after a match, up to 600 later
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=86_400))]
    interval: Option<u32>,
    /// Ends after this number of matches
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    count: Option<NonZeroUsize>,
    /// Resumes where the last `--resume` watch of this profile ended: reports the matches since then too
    #[arg(long)]
    resume: bool,
}

impl Watch {
    /// Prints each match of the players that ends from now on.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        if context.globals.csv || context.globals.tsv {
            return Err(Failure::Usage(
                "a watch prints lines as matches end: choose --json for a line of JSON each, or --template"
                    .into(),
            ));
        }
        let players: Vec<Xuid> = self
            .players
            .iter()
            .map(|player| context.xuid(player))
            .collect::<Result<_, _>>()?;
        let obs = match (&self.obs, players.as_slice()) {
            (None, _) => None,
            (Some(folder), [_]) => Some(Obs::open(folder)?),
            (Some(_), _) => return Err(Failure::Usage("--obs shows one player: name one".into())),
        };
        let mut last_errors = LastErrors::default();
        for (argument, xuid) in self.players.iter().zip(&players) {
            let gamertag = match argument {
                PlayerArgument::Me => {
                    let record = context.profile()?.record;
                    record.gamertag.filter(|_| record.xuid == Some(*xuid))
                }
                PlayerArgument::Other(player) => player.gamertag().map(str::to_owned),
            };
            if let Some(gamertag) = gamertag {
                last_errors.name((*xuid).into(), &gamertag);
            }
        }
        let mut watch = context.client()?.watch_all(players);
        if let Some(seconds) = self.interval {
            let interval = Duration::from_secs(seconds.into());
            watch = watch.interval(interval, interval);
        }
        let saved = self.resume.then(|| Saved::of(context)).transpose()?;
        if let Some(point) = saved.as_ref().map(Saved::read).transpose()?.flatten() {
            watch = watch.resume(point);
        }
        let mut sessions = Sessions::default();
        let mut left = self.count.map_or(usize::MAX, NonZeroUsize::get);
        while left > 0 {
            let waiting = context.out.progress("waiting for the next match", None);
            let event = watch.next();
            drop(waiting);
            match event {
                Some(Ok(new)) => {
                    last_errors.forget(&new.player);
                    let seen = sessions.see(context, &new)?;
                    last_errors.name(new.player.clone(), &seen.player);
                    show(context, &seen)?;
                    if let Some(obs) = &obs {
                        obs.write(context, &seen);
                    }
                    if let Some(line) = &self.exec {
                        // A command that is interrupted is not run again for the same match.
                        if let Some(saved) = &saved {
                            saved.write(&watch.resume_point())?;
                        }
                        command::run(context, line, &seen);
                    }
                    left -= 1;
                }
                Some(Err(error)) => last_errors.note(context, error)?,
                None => break,
            }
            if let Some(saved) = &saved {
                saved.write(&watch.resume_point())?;
            }
        }
        if let Some(saved) = &saved {
            saved.write(&watch.resume_point())?;
        }
        match context.cancel.is_cancelled() {
            true => Err(Failure::Interrupted),
            false => Ok(()),
        }
    }
}

/// A line for people, a row for pipes, or what the options ask for.
fn show(context: &Context, seen: &Seen) -> Result<(), Failure> {
    let report = Report::one(seen)?.one_of_many();
    if context.out.is_terminal() {
        return context.out.report(&report.line(seen.line()));
    }
    let columns = [
        "start",
        "player",
        "outcome",
        "map",
        "mode",
        "playlist",
        "K",
        "D",
        "A",
        "CSR",
        "CSR change",
        "match",
    ];
    let mut table = Table::new(columns.map(Column::new));
    table.row([
        Cell::time(seen.start),
        Cell::text(seen.player.clone()),
        Cell::text(seen.outcome.clone()),
        Cell::text(seen.map.clone()),
        Cell::text(seen.mode.clone()),
        Cell::maybe(seen.playlist.clone(), Cell::text),
        Cell::maybe(seen.kills, Cell::count),
        Cell::maybe(seen.deaths, Cell::count),
        Cell::maybe(seen.assists, Cell::count),
        Cell::maybe(seen.csr, Cell::count),
        Cell::maybe(seen.csr_change, Cell::count),
        Cell::text(seen.match_id.clone()),
    ]);
    context.out.report(&report.table(table))
}
