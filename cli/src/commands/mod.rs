//! The commands: a file for each.

mod career;
mod common;
mod csr;
mod game;
mod history;
mod players;
mod record;
mod watch;
mod whoami;

use clap::{CommandFactory, Parser, Subcommand};

use crate::context::Context;
use crate::failure::Failure;
use crate::globals::Globals;
use crate::show;
use crate::show::Field;

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "halo",
    version,
    about = "Halo Infinite in the terminal: matches, scoreboards, ranks, careers, the shop, films, and every endpoint of the API",
    after_help = "Without an account: halo --sandbox history\nWith your own:      halo login, then halo match last",
    infer_subcommands = true,
    max_term_width = 100
)]
pub struct CommandLine {
    /// The options of every command.
    #[command(flatten)]
    pub globals: Globals,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// Defines the enumeration of the commands. A command that shows records names them after an arrow: their fields are in
/// its help.
macro_rules! commands {
    ($($(#[$meta:meta])* $name:literal $variant:ident($arguments:ty) $(=> $record:ty)?;)*) => {
        /// The commands.
        #[derive(Debug, Subcommand)]
        pub enum Command {
            $($(#[$meta])* #[command(name = $name)] $variant($arguments),)*
        }

        impl Command {
            /// Runs the command.
            pub fn run(&self, context: &Context) -> Result<(), Failure> {
                match self {
                    $(Self::$variant(command) => command.run(context),)*
                }
            }
        }

        /// The fields of the records of each command that shows some.
        const FIELDS: &[(&str, &[Field])] = &[$($(($name, <$record as show::Record>::FIELDS),)?)*];
    };
}

commands! {
    /// The signed-in player
    "whoami" Whoami(whoami::Whoami) => whoami::SignedIn;
    /// The scoreboard of a match
    "match" Match(game::ShowMatch) => game::Game;
    /// A player's last matches
    "history" History(history::History) => history::Played;
    /// A player's service record
    "record" Record(record::ShowRecord) => record::ServiceRecord;
    /// A player's ranks in the ranked playlists
    "csr" Csr(csr::ShowCsr) => csr::Rank;
    /// Players' career ranks, and a forecast to Hero
    "career" Career(career::Career) => career::Progress;
    /// Gamertags, XUIDs and profiles of players
    "players" Players(players::Players) => players::Found;
    /// Each match of players as it ends, for commands and OBS too
    "watch" Watch(watch::Watch) => watch::Seen;
}

/// The whole command line, for parsing, completions and the man page.
pub fn command_line() -> clap::Command {
    FIELDS
        .iter()
        .fold(CommandLine::command(), |line, (name, fields)| {
            line.mut_subcommand(name, |command| command.after_long_help(fields_help(fields)))
        })
}

fn fields_help(fields: &[Field]) -> String {
    let width = fields
        .iter()
        .map(|field| field.name.len())
        .max()
        .unwrap_or_default();
    let lines = fields
        .iter()
        .map(|field| format!("\n  {:width$}  {}", field.name, field.about.trim()));
    format!("Fields of --json:{}", lines.collect::<String>())
}
