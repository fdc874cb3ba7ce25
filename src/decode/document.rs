//! Decodes whole documents.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_ignored::Path;

use super::changes::note_change;
#[cfg(feature = "by-name")]
use super::changes::noting_changes;
use super::error::DecodeError;
use super::read_error::ReadError;
use super::reader::Reader;

/// Decodes a JSON document, such as an archived payload, into a model.
///
/// Fields that the model does not know are skipped; [`drift`] lists them.
///
/// ```
/// use halo_infinite::models::stats::MatchesPrivacy;
///
/// let error = halo_infinite::payload::decode::<MatchesPrivacy>(br#"{"MatchmadeGames": "no"}"#).unwrap_err();
/// assert_eq!(error.path, "MatchmadeGames");
/// ```
///
/// # Errors
///
/// [`DecodeError`] if the document does not match the model.
pub fn decode<T: DeserializeOwned>(json: &[u8]) -> Result<T, DecodeError> {
    read(json, |reader| T::deserialize(reader))
}

/// Decodes a document. Also returns whether its model is written in another form.
#[cfg(feature = "by-name")]
pub fn decode_noting_changes<T: DeserializeOwned>(json: &[u8]) -> Result<(T, bool), DecodeError> {
    let (model, is_changed) = noting_changes(|| decode(json));
    Ok((model?, is_changed))
}

/// Reads a whole document. Skips a byte order mark, which some editors and shells put at the start of files.
fn read<'de, T>(
    json: &'de [u8],
    visit: impl FnOnce(&mut Reader<'de>) -> Result<T, ReadError>,
) -> Result<T, DecodeError> {
    let json = match json.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => {
            note_change();
            rest
        }
        None => json,
    };
    // For the reader, the document ends at the first byte that is not UTF-8.
    let text = std::str::from_utf8(json).or_else(|error| {
        let valid = json.get(..error.valid_up_to()).unwrap_or_default();
        std::str::from_utf8(valid)
    });
    let mut reader = Reader::new(text.unwrap_or_default());
    let value = visit(&mut reader).and_then(|value| {
        reader.end(json.len())?;
        Ok(value)
    });
    value.map_err(|error| error.explain(json, reader.at))
}

/// Lists the fields of a JSON document that its model does not know, such as new fields of the API.
///
/// The list is sorted. A field that occurs several times is listed once: `Players[].NewField`.
///
/// ```
/// use halo_infinite::models::stats::MatchesPrivacy;
///
/// let json = br#"{"MatchmadeGames": 1, "OtherGames": 2, "Replays": 1}"#;
/// assert_eq!(halo_infinite::payload::drift::<MatchesPrivacy>(json)?, ["Replays"]);
/// # Ok::<(), halo_infinite::payload::DecodeError>(())
/// ```
///
/// # Errors
///
/// [`DecodeError`] if the document does not match the model.
pub fn drift<T: DeserializeOwned>(json: &[u8]) -> Result<Vec<String>, DecodeError> {
    let mut unknown = BTreeSet::new();
    let mut note = |path: Path<'_>| {
        let mut text = String::new();
        write_path(&path, &mut text);
        unknown.insert(text);
    };
    // The type of the closure would be another one for each `T`, and so would be the code that reads the models in it.
    let note: &mut dyn FnMut(Path<'_>) = &mut note;
    read(json, |reader| serde_ignored::deserialize::<_, _, T>(reader, note))?;
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
