//! What several commands share.

mod assets;
mod events;
mod medals;
mod names;
mod words;

use std::panic::resume_unwind;
use std::thread::ScopedJoinHandle;

pub use assets::{asset_kind_name, author_name};
pub use events::{Event, events, seconds};
pub use medals::{CountedMedal, MedalBook, rarity_paint};
pub use names::OneOf;
pub use words::{kind_name, outcome_paint, place_name, quality_paint, team_paint, words};

use crate::context::Context;
use crate::failure::Failure;

/// The result of a thread. A panic goes on in this thread.
pub fn join<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

/// The result of a request that a service answers for the signed-in player alone.
pub fn own<T>(things: &str, result: Result<T, impl Into<Failure>>) -> Result<T, Failure> {
    result.map_err(|error| match error.into() {
        Failure::Sdk(error) if error.status() == Some(403) => Failure::new(
            format!("the service shows the {things} of the signed-in player alone"),
            "write `me`, or sign in as that player with another --profile",
        ),
        other => other,
    })
}

/// Fails if players are missing in a result, with a reason for each of them.
pub fn check_players(
    context: &Context,
    reasons: &[String],
    asked: usize,
    problem: &str,
    advice: &str,
) -> Result<(), Failure> {
    for reason in reasons {
        context.gap(reason);
    }
    match reasons.len() {
        0 => Ok(()),
        missing => Err(Failure::new(
            format!("{missing} of {asked} players {problem}"),
            advice,
        )),
    }
}
