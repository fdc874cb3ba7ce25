//! The difficulty, sorting weight and score of medals.

/// The sorting weight and the score by difficulty.
const WEIGHTS: [(i64, i64); 4] = [(50, 0), (100, 50), (150, 100), (200, 200)];

/// A medal's difficulty, sorting weight and score.
pub(crate) fn worth(id: i64) -> (usize, (i64, i64)) {
    let difficulty = usize::try_from(id % 4).unwrap_or(0);
    (difficulty, WEIGHTS[difficulty])
}

/// A medal's sorting weight, by its name id.
pub(crate) fn weight(id: u32) -> u8 {
    let (_, (weight, _)) = worth(i64::from(id));
    u8::try_from(weight).unwrap_or(u8::MAX)
}
