//! From JSON to a model, and what the model does not know of it.

mod deserializer;
pub(crate) mod lenient;
pub(crate) mod model;
mod reader;
mod refused;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::de::DeserializeOwned;
use serde_ignored::Path;

use reader::Reader;
use refused::Refused;

/// A document is not what its model expects: where, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeError {
    /// The place in the document, such as `Players[3].Outcome`; `.` is the document itself.
    pub path: String,
    /// What is wrong there.
    pub problem: String,
}

impl std::error::Error for DecodeError {}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.path, self.problem)
    }
}

/// Decodes a JSON document, such as an archived payload, into a model.
///
/// Fields that the model does not know are passed over; [`drift`] lists them.
///
/// ```
/// use halo_infinite::models::stats::MatchesPrivacy;
///
/// let error = halo_infinite::decode::<MatchesPrivacy>(br#"{"MatchmadeGames": "no"}"#).unwrap_err();
/// assert_eq!(error.path, "MatchmadeGames");
/// ```
///
/// # Errors
///
/// [`DecodeError`] says where the document departs from the model, and how.
pub fn decode<T: DeserializeOwned>(json: &[u8]) -> Result<T, DecodeError> {
    read(json, |reader| T::deserialize(reader))
}

/// Reads a whole document, which is UTF-8, perhaps behind the byte order mark that some editors and
/// shells put before what they save.
fn read<'de, T>(
    json: &'de [u8],
    visit: impl FnOnce(&mut Reader<'de>) -> Result<T, Refused>,
) -> Result<T, DecodeError> {
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    // Where it is no longer UTF-8, it ends for the reader.
    let text = std::str::from_utf8(json).or_else(|error| {
        let valid = json.get(..error.valid_up_to()).unwrap_or_default();
        std::str::from_utf8(valid)
    });
    let mut reader = Reader::new(text.unwrap_or_default());
    let value = visit(&mut reader).and_then(|value| {
        reader.end(json.len())?;
        Ok(value)
    });
    value.map_err(|refused| refused.explain(json, reader.at))
}

/// The start of a document as one line of text.
pub(crate) fn excerpt(document: &[u8]) -> String {
    const LENGTH: usize = 120;
    let text = String::from_utf8_lossy(document.get(..4 * LENGTH).unwrap_or(document));
    let mut line = text
        .split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if line.chars().count() > LENGTH {
        line = line.chars().take(LENGTH).chain(['…']).collect();
    }
    line
}

/// Lists the fields of a JSON document that its model does not know: what the API has added.
///
/// Each field is listed once, however often it occurs: `Players[].NewField`. The list is sorted.
///
/// ```
/// use halo_infinite::models::stats::MatchesPrivacy;
///
/// let json = br#"{"MatchmadeGames": 1, "OtherGames": 2, "Replays": 1}"#;
/// assert_eq!(halo_infinite::drift::<MatchesPrivacy>(json)?, ["Replays"]);
/// # Ok::<(), halo_infinite::DecodeError>(())
/// ```
///
/// # Errors
///
/// [`DecodeError`] where the document cannot be decoded at all.
pub fn drift<T: DeserializeOwned>(json: &[u8]) -> Result<Vec<String>, DecodeError> {
    let mut unknown = std::collections::BTreeSet::new();
    read(json, |reader| {
        serde_ignored::deserialize::<_, _, T>(reader, |path| {
            let mut text = String::new();
            write_path(&path, &mut text);
            unknown.insert(text);
        })
    })?;
    Ok(unknown.into_iter().collect())
}

fn write_path(path: &Path<'_>, text: &mut String) {
    match path {
        Path::Root => {}
        Path::Seq { parent, .. } => {
            write_path(parent, text);
            text.push_str("[]");
        }
        Path::Map { parent, key } => {
            write_path(parent, text);
            if !text.is_empty() {
                text.push('.');
            }
            text.push_str(key);
        }
        Path::Some { parent } | Path::NewtypeStruct { parent } | Path::NewtypeVariant { parent } => {
            write_path(parent, text);
        }
    }
}
