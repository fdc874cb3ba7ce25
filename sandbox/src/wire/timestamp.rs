//! Timestamps as the API writes them: in UTC, without trailing zeros of the fraction: `2025-01-24T03:52:16.1Z`.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde_json::{Value, json};

/// Midnight of a day, in milliseconds since 1970.
pub(crate) const fn midnight(year: i64, month: i64, day: i64) -> i64 {
    // Counts the days of a calendar that starts in March, so that the leap day comes last.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era - 719_468) * 86_400_000
}

/// Formats 100-nanosecond ticks since 1970.
pub(crate) fn from_ticks(ticks: i64) -> String {
    Timestamp::from_nanosecond(i128::from(ticks) * 100)
        .unwrap_or(Timestamp::MAX)
        .to_string()
}

/// Formats milliseconds since 1970.
pub(crate) fn from_ms(ms: i64) -> String {
    from_ticks(ms * 10_000)
}

/// The API's envelope around some timestamps, from milliseconds since 1970.
pub(crate) fn envelope(ms: i64) -> Value {
    json!({ "ISO8601Date": from_ms(ms) })
}

/// A day in English words, from milliseconds since 1970: `May 03, 2022`.
pub(crate) fn in_words(ms: i64) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let time = Timestamp::from_millisecond(ms).unwrap_or(Timestamp::MAX);
    let day = Offset::UTC.to_datetime(time).date();
    let month = usize::try_from(day.month() - 1).unwrap_or_default();
    format!("{} {:02}, {}", MONTHS[month % 12], day.day(), day.year())
}

/// Parses a timestamp or a day of ISO 8601 as milliseconds since 1970: `2025-01-24T03:52:16.1Z`, `2025-01-24`. Without
/// an offset it is in UTC. The plus of an offset may be a space: a query decodes it so if the client did not encode it.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let with_plus = match text.rsplit_once(' ') {
        // Before this space is a time.
        Some((time, offset)) if time.contains(':') => Some(format!("{time}+{offset}")),
        _ => None,
    };
    let text = with_plus.as_deref().unwrap_or(text);
    // The last day of the year 9999, which programs send for "no end", is beyond the largest timestamp.
    let in_utc = || {
        let time: DateTime = text.strip_suffix(['Z', 'z']).unwrap_or(text).parse().ok()?;
        let is_late = time.year() > 0;
        let latest = if is_late { Timestamp::MAX } else { Timestamp::MIN };
        Some(Offset::UTC.to_timestamp(time).unwrap_or(latest))
    };
    let timestamp = text.parse::<Timestamp>().ok().or_else(in_utc)?;
    Some(timestamp.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parsing_reverses_formatting() {
        for ms in [
            midnight(2025, 1, 24) + 13_936_100,
            midnight(2024, 2, 29),
            midnight(1970, 1, 1) + 5,
        ] {
            assert_eq!(parse(&from_ms(ms)), Some(ms));
        }
        assert_eq!(parse("2024-02-29"), Some(midnight(2024, 2, 29)));
        for same in [
            "2024-02-29T00:00:00",
            "2024-02-29T00:00",
            "2024-02-29 00:00:00",
            "2024-02-29 00:00:00.000Z",
            "2024-02-29T00:00:00.000000+00:00",
            "2024-02-29T02:00:00+02:00",
            "2024-02-29T02:00:00 02:00",
            "2024-02-29 02:00:00 02:00",
            "2024-02-28T19:00:00-05:00",
            "2024-02-29T02:00:00+0200",
            "20240229T000000Z",
        ] {
            assert_eq!(parse(same), Some(midnight(2024, 2, 29)), "{same}");
        }
        for latest in [
            "9999-12-31",
            "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59.9999999Z",
            "9999-12-31T23:59:59.9999999+00:00",
        ] {
            assert_eq!(parse(latest), Some(Timestamp::MAX.as_millisecond()), "{latest}");
        }
        for bad in [
            "",
            "Z",
            "9999-12-32T00:00:00Z",
            "yesterday",
            "2023-02-29",
            "2024-13-01",
            "2024-01-01T25:00:00Z",
            "2024-01-01T00:00:00.é",
            "-024-01-01",
            "2024-01-01T00:00:00 ",
            "2024-01-01T00:00:00 noon",
            "99999-01-01",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_have_names_of_months() {
        assert_eq!(in_words(midnight(2022, 5, 3) + 5), "May 03, 2022");
        assert_eq!(in_words(midnight(2024, 12, 31)), "December 31, 2024");
    }

    #[test]
    fn timestamps_match_the_api() {
        assert_eq!(from_ms(midnight(2025, 1, 24)), "2025-01-24T00:00:00Z");
        assert_eq!(
            from_ms(midnight(2025, 1, 24) + 13_936_100),
            "2025-01-24T03:52:16.1Z"
        );
        assert_eq!(from_ms(midnight(2024, 2, 29) + 5_062), "2024-02-29T00:00:05.062Z");
        assert_eq!(
            from_ticks(midnight(1970, 1, 1) + 1),
            "1970-01-01T00:00:00.0000001Z"
        );
        assert_eq!(from_ms(midnight(2026, 12, 31)), "2026-12-31T00:00:00Z");
    }
}
