//! Floats that may be NaN or infinite.

use std::fmt;
use std::ops::Deref;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::decode::changes::note_change;
use crate::decode::lenient::finite;
use crate::decode::one_form;

/// A float that may be NaN or infinite. The skill service writes these values as the texts `NaN`, `Infinity` and
/// `-Infinity`, because JSON has no numbers for them.
///
/// Dereferences to [`f64`]. As there, NaN does not equal any number, not even itself.
///
/// ```
/// use halo_infinite::models::common::Number;
///
/// let ratings: Vec<Number> = serde_json::from_str(r#"[1349.07, "Infinity"]"#)?;
/// assert_eq!(*ratings[0], 1349.07);
/// assert!(ratings[1].is_infinite());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd)]
pub struct Number(f64);

impl Number {
    /// The number.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// The number; `None` if it is infinite or NaN.
    pub fn finite(self) -> Option<f64> {
        self.0.is_finite().then_some(self.0)
    }
}

impl Deref for Number {
    type Target = f64;

    fn deref(&self) -> &f64 {
        &self.0
    }
}

impl From<f64> for Number {
    fn from(number: f64) -> Self {
        Self(number)
    }
}

impl From<Number> for f64 {
    fn from(number: Number) -> f64 {
        number.0
    }
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_finite() {
            serializer.serialize_f64(self.0)
        } else if self.0.is_nan() {
            serializer.serialize_str("NaN")
        } else if self.0 > 0.0 {
            serializer.serialize_str("Infinity")
        } else {
            serializer.serialize_str("-Infinity")
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberVisitor;

        impl Visitor<'_> for NumberVisitor {
            type Value = Number;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a number, NaN, Infinity or -Infinity")
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Number, E> {
                Ok(Number(number))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Number, E> {
                Ok(Number(number as f64))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Number, E> {
                Ok(Number(number as f64))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Number, E> {
                match text {
                    "NaN" => Ok(Number(f64::NAN)),
                    "Infinity" => Ok(Number(f64::INFINITY)),
                    "-Infinity" => Ok(Number(f64::NEG_INFINITY)),
                    _ => {
                        note_change();
                        finite(text)
                            .map(Number)
                            .ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
                    }
                }
            }
        }

        deserializer.deserialize_any(NumberVisitor)
    }
}

one_form!(Number);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_their_texts_round_trip() {
        for json in ["1.5", "-2.0", "\"NaN\"", "\"Infinity\"", "\"-Infinity\""] {
            let number: Number = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&number).unwrap(), json);
        }
        assert_eq!(*serde_json::from_str::<Number>("7").unwrap(), 7.0);
        assert_eq!(*serde_json::from_str::<Number>("\"7.5\"").unwrap(), 7.5);
        for text in ["\"\"", "\"inf\"", "\"1e999\"", "\"x\""] {
            assert!(serde_json::from_str::<Number>(text).is_err(), "{text}");
        }
        assert!(serde_json::from_str::<Number>("null").is_err());
        assert_eq!(Number(f64::NAN).finite(), None);
        assert_eq!(Number(2.5).finite(), Some(2.5));
    }
}
