//! The parts of a match, which are fetched in parallel.

use std::thread;

use halo_infinite::film::FilmEvents;
use halo_infinite::models::skill::MatchSkill;
use halo_infinite::models::stats::MatchStats;
use halo_infinite::{Client, Error, Match, Xuid};

use super::Which;
use crate::commands::common::{MedalBook, join, or_note};
use crate::context::{Context, PlayerArgument};
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
        which: Which,
        player: Option<&PlayerArgument>,
        with_events: bool,
    ) -> Result<Self, Failure> {
        let client = context.client()?;
        let (game, player) = match (which, player) {
            (Which::Last, player) => {
                let xuid = context.xuid(player.unwrap_or(&PlayerArgument::Me))?;
                (last(client, xuid)?, Some(xuid))
            }
            (Which::Id(id), Some(player)) => (Match::new(client, id)?, Some(context.xuid(player)?)),
            // Nobody need be signed in by name to look at a match.
            (Which::Id(id), None) => (Match::new(client, id)?, context.known_me()),
        };
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

/// The player's newest match.
fn last(client: &Client, player: Xuid) -> Result<Match, Failure> {
    let history = client.stats().match_history(player).count(1).send()?;
    let entry = history.results.first().ok_or_else(|| {
        Failure::new(
            "this player has no matches",
            "the player may hide them, or has not played yet",
        )
    })?;
    Ok(Match::from_history(client, entry))
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
