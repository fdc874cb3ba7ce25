//! `halo match`: the scoreboard of a match.

mod fetch;
mod records;
mod view;

use clap::Args;

use crate::context::{Context, MatchArgument, PlayerArgument};
use crate::failure::Failure;
use crate::show::Report;

pub use records::{Game, PlayerLine};

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct ShowMatch {
    /// The ID of a match, the first 8 or more characters of the ID of one of the player's last 100 matches, or `last`:
    /// the newest match of the player
    #[arg(value_name = "ID|last")]
    game: MatchArgument,
    /// A gamertag, an XUID, or `me`: the player to mark
    player: Option<PlayerArgument>,
    /// Lists each medal of each player
    #[arg(long)]
    medals: bool,
    /// Lists the highlight events of the film: kills, deaths and medals
    #[arg(long)]
    events: bool,
}

impl ShowMatch {
    /// Prints the match. If a part is missing, the rest is printed.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let parts = fetch::Parts::fetch(context, &self.game, self.player.as_ref(), self.events)?;
        let game = Game::new(context, &parts)?;
        let report = view::blocks(
            Report::one(&game)?.rows(&game.players)?,
            &game,
            &parts,
            self.medals,
        );
        context.out.report(&report)
    }
}
