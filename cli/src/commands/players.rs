//! `halo players`: gamertags, XUIDs and profiles.

use std::io::{self, BufRead};

use clap::Args;
use halo_infinite::{Player, Xuid};

use crate::context::{Context, PlayerArgument};
use crate::failure::{Failure, in_words};
use crate::show::{Cell, Column, Paint, Report, Table, printable, record};

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct Players {
    /// Gamertags, XUIDs or `me`; `-` reads them from the standard input, one a line
    #[arg(required = true)]
    names: Vec<String>,
}

record! {
    /// A player.
    pub struct Found {
        /// The name or XUID that was asked for
        asked: String,
        /// The gamertag
        gamertag: String,
        /// The XUID
        xuid: String,
        /// The address of the gamerpic
        gamerpic: Option<String>,
    }
}

impl Players {
    /// Prints the players. Unknown ones are notes, and make the exit code 1.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let asked = self.asked()?;
        let mut unknown = Vec::new();
        let mut me = None;
        let mut parsed: Vec<(&str, Player)> = Vec::new();
        for text in &asked {
            match text.parse() {
                Ok(PlayerArgument::Other(player)) => parsed.push((text, player)),
                Ok(PlayerArgument::Me) => {
                    let xuid = match me {
                        Some(xuid) => xuid,
                        None => *me.insert(context.me()?),
                    };
                    parsed.push((text, xuid.into()));
                }
                Err(error) => unknown.push(error),
            }
        }
        let (client, names) = (context.client()?, context.names()?);
        let xuids = names.xuids(parsed.iter().map(|(_, player)| player));
        let mut known: Vec<(&str, Xuid)> = Vec::new();
        for ((text, _), xuid) in parsed.iter().zip(xuids) {
            match xuid {
                Ok(xuid) => known.push((text, xuid)),
                Err(error) if error.status() == Some(404) => {
                    unknown.push(format!("no player has the gamertag `{text}`"));
                }
                Err(error) => unknown.push(format!("{text}: {}", in_words(&error))),
            }
        }
        let users = match known.is_empty() {
            true => Vec::new(),
            false => client
                .profile()
                .users_by_id(known.iter().map(|(_, xuid)| *xuid))
                .send()?,
        };
        let mut found = Vec::new();
        for (text, xuid) in known {
            match users.iter().find(|user| user.xuid == xuid) {
                Some(user) => found.push(Found {
                    asked: text.to_owned(),
                    gamertag: user.gamertag.clone(),
                    xuid: xuid.get().to_string(),
                    gamerpic: user
                        .gamerpic
                        .as_ref()
                        .and_then(|pictures| pictures.xlarge.clone()),
                }),
                None => unknown.push(format!("no player has the XUID {}", xuid.get())),
            }
        }
        if !found.is_empty() || context.out.is_json() {
            context.out.report(&Report::list(&found)?.table(table(&found)))?;
        }
        for words in &unknown {
            context
                .out
                .always_note(format_args!("halo: {}", printable(words)));
        }
        match unknown.len() {
            0 => Ok(()),
            missing => Err(Failure::new(
                format!("{missing} of {} players were not found", asked.len()),
                "check their spelling; players who closed their account are gone",
            )),
        }
    }

    /// The names on the command line and on the standard input.
    fn asked(&self) -> Result<Vec<String>, Failure> {
        let mut asked = Vec::new();
        for name in &self.names {
            if name != "-" {
                asked.push(name.clone());
                continue;
            }
            for line in io::stdin().lock().lines() {
                let line = line.map_err(|error| {
                    Failure::new(
                        format!("the standard input cannot be read: {error}"),
                        "write one name a line, in UTF-8",
                    )
                })?;
                let name = line.trim();
                if !name.is_empty() {
                    asked.push(name.to_owned());
                }
            }
        }
        Ok(asked)
    }
}

fn table(found: &[Found]) -> Table {
    let mut table = Table::new([
        Column::new("gamertag"),
        Column::new("XUID"),
        Column::new("gamerpic").rank(1),
    ]);
    for player in found {
        table.row([
            Cell::text(player.gamertag.clone()),
            Cell::text(player.xuid.clone()),
            Cell::maybe(player.gamerpic.clone(), Cell::text).paint(Paint::Faint),
        ]);
    }
    table
}
