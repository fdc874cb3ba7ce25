//! What medals are worth.

/// What a medal of each difficulty weighs in lists, and the score it brings.
const WEIGHTS: [(i64, i64); 4] = [(50, 0), (100, 50), (150, 100), (200, 200)];

/// A medal's difficulty, its weight and its score.
pub(crate) fn worth(id: i64) -> (usize, (i64, i64)) {
    let difficulty = usize::try_from(id % 4).unwrap_or(0);
    (difficulty, WEIGHTS[difficulty])
}

/// What a medal weighs in lists, by its name id.
pub(crate) fn weight(id: u32) -> u8 {
    let (_, (weight, _)) = worth(i64::from(id));
    u8::try_from(weight).unwrap_or(u8::MAX)
}
