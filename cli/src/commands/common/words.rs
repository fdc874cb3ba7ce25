//! Outcomes, teams and kinds of matches.

use halo_infinite::refdata::{LifecycleMode, Outcome, Team};

use crate::show::Paint;

/// The colour of an outcome.
pub fn outcome_paint(outcome: Outcome) -> Paint {
    match outcome {
        Outcome::Win => Paint::Good,
        Outcome::Loss => Paint::Bad,
        _ => Paint::Plain,
    }
}

/// The colour of a team.
pub fn team_paint(team: Team) -> Paint {
    match team {
        Team::Eagle => Paint::Blue,
        Team::Cobra => Paint::Red,
        _ => Paint::Plain,
    }
}

/// The kind of a match, as `--type` has it.
pub fn kind_name(mode: LifecycleMode) -> String {
    match mode {
        LifecycleMode::Matchmade => "matchmaking".into(),
        LifecycleMode::Custom => "custom".into(),
        LifecycleMode::CustomLan => "local".into(),
        other => other.to_string(),
    }
}

/// The playlist of a match, or the kind of a match without one.
pub fn place_name(playlist: Option<&str>, kind: &str) -> String {
    match (playlist, kind) {
        (Some(playlist), _) => playlist.to_owned(),
        (None, "custom") => "custom game".into(),
        (None, "local") => "local game".into(),
        (None, kind) => kind.to_owned(),
    }
}
