//! A match that a watch has seen, and the matches of each player since its start.

use std::collections::HashMap;

use halo_infinite::Error;
use halo_infinite::jiff::Timestamp;
use halo_infinite::models::skill::MatchSkillResult;
use halo_infinite::refdata::Outcome;
use halo_infinite::watch::NewMatch;

use crate::commands::common::outcome_paint;
use crate::context::Context;
use crate::failure::Failure;
use crate::show::{Cell, Paint, local_time, record};

record! {
    /// A match that has ended.
    pub struct Seen {
        /// The gamertag
        player: String,
        /// The XUID
        xuid: String,
        /// The ID of the match
        match_id: String,
        /// The start, in UTC
        start: Timestamp,
        /// The end, in UTC
        end: Timestamp,
        /// The map
        map: String,
        /// The mode
        mode: String,
        /// The playlist; null for custom games
        playlist: Option<String>,
        /// The outcome: Win, Loss, Tie, Did Not Finish
        outcome: String,
        /// The player's place in the match, from 1
        rank: i64,
        /// The kills; null if the statistics are missing
        kills: Option<i64>,
        /// The deaths; null if the statistics are missing
        deaths: Option<i64>,
        /// The assists; null if the statistics are missing
        assists: Option<i64>,
        /// KDA: kills + assists ÷ 3 − deaths; null if the statistics are missing
        kda: Option<f64>,
        /// The CSR after the match; null without a rank
        csr: Option<i64>,
        /// The name of the rank after the match, such as Diamond IV; null without a rank
        csr_rank: Option<String>,
        /// The CSR gained or lost; null without a rank before and after
        csr_change: Option<i64>,
        /// The matches won since the start of the watch
        session_wins: i64,
        /// The matches lost or left since the start of the watch
        session_losses: i64,
        /// The wins in a row, or the losses as a negative number, since the start of the watch
        streak: i64,
    }
}

/// The matches of a player since the start of the watch.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Session {
    wins: i64,
    losses: i64,
    streak: i64,
}

impl Session {
    fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Win => {
                self.wins += 1;
                self.streak = self.streak.max(0) + 1;
            }
            Outcome::Loss | Outcome::DidNotFinish => {
                self.losses += 1;
                self.streak = self.streak.min(0) - 1;
            }
            _ => self.streak = 0,
        }
    }
}

/// The sessions of all players.
#[derive(Debug, Default)]
pub struct Sessions(HashMap<String, Session>);

impl Sessions {
    /// Fetches the parts of a match, and counts it. A part that is missing is a note.
    pub fn see(&mut self, context: &Context, new: &NewMatch) -> Result<Seen, Failure> {
        let (names, game) = (context.names()?, new.game());
        let (entry, info) = (&new.entry, &new.entry.match_info);
        names.prepare(entry);
        let xuid = new.player.xuid();
        let stats = part(context, "statistics", game.stats())?;
        // Without statistics there is no skill either, after the same wait.
        let skill = match stats {
            Some(_) => part(context, "skill", game.skill())?.flatten(),
            None => None,
        };
        let skill = xuid.and_then(|xuid| skill?.result(xuid));
        let core = xuid.and_then(|xuid| stats?.player(xuid)?.total_core_stats());
        let after = skill
            .and_then(MatchSkillResult::rank_after)
            .filter(|rank| rank.is_ranked());
        let session = self.0.entry(new.player.to_string()).or_default();
        session.add(entry.outcome);
        let player = xuid.map_or_else(|| new.player.to_string(), |xuid| names.player(xuid).into());
        Ok(Seen {
            player,
            xuid: xuid.map(|xuid| xuid.get().to_string()).unwrap_or_default(),
            match_id: entry.match_id.to_string(),
            start: info.start_time,
            end: info.end_time,
            map: names.map(&info.map_variant).into(),
            mode: names.mode(&info.ugc_game_variant).into(),
            playlist: info
                .playlist
                .as_ref()
                .map(|playlist| names.playlist(playlist).into()),
            outcome: entry.outcome.to_string(),
            rank: entry.rank,
            kills: core.as_ref().map(|core| core.kills),
            deaths: core.as_ref().map(|core| core.deaths),
            assists: core.as_ref().map(|core| core.assists),
            kda: core.as_ref().map(|core| core.kda),
            csr: after.and_then(|rank| rank.value()),
            csr_rank: after.map(|rank| rank.to_string()),
            csr_change: skill.and_then(MatchSkillResult::csr_change),
            session_wins: session.wins,
            session_losses: session.losses,
            streak: session.streak,
        })
    }
}

/// A part of a match. A watch goes on without it, and notes the reason at once. Ctrl-C ends the watch.
fn part<T>(context: &Context, part: &str, result: Result<T, Error>) -> Result<Option<T>, Failure> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error @ Error::Cancelled { .. }) => Err(error.into()),
        Err(error) => {
            context.out.note(format_args!("without {part}: {error}"));
            Ok(None)
        }
    }
}

impl Seen {
    /// Kills, deaths and assists, such as `12 / 7 / 4`; empty without statistics.
    pub fn score(&self) -> String {
        match (self.kills, self.deaths, self.assists) {
            (Some(kills), Some(deaths), Some(assists)) => format!("{kills} / {deaths} / {assists}"),
            _ => String::new(),
        }
    }

    /// The streak in words: `3 wins`, `1 loss`.
    pub fn streak_words(&self) -> String {
        match self.streak {
            0 => String::new(),
            1 => "1 win".into(),
            -1 => "1 loss".into(),
            wins @ 2.. => format!("{wins} wins"),
            losses => format!("{} losses", losses.unsigned_abs()),
        }
    }

    /// The rank and its change: `Diamond IV (+7)`; empty without a rank.
    pub fn rank_words(&self) -> String {
        match (&self.csr_rank, self.csr_change) {
            (Some(rank), Some(change)) => format!("{rank} ({change:+})"),
            (Some(rank), None) => rank.clone(),
            (None, _) => String::new(),
        }
    }

    /// The match on a line.
    pub fn line(&self) -> Vec<Cell> {
        let outcome = self
            .outcome
            .parse::<Outcome>()
            .map_or(Paint::Plain, outcome_paint);
        let parts = [
            (local_time(self.end), Paint::Faint),
            (self.player.clone(), Paint::Strong),
            (self.outcome.clone(), outcome),
            (format!("{} on {}", self.mode, self.map), Paint::Plain),
            (self.score(), Paint::Plain),
            (self.rank_words(), Paint::Plain),
        ];
        let mut line: Vec<Cell> = Vec::new();
        for (text, paint) in parts.into_iter().filter(|(text, _)| !text.is_empty()) {
            if !line.is_empty() {
                line.push(Cell::text("  "));
            }
            line.push(Cell::text(text).paint(paint));
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_streak_ends_with_the_other_outcome_and_with_a_tie() {
        let mut session = Session::default();
        let mut streaks = Vec::new();
        for outcome in [
            Outcome::Win,
            Outcome::Win,
            Outcome::Loss,
            Outcome::DidNotFinish,
            Outcome::Tie,
            Outcome::Win,
        ] {
            session.add(outcome);
            streaks.push(session.streak);
        }
        assert_eq!(streaks, [1, 2, -1, -2, 0, 1]);
        assert_eq!((session.wins, session.losses), (3, 2));
    }

    #[test]
    fn a_match_is_a_line() {
        let time: Timestamp = "2026-10-31T19:22:24Z".parse().unwrap();
        let mut seen = Seen {
            player: "Bo\u{1b}[2J".into(),
            xuid: "2533274800000001".into(),
            match_id: "id".into(),
            start: time,
            end: time,
            map: "Streets".into(),
            mode: "Ranked:Slayer".into(),
            playlist: None,
            outcome: "Loss".into(),
            rank: 8,
            kills: Some(1),
            deaths: Some(9),
            assists: Some(5),
            kda: Some(-6.33),
            csr: Some(1105),
            csr_rank: Some("Platinum V".into()),
            csr_change: Some(-6),
            session_wins: 0,
            session_losses: 2,
            streak: -2,
        };
        let line = |seen: &Seen| {
            let parts: String = seen.line().iter().map(Cell::on_terminal).collect();
            anstream::adapter::strip_str(&parts).to_string()
        };
        let (start, rest) = (local_time(time), "  Bo [2J  Loss  Ranked:Slayer on Streets");
        assert_eq!(line(&seen), format!("{start}{rest}  1 / 9 / 5  Platinum V (-6)"));
        assert_eq!(seen.streak_words(), "2 losses");
        seen.kills = None;
        seen.csr_rank = None;
        assert_eq!(line(&seen), format!("{start}{rest}"));
    }
}
