//! Numbers, times and texts for people.

use halo_infinite::jiff::fmt::friendly::{Designator, Spacing, SpanPrinter};
use halo_infinite::jiff::{RoundMode, SignedDuration, SignedDurationRound, Timestamp, Unit, tz::TimeZone};
use indicatif::HumanCount;

/// A whole number with separators: `1,234,567`.
pub fn number(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", HumanCount(number.unsigned_abs()))
}

/// A point in time without the part of a second.
pub fn whole_seconds(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}

/// A point in time, in the time zone of the system: `2026-01-31 20:15`.
pub fn local_time(time: Timestamp) -> String {
    time.to_zoned(TimeZone::system())
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}

/// A day, in the time zone of the system: `2026-01-31`.
pub fn local_date(time: Timestamp) -> String {
    time.to_zoned(TimeZone::system()).strftime("%Y-%m-%d").to_string()
}

/// A span of time as people say it: `12m 34s`, `2d 3h`. A part of a unit is cut, as the seconds of pipes and JSON are.
pub fn duration(duration: SignedDuration) -> String {
    const PRINTER: SpanPrinter = SpanPrinter::new()
        .designator(Designator::Compact)
        .spacing(Spacing::BetweenUnits);
    let unit = match duration.abs().as_hours() {
        0 => Unit::Second,
        1..48 => Unit::Minute,
        _ => Unit::Hour,
    };
    // A duration that cannot be cut is printed as it is.
    let whole = duration
        .round(SignedDurationRound::new().smallest(unit).mode(RoundMode::Trunc))
        .unwrap_or(duration);
    let (days, rest) = match whole.abs().as_hours() {
        48.. => (
            whole.as_hours() / 24,
            whole - SignedDuration::from_hours(whole.as_hours() / 24 * 24),
        ),
        _ => (0, whole),
    };
    match (days, rest.is_zero()) {
        (0, _) => PRINTER.duration_to_string(&rest),
        (days, true) => format!("{days}d"),
        (days, false) => format!("{days}d {}", PRINTER.duration_to_string(&rest.abs())),
    }
}

/// Whether a letter is shown as it is: it neither controls the terminal nor turns the direction of the text.
pub fn is_harmless(letter: char) -> bool {
    let turns = matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !turns && !breaks(letter)
}

/// Whether a letter controls the terminal or starts a line.
fn breaks(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')
}

/// The text on one line: a gamertag or a map's name must not move the cursor, break a line, or turn the direction of the
/// text that follows.
pub fn printable(text: &str) -> String {
    cleaned(text, |_| false)
}

/// As [`printable`], but with the lines and tabs of the text.
pub fn printable_lines(text: &str) -> String {
    cleaned(text, |letter| matches!(letter, '\n' | '\t'))
}

/// The text with a blank for each control character, and without marks of direction.
fn cleaned(text: &str, is_kept: impl Fn(char) -> bool) -> String {
    let shown = text.chars().filter_map(|letter| match letter {
        _ if is_harmless(letter) || is_kept(letter) => Some(letter),
        _ if breaks(letter) => Some(' '),
        _ => None,
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::show::Cell;

    #[test]
    fn numbers_have_separators() {
        for (value, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (-1_234_567, "-1,234,567"),
            (i64::MIN, "-9,223,372,036,854,775,808"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn durations_are_those_that_people_say() {
        for (seconds, text) in [
            (0, "0s"),
            (59, "59s"),
            (754, "12m 34s"),
            (3600, "1h"),
            (7384, "2h 3m"),
            (200_000, "2d 7h"),
            (172_800, "2d"),
            (-754, "12m 34s ago"),
        ] {
            assert_eq!(duration(SignedDuration::from_secs(seconds)), text);
        }
    }

    #[test]
    fn durations_are_cut_for_people_and_programs_alike() {
        let length = SignedDuration::from_millis(612_897);
        assert_eq!(duration(length), "10m 12s");
        assert_eq!(Cell::duration(length).in_pipe(), "612");
        assert_eq!(length.as_secs(), 612);
    }

    #[test]
    fn texts_cannot_move_the_cursor() {
        assert_eq!(printable("a\u{1b}[2Jb\nc\tü"), "a [2Jb c ü");
        assert_eq!(printable("\u{202e}abc\u{2066}\u{200f}\u{61c}"), "abc");
        assert_eq!(printable("a\u{2028}b\u{2029}"), "a b ");
        assert_eq!(printable_lines("a\u{1b}[2Jb\nc\tü\u{9b}"), "a [2Jb\nc\tü ");
        assert_eq!(printable_lines("\u{202e}abc\u{2028}\u{2069}"), "abc ");
    }
}
