//! The calendars, and the season files that calendars and matches refer to.

use super::texts::text;
use crate::wire::timestamp::envelope;
use crate::world::catalog::events::{self, Event};
use crate::world::catalog::seasons::{self, CsrSeason, Season};
use serde_json::{Value, json};

const CAREER: &str = "RewardTracks/CareerRanks/careerrank1.json";

pub(super) fn csr() -> Value {
    let season = |season: &CsrSeason| {
        json!({
            "CsrSeasonFilePath": seasons::csr_path(season.name),
            "StartDate": envelope(season.since),
            "EndDate": envelope(seasons::csr_end(season)),
        })
    };
    json!({ "Seasons": seasons::CSR.iter().map(season).collect::<Value>() })
}

pub(super) fn seasons() -> Value {
    let season = |season: &Season| {
        json!({
            "CsrSeasonFilePath": seasons::csr_path(season.csr),
            "OperationTrackPath": season.track,
            "SeasonMetadata": season.metadata,
            "StartDate": envelope(season.since),
            "EndDate": envelope(seasons::end(season)),
        })
    };
    let event = |event: &Event| {
        json!({
            "RewardTrackPath": event.track,
            "StartDate": envelope(event.start),
            "EndDate": envelope(event.end),
        })
    };
    json!({
        "Seasons": seasons::ALL.iter().map(season).collect::<Value>(),
        "Events": events::ALL.iter().map(event).collect::<Value>(),
        "CareerRank": { "RewardTrackPath": CAREER },
    })
}

/// The file of a season or of its ranks, by its lower-case path.
pub(super) fn season(path: &str) -> Option<Value> {
    let season = seasons::ALL
        .iter()
        .find(|season| season.metadata.eq_ignore_ascii_case(path))
        .or_else(|| {
            let is_named = |csr: &&CsrSeason| {
                csr.id.eq_ignore_ascii_case(path) || seasons::csr_path(csr.name).eq_ignore_ascii_case(path)
            };
            seasons::CSR
                .iter()
                .find(is_named)
                .map(|csr| seasons::at(csr.since))
        })?;
    Some(json!({
        "Name": text(season.operation),
        "OperationTrackPath": season.track,
        "StartDate": envelope(season.since),
    }))
}
