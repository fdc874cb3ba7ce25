//! The parts of a match, which are fetched in parallel.

use std::thread;

use halo_infinite::film::FilmEvents;
use halo_infinite::models::skill::MatchSkill;
use halo_infinite::models::stats::MatchStats;
use halo_infinite::{Error, Match, Xuid};

use crate::commands::common::{MedalBook, join, or_note};
use crate::context::{Context, MatchArgument, PlayerArgument};
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
            let stats = game.stats().cloned();
            if let Ok(stats) = &stats {
                names.prepare(stats);
            }
            (stats, join(skill), join(medals), events.map(join))
        });
        let stats = stats.map_err(|error| unknown(&game, error))?;
        context.note_missing_names();
        let medals = or_note(context, "the rarity of medals", medals)?;
        let events = match events {
            Some(events) => or_note(context, "the events of the film", events)?,
            None => None,
        };
        if events.as_ref().is_some_and(Option::is_none) {
            context.out.note("the match has no film, or no longer has one");
        }
        Ok(Self {
            skill: or_note(context, "the skill", skill)?.flatten(),
            medals: medals
                .map(|medals| MedalBook::new(&medals, context.language()))
                .unwrap_or_default(),
            stats,
            events: events.flatten(),
            player,
        })
    }
}

fn unknown(game: &Match, error: Error) -> Failure {
    match error.status() {
        Some(404) => Failure::new(
            format!("no match has the ID {}", game.id()),
            "`halo history` lists the IDs; the statistics of a match come some seconds after its end",
        ),
        _ => error.into(),
    }
}
