//! `halo history`: a player's last matches.

use clap::Args;
use halo_infinite::jiff::Timestamp;
use halo_infinite::models::stats::MatchHistoryResult;
use halo_infinite::refdata::Outcome;

use crate::context::{Context, PlayerArgument};
use crate::failure::Failure;
use crate::show::{Cell, Column, Paint, Report, Table, record};

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct History {
    /// A gamertag, an XUID, or `me`
    #[arg(default_value = "me")]
    player: PlayerArgument,
    /// Number of matches
    #[arg(short = 'n', long, value_name = "N", default_value_t = 25)]
    count: usize,
}

record! {
    /// A match of a history.
    pub struct Played {
        /// The ID of the match
        match_id: String,
        /// The start, in UTC
        start: Timestamp,
        /// The length of play in seconds
        duration_seconds: i64,
        /// The map
        map: String,
        /// The mode
        mode: String,
        /// The playlist; null for custom games
        playlist: Option<String>,
        /// The outcome: win, loss, tie, did not finish
        outcome: String,
        /// The place, from 1
        rank: i64,
    }
}

impl History {
    /// Prints the last matches, the newest first.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let player = context.xuid(&self.player)?;
        let history = context.client()?.stats().match_history(player);
        let matches: Vec<MatchHistoryResult> = history.iter().take(self.count).collect::<Result<_, _>>()?;
        let names = context.names()?;
        names.prepare(matches.as_slice());
        let mut table = Table::new([
            Column::new("played"),
            Column::new("map"),
            Column::new("mode").rank(1),
            Column::new("playlist").rank(2),
            Column::new("outcome"),
            Column::new("rank").right().rank(3),
            Column::new("duration").right().rank(4),
            Column::new("match").rank(5),
        ]);
        let mut records = Vec::new();
        for entry in &matches {
            let info = &entry.match_info;
            let played = Played {
                match_id: entry.match_id.to_string(),
                start: info.start_time,
                duration_seconds: info.playable_duration.as_secs(),
                map: names.map(&info.map_variant).to_string(),
                mode: names.mode(&info.ugc_game_variant).to_string(),
                playlist: info
                    .playlist
                    .as_ref()
                    .map(|playlist| names.playlist(playlist).to_string()),
                outcome: entry.outcome.to_string(),
                rank: entry.rank,
            };
            table.row([
                Cell::time(played.start),
                Cell::text(played.map.clone()),
                Cell::text(played.mode.clone()),
                Cell::text(played.playlist.clone().unwrap_or_else(|| "custom game".into())),
                Cell::text(played.outcome.clone()).paint(outcome_paint(entry.outcome)),
                Cell::count(played.rank),
                Cell::duration(*info.playable_duration),
                Cell::text(played.match_id.clone()).paint(Paint::Faint),
            ]);
            records.push(played);
        }
        if records.is_empty() {
            context.out.note("no matches yet");
        }
        context.out.report(&Report::list(&records)?.table(table))
    }
}

fn outcome_paint(outcome: Outcome) -> Paint {
    match outcome {
        Outcome::Win => Paint::Good,
        Outcome::Loss => Paint::Bad,
        _ => Paint::Plain,
    }
}
