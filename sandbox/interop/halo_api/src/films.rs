//! Films: their manifests, their files and their highlight events.

use crate::asset;
use crate::calls::Calls;
use crate::film_events;
use halo_api::clients::hi::film::FilmEventValidation;
use halo_api::clients::hi::models::{FilmManifest, MatchStats, UgcAssetKind};
use halo_api::clients::hi::{HaloInfiniteClient, InfiniteClientError};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The only version of films whose events the client reads: it finds none in real films of other versions.
const READ: i32 = 41;
/// The number of films whose files are downloaded one by one, too.
const SOME: usize = 1;

pub async fn all(calls: &Calls, halo: &HaloInfiniteClient, stats: &[MatchStats]) {
    let mut older = BTreeSet::new();
    let mut read = 0;
    for stats in stats {
        let id = &stats.match_id;
        let film = halo.match_film(id).await;
        if stats.info.playlist.is_none() && film.as_ref().is_err_and(is_not_found) {
            // Custom games of the first year can be without a film.
            continue;
        }
        let Some(film) = calls.result("HaloInfiniteClient::match_film", id, film) else {
            continue;
        };
        asset::current(calls, halo, UgcAssetKind::Film, &film.asset_id).await;
        let version = film.custom_data.film_major_version;
        if version == READ {
            read_events(calls, halo, stats).await;
            if read < SOME {
                files(calls, halo, stats, &film).await;
            }
            read += 1;
        } else if older.insert(version) {
            // One film of each version shows what the client makes of it.
            let method = "match_highlight_events";
            let events = calls.halo(method, id, halo.match_highlight_events(id)).await;
            let arguments = format!("{id}, a film of another version than {READ}: {version}");
            let found = events.is_some_and(|events| !events.is_empty());
            calls.check(
                &format!("HaloInfiniteClient::{method}"),
                arguments,
                found,
                "no events",
            );
        }
    }
}

fn is_not_found(error: &InfiniteClientError) -> bool {
    matches!(error, InfiniteClientError::HttpStatus { status, .. } if status.as_u16() == 404)
}

async fn read_events(calls: &Calls, halo: &HaloInfiniteClient, stats: &MatchStats) {
    let id = &stats.match_id;
    let method = "match_highlight_events_with_validation";
    let report = calls
        .halo(method, id, halo.match_highlight_events_with_validation(id))
        .await;
    let Some(report) = report else { return };
    let found = !report.events.is_empty();
    calls.check(&format!("HaloInfiniteClient::{method}"), id, found, "no events");
    calls.fact(format!("film/{}", id.to_lowercase()), counts(&report.validation));
}

/// The number of kills, deaths and medals of each human.
fn counts(validation: &FilmEventValidation) -> Value {
    let players = validation.players.iter().map(|player| {
        let found = player.decoded;
        let counts = json!({ "kills": found.kills, "deaths": found.deaths, "medals": found.medals });
        (player.xuid.to_string(), counts)
    });
    Value::Object(players.collect())
}

/// The files of a film, one by one and all at once.
async fn files(calls: &Calls, halo: &HaloInfiniteClient, stats: &MatchStats, film: &FilmManifest) {
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
    let events = film_events::read(calls, stats, film, &all);
    let same = calls
        .halo("match_highlight_events", id, halo.match_highlight_events(id))
        .await;
    let same = same.is_some_and(|same| same == events);
    calls.check(
        "HaloInfiniteClient::match_highlight_events",
        id,
        same,
        "not the events of decode_events",
    );
}
