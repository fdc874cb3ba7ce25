//! The commands: a file for each.

mod api;
mod decode;
mod film;
mod history;
mod whoami;

use clap::{CommandFactory, Parser, Subcommand};

use crate::context::Context;
use crate::failure::Failure;
use crate::globals::Globals;
use crate::show::{Field, Record};

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
        const FIELDS: &[(&str, &[Field])] = &[$($(($name, <$record as Record>::FIELDS),)?)*];
    };
}

commands! {
    /// The signed-in player
    "whoami" Whoami(whoami::Whoami) => whoami::SignedIn;
    /// A player's last matches
    "history" History(history::History) => history::Played;
    /// The events of a match's theater film: kills, deaths and medals to the millisecond
    "film" Film(film::Film) => film::FilmOfMatch;
    /// Calls any endpoint of the API by its name
    "api" Api(api::Api) => api::Listed;
    /// Decodes saved payloads, and lists the fields that their model does not know
    "decode" Decode(decode::Decode) => decode::Decoded;
}

/// The whole command line, for parsing, completions and the man page.
pub fn command_line() -> clap::Command {
    FIELDS
        .iter()
        .fold(CommandLine::command(), |line, (name, fields)| {
            line.mut_subcommand(name, |command| {
                // `--help` has the examples of `-h` too.
                let examples = command.get_after_help().map(|text| format!("{text}\n\n"));
                let help = examples.unwrap_or_default() + &fields_help(fields);
                command.after_long_help(help)
            })
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
