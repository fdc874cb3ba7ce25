//! `halo players`: gamertags, XUIDs and profiles.

use std::io::{self, BufRead};

use clap::Args;
use halo_infinite::Xuid;

use crate::commands::common::check_players;
use crate::context::{Context, PlayerArgument};
use crate::failure::Failure;
use crate::show::{Cell, Column, Paint, Report, Table, record};

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
    /// Prints the players. The failure names the unknown ones.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let asked = self.asked()?;
        let mut unknown = Vec::new();
        let mut parsed: Vec<(&str, PlayerArgument)> = Vec::new();
        for text in &asked {
            match text.parse() {
                Ok(player) => parsed.push((text, player)),
                Err(error) => unknown.push(error),
            }
        }
        if parsed.is_empty() && !unknown.is_empty() {
            return Err(Failure::Usage(unknown.join("; ")));
        }
        let (texts, players): (Vec<_>, Vec<_>) = parsed.into_iter().unzip();
        let mut known: Vec<(&str, Xuid)> = Vec::new();
        for (text, xuid) in texts.into_iter().zip(context.xuids(&players)?) {
            match xuid {
                Ok(xuid) => known.push((text, xuid)),
                Err(words) => unknown.push(words),
            }
        }
        let users = match known.is_empty() {
            true => Vec::new(),
            false => context
                .client()?
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
        if !found.is_empty() {
            context.out.report(&Report::list(&found)?.table(table(&found)))?;
        }
        check_players(
            context,
            &unknown,
            asked.len(),
            "were not found",
            "check their spelling; players who closed their account are gone",
        )
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
