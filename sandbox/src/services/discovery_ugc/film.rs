//! Theater films: which chunks a match's film has. The chunks themselves are files of another host.

use crate::app::Shared;
use crate::services::halo::Model;
use crate::services::subject::SubjectOf;
use crate::wire::problem::Problem;
use crate::wire::time_span::TICKS_PER_MS;
use crate::wire::timestamp::midnight;
use crate::world::plan::{Generation, MatchPlan};
use crate::world::rng::Rng;
use crate::world::ugc::BLOBS;
use axum::extract::State;
use serde_json::{Value, json};

/// The film format's major versions, with when the game began to write them.
const VERSIONS: [(i64, i64); 12] = [
    (midnight(2021, 1, 1), 30),
    (midnight(2022, 5, 3), 31),
    (midnight(2022, 11, 8), 32),
    (midnight(2023, 3, 7), 33),
    (midnight(2023, 6, 20), 34),
    (midnight(2023, 10, 17), 35),
    (midnight(2024, 1, 30), 36),
    (midnight(2024, 7, 30), 37),
    (midnight(2024, 11, 5), 38),
    (midnight(2025, 6, 17), 39),
    (midnight(2025, 11, 18), 40),
    (midnight(2026, 3, 24), 41),
];

const HEADER: i64 = 1;
const REPLICATION_DATA: i64 = 2;
const HIGHLIGHT_EVENTS: i64 = 3;
/// How long a chunk of replication data is, in milliseconds.
const CHUNK: i64 = 20_000;

pub(super) async fn spectate(State(app): State<Shared>, SubjectOf(id): SubjectOf) -> Result<Model, Problem> {
    let plan = app.world.plan(id).ok_or(Problem::NotFound)?;
    // The films of old custom games are gone.
    if plan.generation() == Generation::Year2022 && plan.setting.playlist().is_none() {
        return Err(Problem::NotFound);
    }
    Ok(Model("Film", film(plan)))
}

fn film(plan: &MatchPlan) -> Value {
    let mut rng = Rng::for_subject(plan.seed, "film");
    let (asset, version) = (rng.uuid(), rng.uuid());
    let length = plan.duration_ticks / TICKS_PER_MS;
    json!({
        "FilmStatusBond": 1,
        "CustomData": {
            "FilmLength": length,
            "Chunks": chunks(&mut rng, length),
            "HasGameEnded": true,
            "ManifestRefreshSeconds": 30,
            "MatchId": plan.id.to_string(),
            "FilmMajorVersion": major_version(plan.start),
        },
        "BlobStoragePathPrefix": format!("{BLOBS}/ugcstorage/film/{asset}/{version}/"),
        "AssetId": asset.to_string(),
    })
}

fn major_version(start: i64) -> i64 {
    let newest = VERSIONS.iter().rev().find(|(since, _)| *since <= start);
    newest.unwrap_or(&VERSIONS[0]).1
}

/// A header, the whole match in chunks of some 20 seconds, and at its end the highlight events.
fn chunks(rng: &mut Rng, length: i64) -> Vec<Value> {
    let mut chunks = vec![chunk(0, 0, 10, rng.between(300_000, 400_000), HEADER)];
    let mut start = 0;
    while start < length {
        let duration = CHUNK.min(length - start);
        let size = duration * rng.between(14, 18);
        chunks.push(chunk(chunks.len(), start, duration, size, REPLICATION_DATA));
        start += duration;
    }
    chunks.push(chunk(
        chunks.len(),
        length,
        2,
        rng.between(20_000, 130_000),
        HIGHLIGHT_EVENTS,
    ));
    chunks
}

fn chunk(index: usize, start: i64, duration: i64, size: i64, kind: i64) -> Value {
    json!({
        "Index": index,
        "ChunkStartTimeOffsetMilliseconds": start,
        "DurationMilliseconds": duration,
        "ChunkSize": size,
        "FileRelativePath": format!("/filmChunk{index}"),
        "ChunkType": kind,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_grow_with_the_years() {
        assert_eq!(major_version(midnight(2021, 11, 15)), 30);
        assert_eq!(major_version(midnight(2023, 7, 1)), 34);
        assert_eq!(major_version(midnight(2030, 1, 1)), 41);
    }
}
