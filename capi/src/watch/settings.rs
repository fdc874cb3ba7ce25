//! The players and the settings of a watch.

use std::time::Duration;

use halo_infinite::error::ArgumentError;
use halo_infinite::jiff::Timestamp;
use halo_infinite::services::stats::MatchType;
use halo_infinite::watch::{ResumePoint, Watch};
use halo_infinite::{Client, Player};
use serde::Deserialize;
use serde_json::Value;

use crate::code::HaloCode;
use crate::failure::Failure;
use crate::in_text::InText;
use crate::json;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    shortest_interval_ms: Option<u64>,
    longest_interval_ms: Option<u64>,
    match_type: Option<Kind>,
    resume: Option<ResumePoint>,
    ended_after: Option<Timestamp>,
    capacity: Option<usize>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Matchmade,
    Custom,
    Local,
}

impl From<Kind> for MatchType {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Matchmade => Self::Matchmade,
            Kind::Custom => Self::Custom,
            Kind::Local => Self::Local,
        }
    }
}

impl Settings {
    /// The number of matches that wait to be received.
    pub fn capacity(&self) -> usize {
        self.capacity.unwrap_or(16)
    }

    /// The watch. Nothing is sent.
    pub fn watch(self, client: &Client, players: Vec<Player>) -> Result<Watch, Failure> {
        let point = match (self.resume, self.ended_after) {
            (Some(_), Some(_)) => {
                let problem = "`resume` and `ended_after` exclude each other";
                return Err(ArgumentError::new("settings", problem).into());
            }
            (resume, ended_after) => resume.or(ended_after.map(ResumePoint::ended_after)),
        };
        let shortest = Duration::from_millis(self.shortest_interval_ms.unwrap_or(60_000));
        let longest = Duration::from_millis(self.longest_interval_ms.unwrap_or(600_000));
        let mut watch = client.watch_all(players).interval(shortest, longest);
        if let Some(kind) = self.match_type {
            watch = watch.match_type(kind.into());
        }
        if let Some(point) = point {
            watch = watch.resume(point);
        }
        Ok(watch)
    }
}

/// Reads a list of players. All must be right: a program would not notice that one is not watched.
pub fn players(text: &InText<'_>) -> Result<Vec<Player>, Failure> {
    let text = text.required("players")?;
    let Some(Value::Array(entries)) = json::value("players", Some(text))? else {
        let message = "players: a JSON list is needed, of gamertags, xuid(…) or digits";
        return Err(Failure::new(HaloCode::NotJson, message));
    };
    if entries.is_empty() {
        let problem = "the list is empty: name at least one player";
        return Err(ArgumentError::new("players", problem).into());
    }
    entries
        .iter()
        .enumerate()
        .map(|(index, entry)| {
            player(entry).map_err(|problem| {
                ArgumentError::new("players", format!("entry {}: {problem}", index + 1)).into()
            })
        })
        .collect()
}

fn player(entry: &Value) -> Result<Player, String> {
    let parsed = match entry {
        Value::String(text) => text.parse::<Player>(),
        Value::Number(number) if number.is_u64() => number.to_string().parse(),
        _ => return Err("it must be a gamertag, xuid(…) or digits".into()),
    };
    parsed.map_err(|error| error.problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_stands_for_the_default() {
        let text = r#"{"shortest_interval_ms": null, "longest_interval_ms": null, "match_type": null, "resume": null,
            "ended_after": null, "capacity": null}"#;
        for text in ["{}", text] {
            let settings: Settings = json::settings("settings", Some(text)).unwrap();
            assert_eq!(settings.capacity(), 16);
            assert!(settings.shortest_interval_ms.is_none() && settings.longest_interval_ms.is_none());
        }
    }
}
