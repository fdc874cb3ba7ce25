//! Times in every form that a service uses.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use serde::de::{self, Deserializer, Visitor};

use super::changes::note_change;
use super::field::Lenient;

impl Lenient for Timestamp {
    /// Reads a time without an offset as UTC. The end of the year 9999, which means "never", is a day later than
    /// the largest [`Timestamp`]; it and all later times are read as [`Timestamp::MAX`]. Fractions of a second are
    /// truncated to nanoseconds.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TimestampVisitor;

        impl Visitor<'_> for TimestampVisitor {
            type Value = Timestamp;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a timestamp")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
                parse(text)
            }
        }

        deserializer.deserialize_str(TimestampVisitor)
    }

    /// Reads an empty text as `None`. Files of the game have it for unknown times.
    fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        struct OptionalVisitor;

        impl Visitor<'_> for OptionalVisitor {
            type Value = Option<Timestamp>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a timestamp")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Option<Timestamp>, E> {
                if text.is_empty() {
                    note_change();
                    Ok(None)
                } else {
                    parse(text).map(Some)
                }
            }
        }

        deserializer.deserialize_str(OptionalVisitor)
    }
}

/// Reads a time in any form.
fn parse<E: de::Error>(text: &str) -> Result<Timestamp, E> {
    if let Some(time) = common_form(text) {
        return Ok(time);
    }
    note_change();
    text.parse()
        .or_else(|error| odd_form(text).ok_or_else(|| E::custom(error)))
}

/// Reads the form that nearly all times have, `2023-12-06T03:34:47.896Z`, much faster than jiff; `None` for other
/// forms.
fn common_form(text: &str) -> Option<Timestamp> {
    fn number(digits: &[u8]) -> Option<i32> {
        digits.iter().try_fold(0, |number: i32, digit| {
            let digit = char::from(*digit).to_digit(10)?;
            number.checked_mul(10)?.checked_add(digit as i32)
        })
    }
    fn short(digits: &[u8]) -> Option<i8> {
        number(digits)?.try_into().ok()
    }
    let (seconds, fraction) = text.strip_suffix('Z')?.as_bytes().split_first_chunk::<19>()?;
    let [
        y0,
        y1,
        y2,
        y3,
        b'-',
        m0,
        m1,
        b'-',
        d0,
        d1,
        b'T',
        h0,
        h1,
        b':',
        n0,
        n1,
        b':',
        s0,
        s1,
    ] = *seconds
    else {
        return None;
    };
    let nanoseconds = match fraction {
        [] => 0,
        [b'.', digits @ ..] if (1..=9).contains(&digits.len()) => {
            number(digits)? * 10_i32.pow(9 - u32::try_from(digits.len()).ok()?)
        }
        _ => return None,
    };
    let time = DateTime::new(
        number(&[y0, y1, y2, y3])?.try_into().ok()?,
        short(&[m0, m1])?,
        short(&[d0, d1])?,
        short(&[h0, h1])?,
        short(&[n0, n1])?,
        short(&[s0, s1])?,
        nanoseconds,
    );
    Offset::UTC.to_timestamp(time.ok()?).ok()
}

/// Reads a time with a longer fraction or a longer year than jiff reads, or without an offset.
fn odd_form(text: &str) -> Option<Timestamp> {
    /// The digits of a second that a [`Timestamp`] holds.
    const DIGITS: usize = 9;
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    if let Some((seconds, fraction)) = text.split_once('.')
        && let (precise, rest) = fraction.split_at(digits(fraction))
        && let Some(precise) = precise.get(..DIGITS)
        && fraction.len() - rest.len() > DIGITS
    {
        let text = format!("{seconds}.{precise}{rest}");
        return text.parse().ok().or_else(|| odd_form(&text));
    }
    civil(text).or_else(|| {
        let (end, unsigned) = match text.strip_prefix('-') {
            Some(unsigned) => (Timestamp::MIN, unsigned),
            None => (Timestamp::MAX, text.strip_prefix('+').unwrap_or(text)),
        };
        // The rest must be a time in any year: one with a 29th of February.
        let (year, rest) = unsigned.split_at(digits(unsigned));
        let time = format!("2000{rest}");
        let is_time = year.len() > 4 && (time.parse::<Timestamp>().is_ok() || civil(&time).is_some());
        is_time.then_some(end)
    })
}

/// Reads a time without an offset, or one that no [`Timestamp`] can represent.
fn civil(text: &str) -> Option<Timestamp> {
    let time: DateTime = text.strip_suffix('Z').unwrap_or(text).parse().ok()?;
    Some(match time.to_zoned(TimeZone::UTC) {
        Ok(zoned) => zoned.timestamp(),
        Err(_) if time.year() > 0 => Timestamp::MAX,
        Err(_) => Timestamp::MIN,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> serde_json::Result<Timestamp> {
        Timestamp::read(serde_json::Value::from(text))
    }

    #[test]
    fn never_and_times_without_an_offset_are_read() {
        for (text, expected) in [
            ("2023-12-06T03:34:47.896Z", "2023-12-06T03:34:47.896Z"),
            ("2023-12-06T03:34:47", "2023-12-06T03:34:47Z"),
            ("0001-01-01T00:00:00", "0001-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59.9999999Z", &Timestamp::MAX.to_string()),
            ("9999-12-31T23:59:59.9999999", &Timestamp::MAX.to_string()),
            ("9999-12-31T23:59:59+00:00", &Timestamp::MAX.to_string()),
            ("10000-01-01T00:00:00Z", &Timestamp::MAX.to_string()),
            ("+012345-02-29T00:00:00.1234567", &Timestamp::MAX.to_string()),
            ("292278994-08-17T07:12:55.807+02:00", &Timestamp::MAX.to_string()),
            ("-12345-01-01T00:00:00Z", &Timestamp::MIN.to_string()),
            ("-000001-12-31T23:59:59", "-000001-12-31T23:59:59Z"),
            (
                "2023-12-06T03:34:47.12345678999Z",
                "2023-12-06T03:34:47.123456789Z",
            ),
            ("2023-12-06T03:34:47.1234567891", "2023-12-06T03:34:47.123456789Z"),
            ("9999-12-31T23:59:59.9999999999Z", &Timestamp::MAX.to_string()),
        ] {
            assert_eq!(read(text).unwrap().to_string(), expected, "{text}");
        }
        for text in [
            "soon",
            "",
            "12345",
            "12345-13-01T00:00:00Z",
            "0.1234567891",
            "2023-12-06T03:34:47.1234567891x",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_fast_path_for_times_agrees_with_jiff() {
        for text in [
            "2023-12-06T03:34:47Z",
            "2023-12-06T03:34:47.8Z",
            "2023-12-06T03:34:47.1234567Z",
            "2023-12-06T03:34:47.123456789Z",
            "2024-02-29T23:59:59.999999999Z",
            "1969-12-31T23:59:59.5Z",
            "0001-01-01T00:00:00Z",
            "9999-12-30T22:00:00.999Z",
        ] {
            assert_eq!(common_form(text), Some(text.parse().unwrap()), "{text}");
        }
        for text in [
            "2023-02-29T00:00:00Z",
            "2023-13-01T00:00:00Z",
            "2023-12-06T24:00:00Z",
            "2023-12-06T03:34:60Z",
            "2023-12-06T03:34:47.Z",
            "2023-12-06T03:34:47.1234567891Z",
            "2023-12-06T03:34:47.-12Z",
            "2023-12-06T03:34:47+02:00Z",
            "2023-12-06t03:34:47Z",
            "2023-12-06T03:34:47",
            "+023-12-06T03:34:47Z",
            "9999-12-31T23:59:59.9999999Z",
            "Z",
            "",
        ] {
            assert_eq!(common_form(text), None, "{text}");
        }
    }
}
