//! Points in time in the envelope `{"ISO8601Date": …}`.

use std::ops::Deref;

use jiff::Timestamp;
use serde::de::{Deserializer, Error, MapAccess};
use serde::{Deserialize, Serialize};

use crate::decode::changes::note_change;
use crate::decode::field::Lenient;
use crate::decode::model::{self, Fields, Model};

/// A point in time in the envelope that much of the API uses for timestamps. Dereferences to [`Timestamp`].
///
/// A time without an offset is in UTC. The API writes "never" as the end of the year 9999, a day later than the
/// largest [`Timestamp`]; this decodes to [`Timestamp::MAX`]. An empty text in the envelope means that the time is
/// unknown: fields of models that can be absent are then `None`.
///
/// ```
/// use halo_infinite::models::common::Iso8601Date;
///
/// let date: Iso8601Date = serde_json::from_str(r#"{"ISO8601Date": "2023-10-17T17:00:00.000Z"}"#)?;
/// assert_eq!(date.strftime("%Y-%m-%d").to_string(), "2023-10-17");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub struct Iso8601Date {
    /// The point in time, in UTC.
    #[serde(rename = "ISO8601Date")]
    pub iso8601_date: Timestamp,
}

/// The envelope, with a time that may be optional.
struct Envelope<T>(T);

impl<T: Lenient> Model for Envelope<T> {
    const NAME: &'static str = "Iso8601Date";
    const FIELDS: &'static [&'static str] = &["ISO8601Date"];

    fn read<'de, A: MapAccess<'de>>(mut fields: Fields<A>) -> Result<Self, A::Error> {
        let mut time = None;
        while let Some(index) = fields.next()? {
            match index {
                0 => fields.read(&mut time)?,
                _ => fields.skip()?,
            }
        }
        // The time itself is never absent, not even an optional one.
        time.map(Self)
            .ok_or_else(|| A::Error::missing_field("ISO8601Date"))
    }
}

impl Lenient for Iso8601Date {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Envelope(time): Envelope<Timestamp> = model::deserialize(deserializer)?;
        Ok(time.into())
    }

    fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        let Envelope(time): Envelope<Option<Timestamp>> = model::deserialize(deserializer)?;
        if time.is_none() {
            note_change();
        }
        Ok(time.map(Self::from))
    }
}

impl<'de> Deserialize<'de> for Iso8601Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Lenient::read(deserializer)
    }
}

impl Deref for Iso8601Date {
    type Target = Timestamp;

    fn deref(&self) -> &Timestamp {
        &self.iso8601_date
    }
}

impl From<Timestamp> for Iso8601Date {
    fn from(timestamp: Timestamp) -> Self {
        Self {
            iso8601_date: timestamp,
        }
    }
}

impl From<Iso8601Date> for Timestamp {
    fn from(date: Iso8601Date) -> Self {
        date.iso8601_date
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notation_of_dates_is_decoded() {
        for (text, expected) in [
            ("2023-10-17T17:00:00.000Z", "2023-10-17T17:00:00Z"),
            ("2021-09-18T21:30:00Z", "2021-09-18T21:30:00Z"),
            (
                "2021-09-18T21:30:00.1234567+02:00",
                "2021-09-18T19:30:00.1234567Z",
            ),
            ("2021-09-18T21:30:00", "2021-09-18T21:30:00Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
            ("0001-01-01T00:00:00", "0001-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59.9999999Z", &Timestamp::MAX.to_string()),
            ("9999-12-31T23:59:59.9999999", &Timestamp::MAX.to_string()),
        ] {
            let json = format!(r#"{{"ISO8601Date": "{text}"}}"#);
            let date: Iso8601Date = serde_json::from_str(&json).unwrap();
            assert_eq!(date.to_string(), expected, "{text}");
        }
        for text in ["", "2021", "soon", "2021-13-01T00:00:00Z"] {
            let json = format!(r#"{{"ISO8601Date": "{text}"}}"#);
            assert!(serde_json::from_str::<Iso8601Date>(&json).is_err(), "{text}");
        }
    }

    #[test]
    fn an_optional_date_can_be_an_empty_envelope() {
        let read = |json: &str| {
            let mut deserializer = serde_json::Deserializer::from_str(json);
            let date: Result<Option<Iso8601Date>, _> = Lenient::read(&mut deserializer);
            date.map(|date| date.map(|date| date.to_string()))
        };
        for json in ["null", r#"{"ISO8601Date": ""}"#, r#"{"ISO8601Date": null}"#] {
            assert_eq!(read(json).unwrap(), None, "{json}");
        }
        let date = read(r#"{"ISO8601Date": "2023-10-17T17:00:00"}"#).unwrap();
        assert_eq!(date.as_deref(), Some("2023-10-17T17:00:00Z"));
        for json in [
            "{}",
            r#"{"Date": ""}"#,
            r#"{"ISO8601Date": " "}"#,
            r#"{"ISO8601Date": 0}"#,
        ] {
            assert!(read(json).is_err(), "{json}");
        }
    }
}
