//! The meaning of numbers: `--explain`.

/// Words of tables and facts, with their meanings.
const MEANINGS: &[(&str, &str)] = &[
    (
        "KDA",
        "kills + assists ÷ 3 − deaths, as the game computes it; of several matches the mean",
    ),
    ("K/D", "kills ÷ deaths"),
    ("K", "kills"),
    ("D", "deaths"),
    ("A", "assists"),
    (
        "expected K",
        "kills that the skill service expected of this player against these opponents, by the MMR of all; above it is better than expected",
    ),
    (
        "expected D",
        "deaths that the skill service expected; below it is better than expected",
    ),
    (
        "MMR",
        "the hidden skill that matchmaking uses; of a team, the mean of its players. CSR moves towards it",
    ),
    (
        "CSR",
        "the rank that the game shows: 300 points a tier from Bronze to Diamond in six steps of 50, Onyx from 1500",
    ),
    ("CSR change", "CSR after the match, less the CSR before it"),
    ("accuracy", "shots that hit, in per cent of the shots fired"),
    ("dealt", "damage dealt to opponents"),
    ("taken", "damage taken"),
    (
        "score",
        "the personal score: the game's points for kills, assists and objectives",
    ),
    (
        "rarity",
        "the difficulty that the game gives a medal: normal, heroic, legendary, mythic; of an item, its quality from common to legendary",
    ),
    (
        "chance",
        "the probability that matchmaking chooses the map or mode, by the weights of the playlist's pairs",
    ),
    ("pairs", "pairs of map and mode that matchmaking chooses from"),
    (
        "share",
        "owned items in per cent of those that players can own, as the game counts them",
    ),
    ("rating", "the mean of the players' ratings, from 1 to 5 stars"),
    (
        "XP",
        "experience towards the career rank: the personal score of matchmaking matches",
    ),
];

/// The meaning of a heading or a fact; `None` for a word that explains itself.
pub fn meaning(word: &str) -> Option<&'static str> {
    MEANINGS
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, meaning)| *meaning)
}
