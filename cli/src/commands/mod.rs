//! The commands: a file for each.

mod completions;
mod doctor;
mod history;
mod login;
mod logout;
mod man;
#[cfg(feature = "sandbox")]
mod sandbox;
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
    ($(
        $(#[doc = $about:literal])*
        $(#[cfg($condition:meta)])?
        $name:literal $variant:ident($arguments:ty) $(=> $record:ty)?;
    )*) => {
        /// The commands.
        #[derive(Debug, Subcommand)]
        pub enum Command {
            $($(#[doc = $about])* $(#[cfg($condition)])? #[command(name = $name)] $variant($arguments),)*
        }

        impl Command {
            /// Runs the command.
            pub fn run(&self, context: &Context) -> Result<(), Failure> {
                match self {
                    $($(#[cfg($condition)])? Self::$variant(command) => command.run(context),)*
                }
            }

            /// Whether the command needs a configuration without mistakes. The doctor reports them beside its other
            /// findings.
            pub fn needs_config(&self) -> bool {
                !matches!(self, Self::Doctor(_) | Self::Completions(_) | Self::Man(_))
            }
        }

        /// Each command, and the fields of its records if it shows some.
        const FIELDS: &[(&str, &[&[Field]])] = &[$(
            $(#[cfg($condition)])?
            ($name, &[$(<$record as Record>::FIELDS)?]),
        )*];
    };
}

commands! {
    /// Signs in with a Microsoft account
    "login" Login(login::Login) => login::NewSignIn;
    /// Signs out: removes the tokens
    "logout" Logout(logout::Logout) => logout::SignedOut;
    /// The signed-in player, and all accounts
    "whoami" Whoami(whoami::Whoami) => whoami::SignedIn;
    /// Checks the network, the account and this machine
    "doctor" Doctor(doctor::Doctor) => doctor::Finding;
    /// A player's last matches
    "history" History(history::History) => history::Played;
    /// Serves the built-in sandbox for other programs
    #[cfg(feature = "sandbox")]
    "sandbox" Sandbox(sandbox::Sandbox) => sandbox::Running;
    /// Prints completions for a shell
    "completions" Completions(completions::Completions);
    /// Prints the manual page, or writes a page for each command
    "man" Man(man::Man);
}

/// The whole command line, for parsing, completions and the man page.
pub fn command_line() -> clap::Command {
    let with_fields = FIELDS
        .iter()
        .filter_map(|(name, fields)| Some((name, fields.first()?)));
    with_fields.fold(CommandLine::command(), |line, (name, fields)| {
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
