//! Progress on reward tracks.

use super::ledger::{self, Progress, played};
use super::results::results;
use crate::app::Shared;
use crate::rng::Rng;
use crate::services::halo::Model;
use crate::services::path::{Own, parameter};
use crate::services::query::Query;
use crate::wire::problem::Problem;
use crate::world::career;
use crate::world::catalog::seasons;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use serde_json::{Value, json};

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
    Own(person): Own,
    _: PathTrack,
) -> Result<Model, Problem> {
    let (completed, xp) = career::progress(app.world.sittings_of(person).len());
    let career = Progress {
        track: CAREER,
        completed,
        xp,
        last: career::ranks().len() as i64,
        is_owned: true,
    };
    let spartan = Rng::for_subject(app.world.people()[person].xuid(), "spartan").uuid();
    Ok(Model(
        "PlayerCareerRank",
        json!({
            "RewardTrackPath": CAREER,
            "TrackType": "CareerRank",
            "CurrentProgress": career.json(),
            "PreviousProgress": null,
            "IsOwned": true,
            "BaseXp": null,
            "BoostXp": null,
            "SpartanId": spartan.to_string(),
        }),
    ))
}

/// Only for the player's own token.
pub(super) async fn operations(State(app): State<Shared>, Own(person): Own) -> Result<Model, Problem> {
    let operations = ledger::operations(person, &played(&app, person));
    let tracks: Value = operations
        .iter()
        .map(|progress| track(progress, "Operation"))
        .collect();
    Ok(Model(
        "PlayerOperationPasses",
        json!({
            "ActiveOperationRewardTrackPath": seasons::current().track,
            "OperationRewardTracks": tracks,
            "ScheduledOperationRewardTrackPath": "",
        }),
    ))
}

/// The `{track}` of the path: the name of a track's file, with or without the extension, in any case.
pub(super) struct PathTrackFile(String);

impl FromRequestParts<Shared> for PathTrackFile {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        parameter(parts, app, "track").await.map(Self)
    }
}

impl PathTrackFile {
    fn is(&self, path: &str) -> bool {
        let file = path.rsplit('/').next().unwrap_or(path);
        let name = file.trim_end_matches(".json");
        [file, name]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(&self.0))
    }
}

/// Only for the player's own token.
pub(super) async fn operation(
    State(app): State<Shared>,
    Own(person): Own,
    file: PathTrackFile,
) -> Result<Model, Problem> {
    found(
        &ledger::operations(person, &played(&app, person)),
        &file,
        "Operation",
    )
}

/// Only for the player's own token.
pub(super) async fn event(
    State(app): State<Shared>,
    Own(person): Own,
    file: PathTrackFile,
) -> Result<Model, Problem> {
    found(&ledger::events(&app, person), &file, "Event")
}

fn found(all: &[Progress], file: &PathTrackFile, kind: &str) -> Result<Model, Problem> {
    let progress = all.iter().find(|progress| file.is(progress.track));
    let progress = progress.ok_or(Problem::NotFound)?;
    Ok(Model("PlayerRewardTrack", track(progress, kind)))
}

/// A player's track of a kind.
pub(super) fn track(progress: &Progress, kind: &str) -> Value {
    json!({
        "RewardTrackPath": progress.track,
        "TrackType": kind,
        "CurrentProgress": progress.json(),
        "PreviousProgress": null,
        "IsOwned": progress.is_owned,
        "BaseXp": null,
        "BoostXp": null,
    })
}
