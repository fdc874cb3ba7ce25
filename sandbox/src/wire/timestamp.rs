//! Timestamps as the API writes them: UTC, `2025-01-24T03:52:16.1Z`, the fraction's trailing zeros cut.

/// Milliseconds since 1970 at midnight of a day.
pub(crate) const fn midnight(year: i64, month: i64, day: i64) -> i64 {
    // Counts days from 1970 in a calendar whose year begins in March, so that the leap day comes last.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era - 719_468) * 86_400_000
}

fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (
        year_of_era + era * 400 + i64::from(month <= 2),
        month,
        day_of_year - (153 * shifted + 2) / 5 + 1,
    )
}

/// Writes 100-nanosecond ticks since 1970.
pub(crate) fn from_ticks(ticks: i64) -> String {
    let (seconds, fraction) = (ticks.div_euclid(10_000_000), ticks.rem_euclid(10_000_000));
    let (year, month, day) = civil(seconds.div_euclid(86_400));
    let second = seconds.rem_euclid(86_400);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    if fraction > 0 {
        let fraction = format!("{fraction:07}");
        text.push('.');
        text += fraction.trim_end_matches('0');
    }
    text.push('Z');
    text
}

/// Writes milliseconds since 1970.
pub(crate) fn from_ms(ms: i64) -> String {
    from_ticks(ms * 10_000)
}

/// Reads a timestamp in UTC, or a day, as milliseconds since 1970: `2025-01-24T03:52:16.1Z`, `2025-01-24`.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let (day, time) = text.split_once(['T', 't', ' ']).unwrap_or((text, "00:00:00"));
    let [year, month, day] = numbers(day, '-')?;
    let time = time.strip_suffix(['Z', 'z']).unwrap_or(time);
    let (time, fraction) = time.split_once('.').unwrap_or((time, ""));
    let [hour, minute, second] = numbers(time, ':')?;
    let is_time = (1..=12).contains(&month) && hour < 24 && minute < 60 && second < 60;
    let midnight = midnight(year, month, day);
    // A day that the month does not have would be one of the next month.
    let is_day = civil(midnight.div_euclid(86_400_000)) == (year, month, day);
    let digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
    let ms = format!("{fraction:0<3}")
        .get(..3)?
        .parse::<i64>()
        .ok()
        .filter(|_| digits)?;
    (is_time && is_day).then(|| midnight + ((hour * 60 + minute) * 60 + second) * 1000 + ms)
}

/// Three numbers of at most four digits, no signs.
fn numbers(text: &str, separator: char) -> Option<[i64; 3]> {
    let number = |part: &str| {
        let plain = (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|_| plain)
    };
    let parts: Option<Vec<i64>> = text.split(separator).map(number).collect();
    parts?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_read_as_they_are_written() {
        for ms in [
            midnight(2025, 1, 24) + 13_936_100,
            midnight(2024, 2, 29),
            midnight(1970, 1, 1) + 5,
        ] {
            assert_eq!(parse(&from_ms(ms)), Some(ms));
        }
        assert_eq!(parse("2024-02-29"), Some(midnight(2024, 2, 29)));
        for bad in [
            "",
            "yesterday",
            "2023-02-29",
            "2024-13-01",
            "2024-01-01T25:00:00Z",
            "2024-01-01T00:00:00.é",
            "-024-01-01",
            "99999-01-01",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn timestamps_are_written_as_the_api_does() {
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
