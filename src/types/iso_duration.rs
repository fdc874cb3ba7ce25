//! Durations in the notation of the API.

use std::fmt;
use std::num::IntErrorKind;
use std::ops::Deref;
use std::str::FromStr;

use jiff::SignedDuration;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::decode::changes::note_change;
use crate::decode::one_form;

const DAY: i64 = 24 * 60 * 60;

/// A duration in the API's notation, ISO 8601 with days: `PT10M58.2413691S`, `P63DT13H2.1S`. A day is 24
/// hours.
///
/// Dereferences to [`jiff::SignedDuration`], which has the arithmetic. `Display` and JSON use the API's notation.
///
/// ```
/// use halo_infinite::types::IsoDuration;
///
/// let played: IsoDuration = "P1DT2M0.5S".parse()?;
/// assert_eq!(played.as_secs_f64(), 86_520.5);
/// assert_eq!(played.to_string(), "P1DT2M0.5S");
/// # Ok::<(), halo_infinite::types::InvalidDuration>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IsoDuration(SignedDuration);

/// A text is not an ISO 8601 duration of days, hours, minutes and seconds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an ISO 8601 duration of days, hours, minutes and seconds, such as PT12M34.5S")]
#[non_exhaustive]
pub struct InvalidDuration;

impl IsoDuration {
    /// The duration as a [`SignedDuration`].
    pub const fn get(self) -> SignedDuration {
        self.0
    }
}

impl Deref for IsoDuration {
    type Target = SignedDuration;

    fn deref(&self) -> &SignedDuration {
        &self.0
    }
}

impl From<SignedDuration> for IsoDuration {
    fn from(duration: SignedDuration) -> Self {
        Self(duration)
    }
}

impl From<IsoDuration> for SignedDuration {
    fn from(duration: IsoDuration) -> Self {
        duration.0
    }
}

impl FromStr for IsoDuration {
    type Err = InvalidDuration;

    /// Truncates to nanoseconds. A duration that is too long for a [`SignedDuration`] becomes the longest one.
    fn from_str(text: &str) -> Result<Self, InvalidDuration> {
        parse(text)
            .map(|(duration, _)| Self(duration))
            .ok_or(InvalidDuration)
    }
}

/// The duration, and whether `Display` writes it like this, but for zeros at the end of a fraction.
fn parse(text: &str) -> Option<(SignedDuration, bool)> {
    /// More days could be too many.
    const MAX_DAYS_DIGITS: usize = 13;
    let is_zero = text == "PT0S";
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (date, time) = match text.strip_prefix('P')?.split_once('T') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (text.strip_prefix('P')?, ""),
    };
    if date.is_empty() && time.is_empty() {
        return None;
    }

    let mut seconds = 0_i64;
    let mut nanoseconds = 0_i32;
    let mut is_written_so = !negative;
    if !date.is_empty() {
        let days = date.strip_suffix('D')?;
        seconds = integer(days)?.saturating_mul(DAY);
        is_written_so &= !days.starts_with('0') && (1..=MAX_DAYS_DIGITS).contains(&days.len());
    }
    let mut rest = time;
    for (unit, length, end) in [('H', 3600, 24), ('M', 60, 60), ('S', 1, 60)] {
        let Some((number, after)) = rest.split_once(unit) else {
            continue;
        };
        rest = after;
        let number = match number.split_once('.') {
            Some((number, fraction)) if unit == 'S' => {
                nanoseconds = fraction_nanos(fraction)?;
                is_written_so &= fraction.len() <= 9;
                number
            }
            _ => number,
        };
        let count = integer(number)?;
        seconds = seconds.saturating_add(count.saturating_mul(length));
        let is_lone_fraction = number == "0" && unit == 'S' && nanoseconds > 0;
        is_written_so &= count < end && (is_lone_fraction || !number.starts_with('0')) && !number.is_empty();
    }
    if !rest.is_empty() {
        return None;
    }
    let duration = SignedDuration::new(seconds, nanoseconds);
    Some((
        if negative { -duration } else { duration },
        is_written_so || is_zero,
    ))
}

fn integer(digits: &str) -> Option<i64> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match digits.parse::<i64>() {
        Err(error) if *error.kind() == IntErrorKind::PosOverflow => Some(i64::MAX),
        number => number.ok(),
    }
}

/// The nanoseconds of a fraction of a second, by its decimals.
fn fraction_nanos(digits: &str) -> Option<i32> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = digits.get(..9).unwrap_or(digits);
    let scale = 10_i32.pow(9 - u32::try_from(digits.len()).ok()?);
    Some(digits.parse::<i32>().ok()? * scale)
}

impl fmt::Display for IsoDuration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_zero() {
            return formatter.write_str("PT0S");
        }
        if self.0.is_negative() {
            formatter.write_str("-")?;
        }
        let length = self.0.unsigned_abs();
        let (seconds, nanoseconds) = (length.as_secs(), length.subsec_nanos());
        let day = DAY.unsigned_abs();
        let (days, hours, minutes, seconds) = (
            seconds / day,
            seconds / 3600 % 24,
            seconds / 60 % 60,
            seconds % 60,
        );
        formatter.write_str("P")?;
        if days > 0 {
            write!(formatter, "{days}D")?;
        }
        if hours == 0 && minutes == 0 && seconds == 0 && nanoseconds == 0 {
            return Ok(());
        }
        formatter.write_str("T")?;
        if hours > 0 {
            write!(formatter, "{hours}H")?;
        }
        if minutes > 0 {
            write!(formatter, "{minutes}M")?;
        }
        if nanoseconds > 0 {
            let fraction = format!("{nanoseconds:09}");
            write!(formatter, "{seconds}.{}S", fraction.trim_end_matches('0'))?;
        } else if seconds > 0 {
            write!(formatter, "{seconds}S")?;
        }
        Ok(())
    }
}

impl fmt::Debug for IsoDuration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for IsoDuration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for IsoDuration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl Visitor<'_> for TextVisitor {
            type Value = IsoDuration;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an ISO 8601 duration")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<IsoDuration, E> {
                let (duration, is_written_so) =
                    parse(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))?;
                if !is_written_so {
                    note_change();
                }
                Ok(IsoDuration(duration))
            }
        }

        deserializer.deserialize_str(TextVisitor)
    }
}

one_form!(IsoDuration);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_of_the_api_round_trip() {
        for (text, seconds, nanoseconds) in [
            ("PT0S", 0, 0),
            ("PT10M58.2413691S", 658, 241_369_100),
            ("P63DT13H2.1S", 63 * DAY + 13 * 3600 + 2, 100_000_000),
            (
                "P17DT10H55M53.7685509S",
                17 * DAY + 10 * 3600 + 55 * 60 + 53,
                768_550_900,
            ),
            ("PT1H55M54S", 6954, 0),
            ("PT0.001S", 0, 1_000_000),
            ("PT5M", 300, 0),
            ("P1D", DAY, 0),
            ("-PT3.5S", -3, -500_000_000),
            ("P10675199DT2H48M5.4775807S", 922_337_203_685, 477_580_700),
        ] {
            let duration: IsoDuration = text.parse().unwrap();
            assert_eq!(
                duration.get(),
                SignedDuration::new(seconds, nanoseconds),
                "{text}"
            );
            assert_eq!(duration.to_string(), text);
        }
    }

    #[test]
    fn large_units_carry_and_long_fractions_are_truncated() {
        let duration: IsoDuration = "PT90M61S".parse().unwrap();
        assert_eq!(duration.to_string(), "PT1H31M1S");
        let duration: IsoDuration = "PT0.1234567899S".parse().unwrap();
        assert_eq!(duration.to_string(), "PT0.123456789S");
    }

    #[test]
    fn a_duration_that_is_too_long_becomes_the_longest_one() {
        for text in [
            "P9999999999999999D",
            "P99999999999999999999D",
            "PT99999999999999999999S",
            "PT9223372036854775807S",
            "P106751991167300DT99999999999999999H",
        ] {
            let duration: IsoDuration = text.parse().unwrap();
            assert_eq!(duration.get().as_secs(), i64::MAX, "{text}");
            assert_eq!(duration.to_string().parse(), Ok(duration), "{text}");
            let negative: IsoDuration = format!("-{text}").parse().unwrap();
            assert_eq!(negative.get().as_secs(), -i64::MAX, "{text}");
        }
    }

    #[test]
    fn other_text_is_an_error() {
        for text in [
            "", "P", "PT", "T5S", "5S", "PT5", "P1DT", "PT1S2M", "PT1.5M", "PT.5S", "PT5.S", "P1Y", "PT+5S",
            "PT-5S", "PT1S ", "PT１S", "PD", "PT1H1H",
        ] {
            assert_eq!(text.parse::<IsoDuration>(), Err(InvalidDuration), "{text}");
        }
    }
}
