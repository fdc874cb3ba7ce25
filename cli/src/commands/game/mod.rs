//! `halo match`: the scoreboard of a match.

mod fetch;
mod records;
mod view;

use std::str::FromStr;

use clap::Args;
use halo_infinite::types::Guid;

use crate::context::{Context, PlayerArgument};
use crate::failure::Failure;
use crate::show::Report;

pub use records::Game;

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct ShowMatch {
    /// The ID of a match, or `last`: the newest match of the player
    #[arg(value_name = "ID|last")]
    game: Which,
    /// A gamertag, an XUID, or `me`: the player to mark
    player: Option<PlayerArgument>,
    /// Lists each medal of each player
    #[arg(long)]
    medals: bool,
    /// Lists the highlight events of the film: kills, deaths and medals
    #[arg(long)]
    events: bool,
}

/// A match on the command line.
#[derive(Debug, Clone, Copy)]
pub enum Which {
    /// The newest match of the player.
    Last,
    /// The match with this ID.
    Id(Guid),
}

impl FromStr for Which {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.eq_ignore_ascii_case("last") {
            return Ok(Self::Last);
        }
        text.parse()
            .map(Self::Id)
            .map_err(|_| "write the ID that `halo history` lists, or `last`".into())
    }
}

impl ShowMatch {
    /// Prints the match. A part that is missing is a note, and the rest is printed.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let parts = fetch::Parts::fetch(context, self.game, self.player.as_ref(), self.events)?;
        let game = Game::new(context, &parts)?;
        let report = view::blocks(Report::one(&game)?, &game, &parts, self.medals);
        context.out.report(&report)
    }
}
