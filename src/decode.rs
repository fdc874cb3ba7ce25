//! From JSON to a model, and what the model does not know of it.

mod deserializer;
mod reader;
mod refused;

use std::fmt;

use serde::de::DeserializeOwned;
use serde_ignored::Path;

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
    let json = without_mark(json);
    // Keeping track of the path costs time, so it is done only when there is something to find.
    let fast = std::str::from_utf8(json).ok().map(deserializer::read);
    match fast {
        Some(Ok(value)) => Ok(value),
        Some(Err(_)) | None => decode_with_path(json),
    }
}

/// The document without the byte order mark that some editors and shells put before what they save.
fn without_mark(json: &[u8]) -> &[u8] {
    json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json)
}

fn decode_with_path<T: DeserializeOwned>(json: &[u8]) -> Result<T, DecodeError> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| DecodeError {
        path: error.path().to_string(),
        problem: describe(json, error.inner()),
    })?;
    deserializer.end().map_err(|error| DecodeError {
        path: ".".into(),
        problem: error.to_string(),
    })?;
    Ok(value)
}

/// What is wrong; for a document that is no JSON at all, what it seems to be.
fn describe(json: &[u8], error: &serde_json::Error) -> String {
    let start = json.trim_ascii_start();
    if start.is_empty() {
        return "expected JSON, the document is empty".into();
    }
    if start.starts_with(b"<") {
        return format!(
            "expected JSON, found what looks like HTML or XML: {}",
            excerpt(start)
        );
    }
    error.to_string()
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
    let json = without_mark(json);
    let mut unknown = std::collections::BTreeSet::new();
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let decoded: Result<T, _> = serde_ignored::deserialize(&mut deserializer, |path| {
        let mut text = String::new();
        write_path(&path, &mut text);
        unknown.insert(text);
    });
    match decoded.and_then(|_| deserializer.end()) {
        Ok(()) => Ok(unknown.into_iter().collect()),
        Err(_) => decode_with_path::<T>(json).map(|_| unknown.into_iter().collect()),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Inner {
        number: i64,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Outer {
        list: Vec<Option<Inner>>,
    }

    #[test]
    fn errors_say_where_and_why() {
        for (json, path, problem) in [
            (
                r#"{"list":[{"number":1},{"number":"x"}]}"#,
                "list[1].number",
                "invalid type: string",
            ),
            (r#"{"list":[{}]}"#, "list[0]", "missing field `number`"),
            (r#"{}"#, ".", "missing field `list`"),
            (r#"{"list":[{"number":1}"#, "list", "EOF"),
            (r#"{"list":[]} trailing"#, ".", "trailing characters"),
            ("", ".", "the document is empty"),
            (
                "  <!DOCTYPE html>\n<title>Down</title>",
                ".",
                "HTML or XML: <!DOCTYPE html> <title>Down</title>",
            ),
        ] {
            let error = decode::<Outer>(json.as_bytes()).unwrap_err();
            assert_eq!(error.path, path, "{json}");
            assert!(error.problem.contains(problem), "{json}: {error}");
            assert_eq!(drift::<Outer>(json.as_bytes()).unwrap_err(), error);
        }
    }

    #[test]
    fn a_byte_order_mark_is_passed_over() {
        let json = "\u{feff}{\"list\":[],\"new\":1}".as_bytes();
        assert_eq!(decode::<Outer>(json).unwrap().list, []);
        assert_eq!(drift::<Outer>(json).unwrap(), ["new"]);
        assert!(
            decode::<Outer>("\u{feff}".as_bytes())
                .unwrap_err()
                .problem
                .contains("empty")
        );
    }

    #[test]
    fn drift_lists_each_unknown_field_once() {
        let json = br#"{"list":[{"number":1,"new":1},null,{"number":2,"new":[],"b":{}}],"added":null}"#;
        assert_eq!(drift::<Outer>(json).unwrap(), ["added", "list[].b", "list[].new"]);
        assert_eq!(
            drift::<Vec<Inner>>(br#"[{"number":1,"new":1}]"#).unwrap(),
            ["[].new"]
        );
    }

    #[test]
    fn excerpts_are_short_and_on_one_line() {
        assert_eq!(excerpt(b"a\r\n\t b  c"), "a b c");
        let long = excerpt("é".repeat(1000).as_bytes());
        assert_eq!(long.chars().count(), 121);
    }
}
