//! The commands: a file or a folder for each.

mod api;
mod asset;
mod career;
mod challenges;
mod collection;
mod common;
mod completions;
mod csr;
mod decode;
#[cfg(feature = "sandbox")]
mod demo;
mod doctor;
mod film;
mod history;
mod login;
mod logout;
mod man;
mod matches;
mod medals;
mod operations;
mod players;
mod playlists;
#[cfg(all(test, feature = "platform-verifier", feature = "sandbox"))]
mod readme;
mod record;
#[cfg(feature = "sandbox")]
mod sandbox;
mod search;
mod seasons;
mod shop;
mod spartan;
mod watch;
mod whoami;

use clap::{CommandFactory, Parser, Subcommand};

use crate::context::Context;
use crate::failure::Failure;
use crate::globals::Globals;
use crate::show::{self, Field};

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

#[cfg(feature = "sandbox")]
impl CommandLine {
    /// The same line; the tour is always against the built-in sandbox, and for people.
    pub fn for_tour(mut self) -> Self {
        if matches!(self.command, Command::Demo(_)) {
            self.globals.sandbox = true;
            self.globals.always_view = true;
        }
        self
    }
}

/// The fields of what a command shows.
#[derive(Debug, Clone, Copy, Default)]
struct Fields {
    /// Those of its records, by the cases in which it shows them.
    cases: &'static [(&'static str, &'static [Field])],
    /// Those of its rows of separated values, if they are not the records.
    rows: &'static [&'static [Field]],
}

impl Fields {
    /// The lists of fields, with their headings.
    fn lists(self) -> impl Iterator<Item = (String, Vec<&'static Field>)> {
        let records = self.cases.iter();
        let records =
            records.map(|(case, fields)| (format!("Fields of --json{case}"), fields.iter().collect()));
        let rows = self.rows.iter();
        records.chain(rows.map(|fields| {
            (
                "Columns of --csv and --tsv".to_owned(),
                show::columns(fields).collect(),
            )
        }))
    }
}

/// Defines the enumeration of the commands. A command that shows records names them after an arrow: their fields are in
/// its help. One that shows different records names the others after the cases in which it shows them. `rows` are those of
/// separated values, if they are not the records.
macro_rules! commands {
    ($(
        $(#[doc = $about:literal])*
        $(#[cfg($condition:meta)])?
        $name:literal $variant:ident($arguments:ty) $(=> $record:ty $(, $case:literal $other:ty)* $(, rows $row:ty)?)?;
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

        /// The fields of each command.
        const FIELDS: &[(&str, Fields)] = &[$(
            $(#[cfg($condition)])?
            ($name, Fields {
                cases: &[$(("", <$record as show::Record>::FIELDS) $(, ($case, <$other as show::Record>::FIELDS))*)?],
                rows: &[$($(<$row as show::Record>::FIELDS)?)?],
            }),
        )*];
    };
}

commands! {
    /// A tour against the built-in sandbox: a sign-in, matches, a scoreboard, a picture
    #[cfg(feature = "sandbox")]
    "demo" Demo(demo::Demo);
    /// Signs in with a Microsoft account
    "login" Login(login::Login) => login::NewSignIn;
    /// Signs out: removes the tokens
    "logout" Logout(logout::Logout) => logout::SignedOut;
    /// The signed-in player, and all accounts
    "whoami" Whoami(whoami::Whoami) => whoami::SignedIn;
    /// The scoreboard of a match
    "match" Match(matches::ShowMatch) => matches::Game, rows matches::PlayerLine;
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
    /// The events of a match's theater film: kills, deaths and medals to the millisecond
    "film" Film(film::Film) => film::FilmOfMatch, " with --save" film::SavedChunk, rows common::Event;
    /// Calls any endpoint of the API by its name
    "api" Api(api::Api) => api::Listed;
    /// Decodes saved payloads, and lists the fields that their model does not know
    "decode" Decode(decode::Decode) => decode::Decoded, " with --list" decode::Known;
    /// The playlists of matchmaking, and the maps and modes of one
    "playlists" Playlists(playlists::Playlists) => playlists::Listed, " with a name" playlists::Chance;
    /// Maps, modes and prefabs of the studio and of players
    "search" Search(search::Search) => search::Found;
    /// A map, a mode, or another asset, with its files
    "asset" Asset(asset::Asset) => asset::Details;
    /// All medals, or those that a player has earned
    "medals" Medals(medals::Medals) => medals::Known, " with a player" medals::Earned;
    /// The calendar of seasons
    "seasons" Seasons(seasons::Seasons) => seasons::Season;
    /// Operations, battle passes and events, and your progress in them
    "operations" Operations(operations::Operations) => operations::Operation;
    /// The offerings of the shop and the Exchange
    "shop" Shop(shop::Shop) => shop::Offered;
    /// Your challenges
    "challenges" Challenges(challenges::Challenges) => challenges::Task;
    /// The items that you own, and those that are missing
    "collection" Collection(collection::Collection) => collection::Kind, " with --kind or --missing" collection::Item;
    /// A player's Spartan ID: service tag, emblem, armor
    "spartan" Spartan(spartan::Spartan) => spartan::Card;
    /// Checks the network, the account and this machine
    "doctor" Doctor(doctor::Doctor) => doctor::Finding;
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
    let line = CommandLine::command().mut_args(negative);
    FIELDS.iter().fold(line, |line, (name, fields)| {
        let fields = fields
            .lists()
            .map(|(heading, fields)| show::fields_help(&heading, fields.into_iter()));
        line.mut_subcommand(name, |command| {
            let command = command.mut_args(negative);
            // `--help` has the examples of `-h` too.
            let examples = command.get_after_help().map(ToString::to_string);
            let help: Vec<_> = examples.into_iter().chain(fields).collect();
            match help.is_empty() {
                true => command,
                false => command.after_long_help(help.join("\n\n")),
            }
        })
    })
}

/// An option that takes `-1` for its value, so that the error is about the value.
fn negative(argument: clap::Arg) -> clap::Arg {
    let takes_value = !argument.is_positional() && argument.get_action().takes_values();
    argument.allow_negative_numbers(takes_value)
}

/// The fields of what a command shows.
fn fields(command: &str) -> Fields {
    let found = FIELDS.iter().find(|(name, _)| *name == command);
    found.map(|(_, fields)| *fields).unwrap_or_default()
}

/// Fails if the output options do not fit the records of the command, before anything is sent.
pub fn check_output(command: &str, globals: &Globals) -> Result<(), Failure> {
    let cases = fields(command).cases;
    if let (true, Some(form)) = (cases.is_empty(), globals.forms().first()) {
        return Err(Failure::Usage(format!(
            "{form}: `halo {command}` prints no records: leave the option out"
        )));
    }
    let mut checks = cases
        .iter()
        .map(|(_, fields)| show::check_fields(&globals.json, fields));
    match checks.next() {
        // The JSON of the API has other fields than the list of its endpoints.
        Some(first) if command != "api" && !checks.any(|check| check.is_ok()) => first,
        _ => Ok(()),
    }
}
