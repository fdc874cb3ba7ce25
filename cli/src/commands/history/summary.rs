//! The summary of a history.

use halo_infinite::models::stats::CoreStats;
use halo_infinite::refdata::Outcome;

use super::read::Entry;

/// `12 won, 9 lost, 1 tied, 1 not finished: win rate 52.2 %`, and the sums of the statistics.
pub fn line(entries: &[Entry]) -> String {
    let count = |outcome: Outcome| {
        entries
            .iter()
            .filter(|entry| entry.result.outcome == outcome)
            .count()
    };
    let (won, lost, tied) = (count(Outcome::Win), count(Outcome::Loss), count(Outcome::Tie));
    let other = entries.len() - won - lost - tied;
    let mut line = format!("{won} won, {lost} lost");
    for (number, word) in [(tied, "tied"), (other, "not finished")] {
        if number > 0 {
            line += &format!(", {number} {word}");
        }
    }
    let rate = won as f64 / entries.len().max(1) as f64 * 100.0;
    line += &format!(": win rate {rate:.1} %");
    let cores: Vec<&CoreStats> = entries.iter().filter_map(|entry| entry.core.as_ref()).collect();
    if !cores.is_empty() {
        let sum = |field: fn(&CoreStats) -> i64| cores.iter().map(|core| field(core)).sum::<i64>();
        let (kills, deaths) = (sum(|core| core.kills), sum(|core| core.deaths));
        let kd = kills as f64 / deaths.max(1) as f64;
        let kda = cores.iter().map(|core| core.kda).sum::<f64>() / cores.len() as f64;
        line += &format!("; K/D {kd:.2}, KDA {kda:.2}");
    }
    line
}
