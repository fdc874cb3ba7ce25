//! Manifests: all assets of the studio in one build of the game.

use super::asset::{Author, Details, Key, Ugc, Usage};
use crate::rng::Rng;
use crate::wire::timestamp::midnight;
use crate::world::catalog::AssetKind;
use uuid::Uuid;

const BRANCH: &str = "HIRC";
/// Builds of the game with their release dates, newest last.
const BUILDS: [(&str, i64); 3] = [
    ("6.10022.13411", midnight(2021, 11, 15)),
    ("6.10025.12948.0", midnight(2023, 10, 17)),
    ("6.10027.15822.0", midnight(2026, 8, 25)),
];

/// The GUID of a build.
pub(crate) fn build_guid(build: &str) -> Uuid {
    Rng::for_subject(1, build).uuid()
}

/// One manifest per build.
pub(super) fn assets(made: &[Ugc]) -> Vec<Ugc> {
    BUILDS
        .iter()
        .map(|(build, since)| manifest(build, *since, made))
        .collect()
}

fn manifest(build: &'static str, since: i64, made: &[Ugc]) -> Ugc {
    let keys = |kind| -> Vec<Key> {
        let of_studio = made.iter().filter(|asset| asset.author == Author::Studio);
        of_studio
            .filter(|asset| asset.kind == kind)
            .map(Ugc::key)
            .collect()
    };
    let mut rng = Rng::for_subject(0, build);
    Ugc {
        kind: AssetKind::Manifest,
        id: rng.uuid(),
        version: rng.uuid(),
        name: format!("GM {BRANCH} ({build})"),
        description: format!("Game Manifest generated from build {build}."),
        tags: Vec::new(),
        author: Author::Studio,
        files: &[],
        usage: Usage::default(),
        created: since,
        modified: since,
        published: since,
        objects: 0,
        scripted: false,
        details: Details::Manifest {
            branch: BRANCH,
            build,
            maps: keys(AssetKind::Map),
            modes: keys(AssetKind::UgcGameVariant),
            engines: keys(AssetKind::EngineGameVariant),
        },
    }
}
