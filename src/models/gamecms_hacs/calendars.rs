//! Calendars of seasons and events.

use jiff::Timestamp;

use super::schema::{CalendarEvent, CalendarSeason, CsrSeason, CsrSeasonCalendar, SeasonCalendar};
use crate::models::common::Iso8601Date;
use crate::types::{ArgumentError, Season};

/// A span of time, which has no end if the end is not known yet.
trait Span {
    fn start(&self) -> Timestamp;
    fn end(&self) -> Option<Timestamp>;

    #[inline]
    fn covers(&self, time: Timestamp) -> bool {
        self.start() <= time && self.end().is_none_or(|end| time < end)
    }
}

macro_rules! span {
    ($($name:ident),+) => {
        $(
            impl Span for $name {
                #[inline]
                fn start(&self) -> Timestamp {
                    *self.start_date
                }

                #[inline]
                fn end(&self) -> Option<Timestamp> {
                    self.end_date.map(Iso8601Date::into)
                }
            }
        )+
    };
}
span!(CsrSeason, CalendarSeason, CalendarEvent);

/// Of the spans that cover a time, the one with the latest start.
#[inline]
fn latest<T: Span>(spans: &[T], time: Timestamp) -> Option<&T> {
    let covering = spans.iter().filter(|span| span.covers(time));
    covering.max_by_key(|span| span.start())
}

#[inline]
fn in_order<T: Span>(spans: &[T]) -> impl Iterator<Item = &T> {
    let mut sorted: Vec<&T> = spans.iter().collect();
    sorted.sort_by_key(|span| span.start());
    sorted.into_iter()
}

impl CsrSeasonCalendar {
    /// The season at a time. The start of a season belongs to it, the end does not. `None` if no season covers
    /// the time.
    ///
    /// ```
    /// use halo_infinite::models::gamecms_hacs::CsrSeasonCalendar;
    ///
    /// let calendar: CsrSeasonCalendar = serde_json::from_str(r#"{"Seasons": [{
    ///     "CsrSeasonFilePath": "Csr/Seasons/CsrSeason5-1.json",
    ///     "StartDate": {"ISO8601Date": "2023-10-17T17:00:00.000Z"},
    ///     "EndDate": {"ISO8601Date": "2024-01-30T17:00:00.000Z"}
    /// }]}"#)?;
    /// let season = calendar.season_at("2023-12-24T18:00:00Z".parse()?).expect("one season covers the time");
    /// assert_eq!(season.csr_season_file_path, "Csr/Seasons/CsrSeason5-1.json");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn season_at(&self, time: Timestamp) -> Option<&CsrSeason> {
        latest(&self.seasons, time)
    }

    /// The seasons, oldest first.
    #[inline]
    pub fn in_order(&self) -> impl Iterator<Item = &CsrSeason> {
        in_order(&self.seasons)
    }
}

impl SeasonCalendar {
    /// The season or operation at a time. The start belongs to it, the end does not. `None` if neither covers
    /// the time.
    #[inline]
    pub fn season_at(&self, time: Timestamp) -> Option<&CalendarSeason> {
        latest(&self.seasons, time)
    }

    /// The seasons and operations, oldest first.
    #[inline]
    pub fn in_order(&self) -> impl Iterator<Item = &CalendarSeason> {
        in_order(&self.seasons)
    }

    /// The events at a time, which may be several.
    #[inline]
    pub fn events_at(&self, time: Timestamp) -> impl Iterator<Item = &CalendarEvent> {
        self.events
            .iter()
            .flatten()
            .filter(move |event| event.covers(time))
    }

    /// The events, oldest first.
    #[inline]
    pub fn events_in_order(&self) -> impl Iterator<Item = &CalendarEvent> {
        in_order(self.events.as_deref().unwrap_or_default())
    }
}

/// Makes the season an argument.
impl TryFrom<&CsrSeason> for Season {
    type Error = ArgumentError;

    #[inline]
    fn try_from(season: &CsrSeason) -> Result<Self, ArgumentError> {
        season.csr_season_file_path.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn season(name: &str, start: &str, end: Option<&str>) -> String {
        let end = end.map_or("null".into(), |end| {
            format!(r#"{{"ISO8601Date": "{end}T17:00:00Z"}}"#)
        });
        format!(
            r#"{{"CsrSeasonFilePath": "Csr/Seasons/{name}.json", "RewardTrackPath": "{name}",
                "StartDate": {{"ISO8601Date": "{start}T17:00:00Z"}}, "EndDate": {end}}}"#
        )
    }

    fn seasons() -> String {
        [
            season("C", "2023-10-17", None),
            season("A", "2021-06-20", Some("2022-05-03")),
            season("B", "2022-05-03", Some("2022-11-08")),
        ]
        .join(",")
    }

    #[test]
    fn a_season_covers_its_start_but_not_its_end() {
        let json = format!(r#"{{"Seasons": [{}]}}"#, seasons());
        let calendar: CsrSeasonCalendar = serde_json::from_str(&json).unwrap();
        for (time, expected) in [
            ("2021-06-20T16:59:59Z", None),
            ("2021-06-20T17:00:00Z", Some("Csr/Seasons/A.json")),
            ("2022-05-03T16:59:59Z", Some("Csr/Seasons/A.json")),
            ("2022-05-03T17:00:00Z", Some("Csr/Seasons/B.json")),
            ("2023-01-01T00:00:00Z", None),
            ("2123-01-01T00:00:00Z", Some("Csr/Seasons/C.json")),
        ] {
            let season = calendar.season_at(time.parse().unwrap());
            let path = season.map(|season| season.csr_season_file_path.as_str());
            assert_eq!(path, expected, "{time}");
        }
        let paths: Vec<_> = calendar
            .in_order()
            .map(|season| Season::try_from(season).unwrap().to_string())
            .collect();
        assert_eq!(
            paths,
            ["Csr/Seasons/A.json", "Csr/Seasons/B.json", "Csr/Seasons/C.json"]
        );
    }

    #[test]
    fn overlapping_seasons_yield_the_newer_one_and_overlapping_events_all() {
        let list = [seasons(), season("D", "2023-11-14", Some("2023-12-19"))].join(",");
        let json = format!(r#"{{"Seasons": [{list}], "Events": [{list}]}}"#);
        let calendar: SeasonCalendar = serde_json::from_str(&json).unwrap();
        let time = "2023-12-01T00:00:00Z".parse().unwrap();
        let season = calendar.season_at(time).unwrap();
        assert_eq!(season.csr_season_file_path.as_deref(), Some("Csr/Seasons/D.json"));
        assert_eq!(calendar.events_at(time).count(), 2);
        let tracks: Vec<_> = calendar
            .events_in_order()
            .filter_map(|event| event.reward_track_path.as_deref())
            .collect();
        assert_eq!(tracks, ["A", "B", "C", "D"]);
        assert_eq!(calendar.in_order().count(), 4);

        let empty: SeasonCalendar = serde_json::from_str(r#"{"Seasons": []}"#).unwrap();
        assert!(empty.season_at(time).is_none() && empty.events_in_order().next().is_none());
    }
}
