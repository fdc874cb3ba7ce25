//! The versions of the film format.

use crate::wire::timestamp::midnight;

/// The major versions of the film format, each with the date of its introduction.
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

pub(super) fn major_version(start: i64) -> i64 {
    let newest = VERSIONS.iter().rev().find(|(since, _)| *since <= start);
    newest.unwrap_or(&VERSIONS[0]).1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_increase_over_time() {
        assert_eq!(major_version(midnight(2021, 11, 15)), 30);
        assert_eq!(major_version(midnight(2023, 7, 1)), 34);
        assert_eq!(major_version(midnight(2030, 1, 1)), 41);
    }
}
