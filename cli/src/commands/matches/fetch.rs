//! The parts of a match, which are fetched in parallel.

use std::thread;

use halo_infinite::Xuid;
use halo_infinite::film::FilmEvents;
use halo_infinite::models::skill::MatchSkill;
use halo_infinite::models::stats::MatchStats;

use crate::commands::common::{MedalBook, join};
use crate::context::{self, Context, MatchArgument, PlayerArgument};
use crate::failure::Failure;

/// The parts of a match.
pub struct Parts {
    /// The statistics.
    pub stats: MatchStats,
    /// The skill; `None` if it is missing, and for custom games.
    pub skill: Option<MatchSkill>,
    /// The names of medals.
    pub medals: MedalBook,
    /// The film's events; `None` if they are missing, or nobody asked for them.
    pub events: Option<FilmEvents>,
    /// The player to mark.
    pub player: Option<Xuid>,
}

impl Parts {
    /// Fetches the parts. Only the statistics have to be there.
    pub fn fetch(
        context: &Context,
        which: &MatchArgument,
        player: Option<&PlayerArgument>,
        with_events: bool,
    ) -> Result<Self, Failure> {
        let client = context.client()?;
        let player = match (which, player) {
            (_, Some(player)) => Some(context.xuid(player)?),
            // Nobody need be signed in by name to look at a match.
            (MatchArgument::Id(_), None) => context.known_me(),
            (_, None) => Some(context.me()?),
        };
        let game = context.game(which, || player.map_or_else(|| context.me(), Ok))?;
        let names = context.names()?;
        let (stats, skill, medals, events) = thread::scope(|scope| {
            let skill = scope.spawn(|| game.skill().map(Option::<&MatchSkill>::cloned));
            let medals = scope.spawn(|| client.gamecms_hacs().medal_metadata().send());
            let events = with_events
                .then(|| scope.spawn(|| game.highlight_events().map(Option::<&FilmEvents>::cloned)));
            let stats = context::stats(&game).cloned();
            if let Ok(stats) = &stats {
                names.prepare(stats);
            }
            (stats, join(skill), join(medals), events.map(join))
        });
        let stats = stats?;
        let medals = context.part("the rarity of medals", medals)?;
        let events = match events {
            Some(events) => context.part("the events of the film", events)?,
            None => None,
        };
        if events.as_ref().is_some_and(Option::is_none) {
            context.out.note("the match has no film, or no longer has one");
        }
        Ok(Self {
            skill: context.part("the skill", skill)?.flatten(),
            medals: medals
                .map(|medals| MedalBook::new(&medals, context.tag()))
                .unwrap_or_default(),
            stats,
            events: events.flatten(),
            player,
        })
    }
}
