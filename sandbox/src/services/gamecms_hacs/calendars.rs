//! The calendars of seasons, CSR seasons and events.

use crate::wire::timestamp::envelope;
use crate::world::catalog::events::{self, Event};
use crate::world::catalog::seasons::{self, CsrSeason, Season};
use serde_json::{Value, json};

const CAREER: &str = "RewardTracks/CareerRanks/careerrank1.json";

pub(super) fn csr() -> Value {
    json!({ "Seasons": seasons::CSR.iter().map(csr_entry).collect::<Value>() })
}

pub(super) fn csr_entry(season: &CsrSeason) -> Value {
    json!({
        "CsrSeasonFilePath": seasons::csr_path(season.name),
        "StartDate": envelope(season.since),
        "EndDate": envelope(seasons::csr_end(season)),
    })
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
