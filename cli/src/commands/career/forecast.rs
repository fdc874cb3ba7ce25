//! The pace of a player.

use halo_infinite::Xuid;
use halo_infinite::jiff::{SignedDuration, Timestamp};
use halo_infinite::models::stats::MatchHistoryResult;
use halo_infinite::services::stats::MatchType;

use crate::context::Context;
use crate::failure::Failure;

/// The XP and the matches of the last matchmaking matches.
#[derive(Debug, PartialEq)]
pub struct Pace {
    /// The number of matches with statistics.
    pub matches: i64,
    /// The mean personal score.
    pub xp_per_match: f64,
    /// The matches in the time from the first to the last one; `None` if that is less than an hour.
    pub matches_per_day: Option<f64>,
    /// The start of the first match.
    pub from: Timestamp,
    /// The end of the last match.
    pub to: Timestamp,
}

/// The pace of a player; `None` without matches. A match whose statistics fail does not count.
pub fn pace(context: &Context, player: Xuid, matches: u32) -> Result<Option<Pace>, Failure> {
    let client = context.client()?;
    let history = client
        .stats()
        .match_history(player)
        .match_type(MatchType::Matchmade);
    let count = usize::try_from(matches).unwrap_or(usize::MAX);
    let entries: Vec<MatchHistoryResult> = history.iter().take(count).collect::<Result<_, _>>()?;
    let requests: Vec<_> = entries
        .iter()
        .map(|entry| client.stats().match_stats(entry.match_id))
        .collect();
    let stats = context.fetch_all("matches for the forecast", &requests)?;
    let players = stats.iter().flatten().filter_map(|stats| stats.player(player));
    let scores: Vec<i64> = players
        .filter_map(|player| Some(player.total_core_stats()?.personal_score))
        .collect();
    let times: Vec<_> = entries
        .iter()
        .map(|entry| (entry.match_info.start_time, entry.match_info.end_time))
        .collect();
    Ok(of(&scores, &times))
}

fn of(scores: &[i64], times: &[(Timestamp, Timestamp)]) -> Option<Pace> {
    let from = times.iter().map(|(start, _)| *start).min()?;
    let to = times.iter().map(|(_, end)| *end).max()?;
    let xp: i64 = scores.iter().sum();
    if scores.is_empty() || xp <= 0 {
        return None;
    }
    let span = from.duration_until(to);
    let days = span.as_secs_f64() / SignedDuration::from_hours(24).as_secs_f64();
    Some(Pace {
        matches: i64::try_from(scores.len()).unwrap_or(i64::MAX),
        xp_per_match: xp as f64 / scores.len() as f64,
        matches_per_day: (span.as_hours() >= 1).then(|| times.len() as f64 / days),
        from,
        to,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_is_that_of_the_matches() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let times = [
            (at("2026-10-31T18:00:00Z"), at("2026-10-31T18:10:00Z")),
            (at("2026-10-29T18:10:00Z"), at("2026-10-29T18:20:00Z")),
        ];
        let pace = of(&[1500, 500], &times).unwrap();
        assert_eq!(
            (pace.matches, pace.xp_per_match, pace.matches_per_day),
            (2, 1000.0, Some(1.0))
        );
        assert_eq!(of(&[1500], &times[..1]).unwrap().matches_per_day, None);
        assert!(of(&[], &[]).is_none() && of(&[0], &times[..1]).is_none());
    }
}
