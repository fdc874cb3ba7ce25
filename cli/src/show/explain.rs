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
        "the personal score: the game's points for kills, assists and objectives; of a team, its points in the mode",
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
        "experience towards the next rank of the operation or the event",
    ),
    (
        "career XP",
        "experience towards the career rank: the personal score of matchmaking matches",
    ),
    ("to next", "CSR points to the next step of the rank"),
    (
        "placement left",
        "matches left to play before the playlist shows a rank",
    ),
    ("until", "the end of the offer or the challenge"),
    ("season best", "the highest rank of the season, with its points"),
    ("best ever", "the highest rank of all seasons, with its points"),
    (
        "rank earned",
        "the share of the XP of this career rank that is earned; the rest is left to the next rank",
    ),
    ("XP missing", "XP to the next career rank"),
    ("XP to Hero", "XP to the last of the career ranks"),
    (
        "matches to Hero",
        "XP to Hero ÷ XP per match: a forecast that counts on matches like the last ones",
    ),
    (
        "days to Hero",
        "matches to Hero ÷ matches per day: a forecast that counts on the pace of the last matches",
    ),
    (
        "XP per match",
        "the mean personal score of the last matchmaking matches; --matches sets their number",
    ),
    (
        "matches per day",
        "the number of those matches ÷ the days from the start of the first to the end of the last",
    ),
];

/// The meaning of a heading or a fact; `None` for a word that explains itself.
pub fn meaning(word: &str) -> Option<&'static str> {
    MEANINGS
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, meaning)| *meaning)
}
