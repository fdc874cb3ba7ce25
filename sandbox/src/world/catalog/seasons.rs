//! The seasons: the entries of the two calendars, and the `SeasonId` of matches. Entries until January 2024 are those
//! of the captured calendars, later ones continue them.

use crate::wire::timestamp::midnight;

/// An entry of the season calendar: a period with its operation.
#[derive(Debug)]
pub(crate) struct Season {
    /// The start, in milliseconds since 1970. It lasts until the next entry.
    pub(crate) since: i64,
    /// The last CSR season of the period, without folder and extension.
    pub(crate) csr: &'static str,
    /// The operation's name.
    pub(crate) operation: &'static str,
    /// The operation's reward track.
    pub(crate) track: &'static str,
    /// The season's own file.
    pub(crate) metadata: &'static str,
}

/// An entry of the CSR season calendar.
#[derive(Debug)]
pub(crate) struct CsrSeason {
    /// The start, in milliseconds since 1970. It lasts until the next entry.
    pub(crate) since: i64,
    /// The name, without folder and extension.
    pub(crate) name: &'static str,
    /// The `SeasonId` of its matches.
    pub(crate) id: &'static str,
}

const HOUR: i64 = 3_600_000;
/// The time of day at which seasons start.
const CHANGE: i64 = 17 * HOUR;
/// The end of the newest season. Real calendars end in the future, so this must be far ahead of any clock.
const END: i64 = midnight(2031, 1, 28) + CHANGE;

macro_rules! season {
    ($year:literal-$month:literal-$day:literal, $csr:literal, $operation:literal, $track:literal, $metadata:literal) => {
        Season {
            since: midnight($year, $month, $day) + CHANGE,
            csr: $csr,
            operation: $operation,
            track: concat!("RewardTracks/Operations/", $track, ".json"),
            metadata: concat!("Seasons/", $metadata, ".json"),
        }
    };
}

/// All seasons, oldest first.
#[rustfmt::skip]
pub(crate) static ALL: [Season; 16] = [
    season!(2021-6-20, "CsrSeason1-2", "Heroes of Reach", "battlepass-noblesacrifice", "Season1"),
    season!(2022-5-3, "CsrSeason2-3", "Lone Wolves", "battlepass-lonewolves", "Season2"),
    season!(2022-11-8, "CsrSeason2-3", "Winter Update", "battlepass-WinterBreak", "Season-Winter-Break-22"),
    season!(2023-3-7, "CsrSeason3-1", "Echoes Within", "S03BattlePass", "Season3"),
    season!(2023-6-20, "CsrSeason4-1", "Infection", "S04BattlePass", "Season4"),
    season!(2023-10-17, "CsrSeason5-1", "Reckoning", "S05OpPassL01", "Season5-Op1"),
    season!(2023-11-14, "CsrSeason5-1", "Combined Arms", "S05OpPassM01", "Season5-Op2"),
    season!(2023-12-19, "CsrSeason5-1", "Winter Contingency III", "S05OpPassM02", "Season5-Op3"),
    season!(2024-1-30, "CsrSeason6-1", "Spirit of Fire", "S06OpPassL01", "Season6-Op1"),
    season!(2024-4-30, "CsrSeason7-1", "Banished Honor", "S07OpPassL01", "Season7-Op1"),
    season!(2024-7-30, "CsrSeason8-1", "Anvil", "S08OpPassL01", "Season8-Op1"),
    season!(2024-11-5, "CsrSeason9-1", "Great Journey", "S09OpPassL01", "Season9-Op1"),
    season!(2025-6-17, "CsrSeason10-1", "Blue Team", "S10OpPassL01", "Season10-Op1"),
    season!(2025-11-18, "CsrSeason11-1", "Infinite", "S11OpPassL01", "Season11-Op1"),
    season!(2026-3-24, "CsrSeason12-1", "Sandstorm", "S12OpPassL01", "Season12-Op1"),
    season!(2026-8-25, "CsrSeason13-1", "Sandcastle", "S13OpPassL01", "Season13-Op1"),
];

macro_rules! csr_season {
    ($year:literal-$month:literal-$day:literal, $name:literal) => {
        csr_season!(
            $year - $month - $day,
            $name,
            concat!("Csr/Seasons/", $name, ".json")
        )
    };
    ($year:literal-$month:literal-$day:literal, $name:literal, $id:expr) => {
        CsrSeason {
            since: midnight($year, $month, $day) + CHANGE,
            name: $name,
            id: $id,
        }
    };
}

/// All CSR seasons, oldest first.
#[rustfmt::skip]
pub(crate) static CSR: [CsrSeason; 16] = [
    csr_season!(2021-6-20, "CsrSeason1", "Seasons/Season6.json"),
    CsrSeason { since: midnight(2022, 2, 22) + 22 * HOUR, name: "CsrSeason1-2", id: "Seasons/Season6-2.json" },
    csr_season!(2022-5-3, "CsrSeason2", "Seasons/Season7.json"),
    csr_season!(2022-8-23, "CsrSeason2-2", "Seasons/Season7.json"),
    csr_season!(2022-11-8, "CsrSeason2-3", "Seasons/Season-Winter-Break-22.json"),
    csr_season!(2023-3-7, "CsrSeason3-1", "Seasons/Season3.json"),
    csr_season!(2023-6-20, "CsrSeason4-1", "Seasons/Season4.json"),
    csr_season!(2023-10-17, "CsrSeason5-1"),
    csr_season!(2024-1-30, "CsrSeason6-1"),
    csr_season!(2024-4-30, "CsrSeason7-1"),
    csr_season!(2024-7-30, "CsrSeason8-1"),
    csr_season!(2024-11-5, "CsrSeason9-1"),
    csr_season!(2025-6-17, "CsrSeason10-1"),
    csr_season!(2025-11-18, "CsrSeason11-1"),
    csr_season!(2026-3-24, "CsrSeason12-1"),
    csr_season!(2026-8-25, "CsrSeason13-1"),
];

/// The season at a time, in milliseconds since 1970.
pub(crate) fn at(ms: i64) -> &'static Season {
    let begun = ALL.partition_point(|season| season.since <= ms);
    &ALL[begun.saturating_sub(1)]
}

/// The CSR season at a time, in milliseconds since 1970.
pub(crate) fn csr_at(ms: i64) -> &'static CsrSeason {
    let begun = CSR.partition_point(|season| season.since <= ms);
    &CSR[begun.saturating_sub(1)]
}

/// The current season.
pub(crate) fn current() -> &'static Season {
    &ALL[ALL.len() - 1]
}

/// The end of a season.
pub(crate) fn end(season: &Season) -> i64 {
    let mut starts = ALL.iter().map(|next| next.since);
    starts.find(|since| *since > season.since).unwrap_or(END)
}

/// The end of a CSR season.
pub(crate) fn csr_end(season: &CsrSeason) -> i64 {
    let mut starts = CSR.iter().map(|next| next.since);
    starts.find(|since| *since > season.since).unwrap_or(END)
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
        assert_eq!(csr_at(change - 1).id, "Seasons/Season6-2.json");
        assert_eq!(csr_at(change).id, "Seasons/Season7.json");
        assert_eq!(csr_end(csr_at(change - 1)), change);
        assert_eq!(end(at(change - 1)), change);
        assert_eq!(csr_at(midnight(2030, 1, 1)).id, "Csr/Seasons/CsrSeason13-1.json");
        assert_eq!((end(current()), csr_end(&CSR[15])), (END, END));
    }

    #[test]
    fn seasons_are_in_order_and_end_with_a_csr_season() {
        assert!(ALL.windows(2).all(|pair| pair[0].since < pair[1].since));
        assert!(CSR.windows(2).all(|pair| pair[0].since < pair[1].since));
        // The calendar gives the CSR season 2-3 to both seasons of its year.
        for season in ALL.iter().filter(|season| season.csr != "CsrSeason2-3") {
            assert_eq!(csr_at(end(season) - 1).name, season.csr);
        }
    }
}
