//! Progress on reward tracks.

use super::results::results;
use crate::app::Shared;
use crate::rng::Rng;
use crate::services::halo::Model;
use crate::services::path::{PathOwner, Viewer, only_own, parameter};
use crate::services::query::Query;
use crate::wire::problem::Problem;
use crate::world::catalog::seasons;
use crate::world::{career, rewards};
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use serde_json::{Value, json};
use std::collections::HashMap;

const CAREER: &str = "RewardTracks/CareerRanks/careerRank1.json";

/// The `{track}` of the path. The only career is `careerrank1`.
pub(super) struct PathTrack;

impl FromRequestParts<Shared> for PathTrack {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let track = parameter(parts, app, "track").await?;
        if track.eq_ignore_ascii_case("careerrank1") {
            Ok(Self)
        } else {
            Err(Problem::NotFound)
        }
    }
}

/// The career ranks of any players. Unlike a player's own, they have no flags.
pub(super) async fn career_ranks(
    State(app): State<Shared>,
    _: PathTrack,
    query: Query,
) -> Result<Model, Problem> {
    let result = |person| {
        let (completed, xp) = career::progress(app.world.sittings_of(person).len());
        json!({
            "RewardTrackPath": CAREER,
            "TrackType": "CareerRank",
            "CurrentProgress": { "Rank": completed, "PartialProgress": xp },
        })
    };
    let tracks = results(&app, &query, result)?;
    Ok(Model("CareerRanks", json!({ "RewardTracks": tracks })))
}

/// Only for the player's own token, as `halo_api` documents. Other players' ranks come from a list of players.
pub(super) async fn career_rank(
    State(app): State<Shared>,
    PathOwner(person): PathOwner,
    _: PathTrack,
    viewer: Viewer,
) -> Result<Model, Problem> {
    only_own(person, viewer)?;
    let (completed, xp) = career::progress(app.world.sittings_of(person).len());
    let last = career::ranks().len() as i64;
    let spartan = Rng::for_subject(app.world.people()[person].xuid(), "spartan").uuid();
    Ok(Model(
        "PlayerCareerRank",
        json!({
            "RewardTrackPath": CAREER,
            "TrackType": "CareerRank",
            "CurrentProgress": progress(completed, xp, last),
            "PreviousProgress": null,
            "IsOwned": true,
            "BaseXp": null,
            "BoostXp": null,
            "SpartanId": spartan.to_string(),
        }),
    ))
}

fn progress(completed: i64, xp: i64, last: i64) -> Value {
    json!({ "Rank": completed, "PartialProgress": xp, "IsOwned": true, "HasReachedMaxRank": completed == last })
}

/// Only for the player's own token.
pub(super) async fn operations(
    State(app): State<Shared>,
    PathOwner(person): PathOwner,
    viewer: Viewer,
) -> Result<Model, Problem> {
    only_own(person, viewer)?;
    let mut tracks: Vec<&str> = seasons::ALL.iter().map(|season| season.track).collect();
    tracks.dedup();
    let mut matches: HashMap<&str, usize> = HashMap::new();
    for (plan, _) in app.world.matches_of(person) {
        *matches.entry(seasons::at(plan.start).track).or_default() += 1;
    }
    let pass = |(index, track): (usize, &&str)| {
        let ranks = rewards::ranks(track);
        let (completed, xp) = rewards::progress(matches.get(track).copied().unwrap_or(0), ranks);
        json!({
            "RewardTrackPath": track,
            "TrackType": "Operation",
            "CurrentProgress": progress(completed, xp, ranks),
            "PreviousProgress": null,
            "IsOwned": index % 2 == 0,
            "BaseXp": null,
            "BoostXp": null,
        })
    };
    Ok(Model(
        "PlayerOperationPasses",
        json!({
            "ActiveOperationRewardTrackPath": seasons::current().track,
            "OperationRewardTracks": tracks.iter().enumerate().map(pass).collect::<Value>(),
            "ScheduledOperationRewardTrackPath": "",
        }),
    ))
}
