//! The filters of a history.

use std::str::FromStr;

use clap::{Args, ValueEnum};
use halo_infinite::Names;
use halo_infinite::jiff::civil::Date;
use halo_infinite::jiff::tz::TimeZone;
use halo_infinite::jiff::{Timestamp, ToSpan};
use halo_infinite::models::stats::MatchInfo;
use halo_infinite::services::stats::MatchType;

use crate::context::fits;

/// The filters, which combine.
#[derive(Debug, Args)]
pub struct Filter {
    /// Matches on maps with these words in their name, in any case and order
    #[arg(long, value_name = "NAME")]
    map: Option<String>,
    /// Matches of modes with these words in their name, such as `ranked` or `ctf`
    #[arg(long, value_name = "NAME")]
    mode: Option<String>,
    /// Matches of playlists with these words in their name
    #[arg(long, value_name = "NAME")]
    playlist: Option<String>,
    /// Matches of one kind
    #[arg(long = "type", value_name = "KIND")]
    pub kind: Option<Kind>,
    /// Matches that began on this day or later, such as 2026-10-31, or at this time: 2026-10-31T20:00:00Z
    #[arg(long, value_name = "DATE")]
    pub since: Option<Moment>,
    /// Matches that began on this day or earlier, or before this time
    #[arg(long, value_name = "DATE")]
    pub until: Option<Moment>,
}

/// A kind of matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Made by matchmaking
    Matchmaking,
    /// Custom games
    Custom,
    /// On a local network
    Local,
}

impl From<Kind> for MatchType {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Matchmaking => Self::Matchmade,
            Kind::Custom => Self::Custom,
            Kind::Local => Self::Local,
        }
    }
}

/// A local day, or a point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The first moment.
    pub start: Timestamp,
    /// The first moment that is later.
    end: Timestamp,
}

impl FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(time) = text.parse::<Timestamp>() {
            return Ok(Self {
                start: time,
                end: time,
            });
        }
        let wrong = || {
            format!(
                "`{text}` is not a date: write a day such as 2026-10-31, or a time such as 2026-10-31T20:00:00Z"
            )
        };
        let day: Date = text.parse().map_err(|_| wrong())?;
        // A text with a time, but without its offset, would lose the time.
        if text.contains(['T', 't', ' ']) {
            return Err(wrong());
        }
        let first = |day: Date| day.to_zoned(TimeZone::system()).map(|start| start.timestamp());
        let next = day.checked_add(1.day()).map_err(|_| wrong())?;
        Ok(Self {
            start: first(day).map_err(|_| wrong())?,
            end: first(next).map_err(|_| wrong())?,
        })
    }
}

impl Filter {
    /// Whether there is a filter.
    pub fn is_set(&self) -> bool {
        self.kind.is_some() || self.since.is_some() || self.until.is_some() || self.needs_names()
    }

    /// Whether the names of maps, modes or playlists decide.
    pub fn needs_names(&self) -> bool {
        self.map.is_some() || self.mode.is_some() || self.playlist.is_some()
    }

    /// Whether a match began in the span of time.
    pub fn has_time(&self, info: &MatchInfo) -> bool {
        self.since.is_none_or(|since| info.start_time >= since.start)
            && self.until.is_none_or(|until| info.start_time < until.end)
    }

    /// Whether the names of a match fit.
    pub fn has_names(&self, info: &MatchInfo, names: &Names) -> bool {
        let has = |wanted: &Option<String>, name: &dyn Fn() -> Option<String>| {
            let Some(wanted) = wanted else { return true };
            name().is_some_and(|name| fits(&name, wanted))
        };
        has(&self.map, &|| Some(names.map(&info.map_variant).into()))
            && has(&self.mode, &|| Some(names.mode(&info.ugc_game_variant).into()))
            && has(&self.playlist, &|| {
                info.playlist
                    .as_ref()
                    .map(|playlist| names.playlist(playlist).into())
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_lasts_until_the_next_one() {
        let day: Moment = "2026-10-31".parse().unwrap();
        let hours = day.start.duration_until(day.end).as_hours();
        assert!((23..=25).contains(&hours), "{hours}");
        let time: Moment = "2026-10-31T20:00:00+01:00".parse().unwrap();
        assert_eq!(time.start, time.end);
        assert_eq!(time.start.to_string(), "2026-10-31T19:00:00Z");
        for wrong in ["", "yesterday", "2026-13-01", "2026-10-31T20:00:00", "31.10.2026"] {
            assert!(wrong.parse::<Moment>().is_err(), "{wrong}");
        }
    }
}
