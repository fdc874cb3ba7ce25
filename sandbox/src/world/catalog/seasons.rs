//! The seasons and operations: the `SeasonId` of matches, and the entries of the calendars.

use crate::wire::timestamp::midnight;

/// An entry of the season calendar: a period with its season, CSR season and operation.
#[derive(Debug)]
pub(crate) struct Season {
    /// The start, in milliseconds since 1970. It lasts until the next entry.
    pub(crate) since: i64,
    /// The `SeasonId` of matches.
    pub(crate) id: &'static str,
    /// The CSR season, without folder and extension.
    pub(crate) csr: &'static str,
    /// The operation's name.
    pub(crate) operation: &'static str,
    /// The operation's reward track.
    pub(crate) track: &'static str,
    /// The season's own file.
    pub(crate) metadata: &'static str,
}

/// The time of day at which seasons start.
const CHANGE: i64 = 17 * 3_600_000;

macro_rules! season {
    ($year:literal-$month:literal-$day:literal, $id:literal, $csr:literal, $operation:literal, $track:literal, $metadata:literal) => {
        Season {
            since: midnight($year, $month, $day) + CHANGE,
            id: $id,
            csr: $csr,
            operation: $operation,
            track: concat!("RewardTracks/Operations/", $track, ".json"),
            metadata: concat!("Seasons/", $metadata, ".json"),
        }
    };
}

/// All seasons, oldest first.
#[rustfmt::skip]
pub(crate) static ALL: [Season; 18] = [
    season!(2021-6-20, "Seasons/Season6.json", "CsrSeason1", "Heroes of Reach", "battlepass-noblesacrifice", "Season6"),
    season!(2022-2-22, "Seasons/Season6-2.json", "CsrSeason1-2", "Heroes of Reach", "battlepass-noblesacrifice", "Season6-2"),
    season!(2022-5-3, "Seasons/Season7.json", "CsrSeason2", "Lone Wolves", "battlepass-lonewolves", "Season7"),
    season!(2022-8-23, "Seasons/Season7.json", "CsrSeason2-2", "Lone Wolves", "battlepass-lonewolves", "Season7"),
    season!(2022-11-8, "Seasons/Season-Winter-Break-22.json", "CsrSeason2-3", "Winter Update", "battlepass-WinterBreak", "Season-Winter-Break-22"),
    season!(2023-3-7, "Seasons/Season3.json", "CsrSeason3-1", "Echoes Within", "S03BattlePass", "Season3"),
    season!(2023-6-20, "Seasons/Season4.json", "CsrSeason4-1", "Infection", "S04BattlePass", "Season4"),
    season!(2023-10-17, "Csr/Seasons/CsrSeason5-1.json", "CsrSeason5-1", "Reckoning", "S05OpPassL01", "Season5-Op1"),
    season!(2023-11-14, "Csr/Seasons/CsrSeason5-1.json", "CsrSeason5-1", "Combined Arms", "S05OpPassM01", "Season5-Op2"),
    season!(2023-12-19, "Csr/Seasons/CsrSeason5-1.json", "CsrSeason5-1", "Winter Contingency III", "S05OpPassM02", "Season5-Op3"),
    season!(2024-1-30, "Csr/Seasons/CsrSeason6-1.json", "CsrSeason6-1", "Spirit of Fire", "S06OpPassL01", "Season6-Op1"),
    season!(2024-4-30, "Csr/Seasons/CsrSeason7-1.json", "CsrSeason7-1", "Banished Honor", "S07OpPassL01", "Season7-Op1"),
    season!(2024-7-30, "Csr/Seasons/CsrSeason8-1.json", "CsrSeason8-1", "Anvil", "S08OpPassL01", "Season8-Op1"),
    season!(2024-11-5, "Csr/Seasons/CsrSeason9-1.json", "CsrSeason9-1", "Great Journey", "S09OpPassL01", "Season9-Op1"),
    season!(2025-6-17, "Csr/Seasons/CsrSeason10-1.json", "CsrSeason10-1", "Blue Team", "S10OpPassL01", "Season10-Op1"),
    season!(2025-11-18, "Csr/Seasons/CsrSeason11-1.json", "CsrSeason11-1", "Infinite", "S11OpPassL01", "Season11-Op1"),
    season!(2026-3-24, "Csr/Seasons/CsrSeason12-1.json", "CsrSeason12-1", "Sandstorm", "S12OpPassL01", "Season12-Op1"),
    season!(2026-8-25, "Csr/Seasons/CsrSeason13-1.json", "CsrSeason13-1", "Sandcastle", "S13OpPassL01", "Season13-Op1"),
];

/// The season at a time, in milliseconds since 1970.
pub(crate) fn at(ms: i64) -> &'static Season {
    ALL.iter()
        .rev()
        .find(|season| season.since <= ms)
        .unwrap_or(&ALL[0])
}

/// The current season.
pub(crate) fn current() -> &'static Season {
    &ALL[ALL.len() - 1]
}

/// The end of a season; `None` for the current one.
pub(crate) fn end(season: &Season) -> Option<i64> {
    ALL.iter()
        .map(|next| next.since)
        .find(|since| *since > season.since)
}

/// The CSR seasons, oldest first, each with its start.
pub(crate) fn csr() -> Vec<(&'static str, i64)> {
    let mut seasons: Vec<(&str, i64)> = ALL.iter().map(|season| (season.csr, season.since)).collect();
    seasons.dedup_by_key(|(csr, _)| *csr);
    seasons
}

/// The path of a CSR season's file.
pub(crate) fn csr_path(csr: &str) -> String {
    format!("Csr/Seasons/{csr}.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_lasts_until_the_next() {
        let change = midnight(2022, 5, 3) + CHANGE;
        assert_eq!(at(change - 1).id, "Seasons/Season6-2.json");
        assert_eq!(at(change).id, "Seasons/Season7.json");
        assert_eq!(end(at(change - 1)), Some(change));
        assert_eq!(at(midnight(2030, 1, 1)).id, "Csr/Seasons/CsrSeason13-1.json");
        assert_eq!(end(current()), None);
    }

    #[test]
    fn seasons_are_in_order_and_each_csr_season_is_listed_once() {
        assert!(ALL.windows(2).all(|pair| pair[0].since < pair[1].since));
        let csr = csr();
        assert_eq!(csr.len(), 16);
        assert!(csr.windows(2).all(|pair| pair[0].0 != pair[1].0));
    }
}
