//! The filters of a history.

use std::str::FromStr;

use clap::{Args, ValueEnum};
use halo_infinite::Names;
use halo_infinite::jiff::civil::{Date, DateTime};
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
    /// Matches that began on this day or later, such as 2026-10-31, or at this time: 2026-10-31T20:00, or
    /// 2026-10-31T20:00:00Z. Without a zone, days and times are local
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
        let at = |time| Self {
            start: time,
            end: time,
        };
        if let Ok(time) = text.parse() {
            return Ok(at(time));
        }
        let wrong = || {
            format!(
                "`{text}` is not a date: write a day such as 2026-10-31, or a time such as 2026-10-31T20:00 or \
                 2026-10-31T20:00:00Z"
            )
        };
        // A zone in brackets would be ignored.
        if text.contains('[') {
            return Err(wrong());
        }
        let time: DateTime = text.parse().map_err(|_| wrong())?;
        if text.contains(['T', 't', ' ']) {
            return Ok(at(local(time)));
        }
        let next = time.date().checked_add(1.day()).unwrap_or(Date::MAX);
        Ok(Self {
            start: local(time),
            end: match next == time.date() {
                true => Timestamp::MAX,
                false => local(next.into()),
            },
        })
    }
}

/// The point in time, in the time zone of the system. The last hours of the calendar may not fit.
fn local(time: DateTime) -> Timestamp {
    let limit = if time.year() < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    };
    let zoned = time.to_zoned(TimeZone::system());
    zoned.map_or(limit, |zoned| zoned.timestamp())
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
        let last: Moment = "9999-12-31".parse().unwrap();
        assert_eq!(last.end, Timestamp::MAX);
        for wrong in [
            "",
            "yesterday",
            "2026-13-01",
            "31.10.2026",
            "2026-10-31T25:00",
            "2026-10-31T20:00[Nowhere/Here]",
        ] {
            assert!(wrong.parse::<Moment>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_time_without_a_zone_is_local() {
        for text in ["2026-10-31T20:00", "2026-10-31T20:00:00", "2026-10-31 20:00"] {
            let time: Moment = text.parse().unwrap();
            let local = time.start.to_zoned(TimeZone::system());
            assert_eq!((local.date().day(), local.hour()), (31, 20), "{text}");
            assert_eq!(time.start, time.end, "{text}");
        }
    }
}
