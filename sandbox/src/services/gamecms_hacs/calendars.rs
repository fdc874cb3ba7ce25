//! The calendars of seasons, CSR seasons and events.

use crate::wire::timestamp::{envelope, midnight};
use crate::world::catalog::seasons::{self, Season};
use serde_json::{Value, json};

const CAREER: &str = "RewardTracks/CareerRanks/careerrank1.json";
/// Events, which operations replaced: reward track, start and end.
pub(super) const EVENTS: [(&str, i64, i64); 3] = [
    (
        "RewardTracks/Events/Rituals/ritualSandcastle.json",
        midnight(2021, 12, 21),
        midnight(2022, 1, 4),
    ),
    (
        "RewardTracks/Events/Rituals/ritualAlpha.json",
        midnight(2022, 7, 19),
        midnight(2022, 8, 2),
    ),
    (
        "RewardTracks/Events/Rituals/ritualSandcastle.json",
        midnight(2023, 3, 21),
        midnight(2023, 4, 4),
    ),
];

pub(super) fn csr() -> Value {
    let all = seasons::csr();
    let ends = all.iter().skip(1).map(|(_, since)| Some(*since)).chain([None]);
    let seasons = all.iter().zip(ends).map(|((csr, since), end)| {
        json!({
            "CsrSeasonFilePath": seasons::csr_path(csr),
            "StartDate": envelope(*since),
            "EndDate": end.map(envelope),
        })
    });
    json!({ "Seasons": seasons.collect::<Value>() })
}

pub(super) fn seasons() -> Value {
    let season = |season: &Season| {
        json!({
            "CsrSeasonFilePath": seasons::csr_path(season.csr),
            "OperationTrackPath": season.track,
            "SeasonMetadata": season.metadata,
            "StartDate": envelope(season.since),
            "EndDate": seasons::end(season).map(envelope),
        })
    };
    let event = |(track, start, end): &(&str, i64, i64)| json!({ "RewardTrackPath": track, "StartDate": envelope(*start), "EndDate": envelope(*end) });
    json!({
        "Seasons": seasons::ALL.iter().map(season).collect::<Value>(),
        "Events": EVENTS.iter().map(event).collect::<Value>(),
        "CareerRank": { "RewardTrackPath": CAREER },
    })
}
