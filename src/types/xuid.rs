//! XUIDs.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::argument::ArgumentError;
use crate::decode::changes::note_change;
use crate::decode::one_form;

/// An Xbox user ID: a number that identifies a player permanently, even if the gamertag changes.
///
/// It can be parsed from `xuid(2533274855333605)` or its 16 digits, with blanks or quotes around them and `xuid`
/// in any case. `Display` shows the form that the API uses in paths, `xuid(2533274855333605)`; in JSON it is a
/// text of digits.
///
/// ```
/// use halo_infinite::Xuid;
///
/// let xuid: Xuid = " XUID(2533274855333605) ".parse()?;
/// assert_eq!(xuid, Xuid::new(2533274855333605)?);
/// assert_eq!(xuid.to_string(), "xuid(2533274855333605)");
/// # Ok::<(), halo_infinite::error::ArgumentError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Xuid(pub(super) u64);

impl Xuid {
    /// The XUID with this number.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] unless the number has 16 digits.
    pub fn new(number: u64) -> Result<Self, ArgumentError> {
        if (1_000_000_000_000_000..10_000_000_000_000_000).contains(&number) {
            Ok(Self(number))
        } else {
            Err(invalid(format!(
                "an XUID has 16 digits, {number} has {}",
                number.to_string().len()
            )))
        }
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }
}

pub(super) fn invalid(problem: String) -> ArgumentError {
    ArgumentError::new("player", problem)
}

/// The text between the parentheses of `word(…)`, ignoring case and blanks; `None` for other text.
pub(super) fn wrapped<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    if !head.eq_ignore_ascii_case(word) {
        return None;
    }
    let inner = text
        .get(word.len()..)?
        .trim_start()
        .strip_prefix('(')?
        .strip_suffix(')')?;
    Some(inner.trim())
}

/// Strips all blanks and quotes around a text.
pub(super) fn unquoted(text: &str) -> &str {
    let mut text = text.trim();
    while let Some(inner) = ['"', '\'']
        .iter()
        .find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote))
    {
        text = inner.trim();
    }
    text
}

pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl FromStr for Xuid {
    type Err = ArgumentError;

    fn from_str(text: &str) -> Result<Self, ArgumentError> {
        let text = unquoted(text);
        let digits = wrapped(text, "xuid").unwrap_or(text);
        if !is_digits(digits) {
            return Err(invalid(format!(
                "`{}` is not an XUID: write xuid(…) or 16 digits",
                text.escape_debug()
            )));
        }
        match digits.parse() {
            Ok(number) if digits.len() == 16 => Self::new(number),
            _ => Err(invalid(format!(
                "an XUID has 16 digits, {digits} has {}",
                digits.len()
            ))),
        }
    }
}

impl TryFrom<u64> for Xuid {
    type Error = ArgumentError;

    fn try_from(number: u64) -> Result<Self, ArgumentError> {
        Self::new(number)
    }
}

impl From<Xuid> for u64 {
    fn from(xuid: Xuid) -> u64 {
        xuid.0
    }
}

impl fmt::Display for Xuid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "xuid({})", self.0)
    }
}

impl Serialize for Xuid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// Accepts a number of any length, in digits or as `xuid(…)`: an odd XUID should not make a payload undecodable.
impl<'de> Deserialize<'de> for Xuid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct XuidVisitor;

        impl Visitor<'_> for XuidVisitor {
            type Value = Xuid;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an XUID")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Xuid, E> {
                let digits = wrapped(text, "xuid").unwrap_or(text);
                match digits.parse() {
                    Ok(number) if is_digits(digits) => {
                        if digits.len() < text.len() || (digits.starts_with('0') && digits != "0") {
                            note_change();
                        }
                        Ok(Xuid(number))
                    }
                    _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
                }
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Xuid, E> {
                note_change();
                Ok(Xuid(number))
            }
        }

        deserializer.deserialize_any(XuidVisitor)
    }
}

one_form!(Xuid);
