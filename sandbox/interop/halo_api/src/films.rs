//! Films: their manifests, their files and their highlight events.

use crate::assets;
use crate::calls::Calls;
use crate::film_events;
use halo_api::clients::hi::HaloInfiniteClient;
use halo_api::clients::hi::film::FilmEventValidation;
use halo_api::clients::hi::models::{FilmManifest, MatchStats, UgcAssetKind};
use serde_json::{Map, json};

/// The oldest version of films whose events the client reads.
const READ: i32 = 41;
/// The number of films whose files are downloaded one by one too.
const SOME: usize = 3;

pub async fn all(calls: &Calls, halo: &HaloInfiniteClient, stats: &[MatchStats]) {
    let mut files = SOME;
    for stats in stats {
        let id = &stats.match_id;
        let has_film = has_film(stats);
        let film = halo.match_film(id).await;
        if !has_film && film.is_err() {
            continue;
        }
        let Some(film) = calls.result("HaloInfiniteClient::match_film", id, film) else {
            continue;
        };
        events(calls, halo, stats, &film).await;
        if film.custom_data.film_major_version >= READ && files > 0 {
            files -= 1;
            chunks(calls, halo, stats, &film).await;
        }
        assets::current(calls, halo, UgcAssetKind::Film, &film.asset_id).await;
    }
}

/// Custom games of the first year can be without a film.
fn has_film(stats: &MatchStats) -> bool {
    stats.info.playlist.is_some()
}

/// The events of a film. They are compared with the other clients' only for versions that the client reads.
async fn events(calls: &Calls, halo: &HaloInfiniteClient, stats: &MatchStats, film: &FilmManifest) {
    let id = &stats.match_id;
    let version = film.custom_data.film_major_version;
    let arguments = format!(
        "{id}, a film of version {version}, {} it reads",
        if version < READ { "older than" } else { "which" }
    );
    let method = "match_highlight_events_with_validation";
    let Some(report) = calls
        .halo(method, id, halo.match_highlight_events_with_validation(id))
        .await
    else {
        return;
    };
    let found = !report.events.is_empty();
    calls.check(
        &format!("HaloInfiniteClient::{method}"),
        &arguments,
        found,
        "no events",
    );
    if version < READ {
        return;
    }
    calls.fact(
        format!("film/{}", id.to_lowercase()),
        counts(&report.validation).into(),
    );
    if report.validation.players.len() % 2 == 0 {
        let events = calls
            .halo("match_highlight_events", id, halo.match_highlight_events(id))
            .await;
        let same = events.as_ref() == Some(&report.events);
        calls.check(
            "HaloInfiniteClient::match_highlight_events",
            id,
            same,
            "not the events of the report",
        );
    }
}

/// The files of a film, one by one and all at once.
async fn chunks(calls: &Calls, halo: &HaloInfiniteClient, stats: &MatchStats, film: &FilmManifest) {
    let id = &stats.match_id;
    let Some(all) = calls.halo("film_chunks", id, halo.film_chunks(film)).await else {
        return;
    };
    for (chunk, other) in film.custom_data.chunks.iter().zip(&all) {
        let arguments = format!("{id} {}", chunk.index);
        let one = calls
            .halo("film_chunk", &arguments, halo.film_chunk(film, chunk))
            .await;
        let same = one.is_some_and(|one| one.data == other.data);
        calls.check(
            "HaloInfiniteClient::film_chunk",
            &arguments,
            same,
            "not the file of film_chunks",
        );
    }
    film_events::read(calls, stats, film, &all);
}

/// The number of kills, deaths and medals of each human.
fn counts(validation: &FilmEventValidation) -> Map<String, serde_json::Value> {
    let players = validation.players.iter().map(|player| {
        let found = player.decoded;
        (
            player.xuid.to_string(),
            json!({ "kills": found.kills, "deaths": found.deaths, "medals": found.medals }),
        )
    });
    players.collect()
}
