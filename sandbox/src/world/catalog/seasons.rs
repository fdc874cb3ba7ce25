//! The seasons: what a match's `SeasonId` says at which time.

use crate::wire::timestamp::midnight;

const SEASONS: [(i64, &str); 15] = [
    (midnight(2021, 1, 1), "Seasons/Season6.json"),
    (midnight(2022, 2, 22), "Seasons/Season6-2.json"),
    (midnight(2022, 5, 3), "Seasons/Season7.json"),
    (midnight(2022, 11, 8), "Seasons/Season-Winter-Break-22.json"),
    (midnight(2023, 3, 7), "Seasons/Season3.json"),
    (midnight(2023, 6, 20), "Seasons/Season4.json"),
    (midnight(2023, 10, 17), "Csr/Seasons/CsrSeason5-1.json"),
    (midnight(2024, 1, 30), "Csr/Seasons/CsrSeason6-1.json"),
    (midnight(2024, 4, 30), "Csr/Seasons/CsrSeason7-1.json"),
    (midnight(2024, 7, 30), "Csr/Seasons/CsrSeason8-1.json"),
    (midnight(2024, 11, 5), "Csr/Seasons/CsrSeason9-1.json"),
    (midnight(2025, 6, 17), "Csr/Seasons/CsrSeason10-1.json"),
    (midnight(2025, 11, 18), "Csr/Seasons/CsrSeason11-1.json"),
    (midnight(2026, 3, 24), "Csr/Seasons/CsrSeason12-1.json"),
    (midnight(2026, 8, 25), "Csr/Seasons/CsrSeason13-1.json"),
];

/// The season at a time, in milliseconds since 1970.
pub(crate) fn at(ms: i64) -> &'static str {
    SEASONS
        .iter()
        .rev()
        .find(|(since, _)| *since <= ms)
        .unwrap_or(&SEASONS[0])
        .1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_lasts_until_the_next() {
        assert_eq!(at(midnight(2022, 5, 3) - 1), "Seasons/Season6-2.json");
        assert_eq!(at(midnight(2022, 5, 3)), "Seasons/Season7.json");
        assert_eq!(at(midnight(2030, 1, 1)), "Csr/Seasons/CsrSeason13-1.json");
    }
}
