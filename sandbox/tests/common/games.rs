//! The matches of some worlds, computed once.

use super::{list, number, text};
use halo_infinite_sandbox::Sandbox;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// All matches of a default world and of two larger ones.
pub fn matches() -> &'static [Value] {
    static MATCHES: OnceLock<Vec<Value>> = OnceLock::new();
    MATCHES.get_or_init(|| {
        let worlds = [(0, 60), (1, 400), (u64::MAX, 400)];
        worlds
            .into_iter()
            .flat_map(|(seed, matches)| world(seed, matches))
            .collect()
    })
}

pub fn world(seed: u64, matches: usize) -> Vec<Value> {
    let sandbox = Sandbox::builder()
        .seed(seed)
        .matches(matches)
        .start()
        .expect("a sandbox");
    let world = sandbox.world();
    world
        .match_ids(world.home())
        .into_iter()
        .map(|id| world.match_stats(id).expect("a match"))
        .collect()
}

pub fn category(game: &Value) -> i64 {
    number(&game["MatchInfo"]["GameVariantCategory"])
}

pub fn is_firefight(game: &Value) -> bool {
    category(game) == 42
}

/// The statistics of all players, each with its team.
pub fn stats_of_players(game: &Value) -> impl Iterator<Item = (i64, &Value)> {
    list(&game["Players"]).iter().flat_map(|player| {
        list(&player["PlayerTeamStats"])
            .iter()
            .map(|stats| (number(&stats["TeamId"]), &stats["Stats"]))
    })
}

/// The sums of count and score, by name id.
pub fn by_id<'a>(awards: impl IntoIterator<Item = &'a Value>) -> BTreeMap<i64, (i64, i64)> {
    let mut sums = BTreeMap::new();
    for award in awards {
        let sum: &mut (i64, i64) = sums.entry(number(&award["NameId"])).or_default();
        sum.0 += number(&award["Count"]);
        sum.1 += number(&award["TotalPersonalScoreAwarded"]);
    }
    sums
}

/// A duration in 100-nanosecond ticks.
pub fn ticks(duration: &Value) -> i64 {
    let duration: jiff::SignedDuration = text(duration).parse().expect("a duration");
    i64::try_from(duration.as_nanos() / 100).expect("a short duration")
}
