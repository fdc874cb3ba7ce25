//! The error of the reader.

use std::fmt;

use serde::de::{self, Expected, IgnoredAny, Unexpected};

use super::error::{DOCUMENT, DecodeError, WEB_PAGE};
use super::excerpt::excerpt;

/// The text is not JSON at the reader's position.
#[derive(Debug, PartialEq)]
pub(super) struct NotJson;

/// A document does not match its model.
///
/// Boxed, to keep results small: nearly all documents are read without an error.
#[derive(Debug)]
pub(super) struct ReadError(Box<Details>);

#[derive(Debug, Default)]
struct Details {
    /// `None` if the text is not JSON.
    problem: Option<String>,
    /// The number of bytes read before the error.
    at: Option<usize>,
    /// The path to the error, innermost step first.
    path: Vec<Step>,
}

/// A step from a list or an object into its content.
#[derive(Debug)]
pub(super) enum Step {
    Item(usize),
    Field(String),
}

impl ReadError {
    /// Adds the item or field that contains the error.
    #[cold]
    pub fn inside(mut self, step: Step, at: usize) -> Self {
        self.0.path.push(step);
        self.0.at.get_or_insert(at);
        self
    }

    /// The error for the user; `at` is the reader's position.
    #[cold]
    pub fn explain(self, json: &[u8], at: usize) -> DecodeError {
        let read = json.get(..self.0.at.unwrap_or(at)).unwrap_or(json);
        DecodeError {
            path: path(&self.0.path),
            problem: match self.0.problem {
                Some(problem) => format!("{problem}{}", LineAndColumn(read)),
                None => not_json(json, read),
            },
        }
    }
}

impl std::error::Error for ReadError {}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.problem.as_deref().unwrap_or("not JSON"))
    }
}

impl de::Error for ReadError {
    #[cold]
    fn custom<T: fmt::Display>(problem: T) -> Self {
        Self(Box::new(Details {
            problem: Some(problem.to_string()),
            ..Details::default()
        }))
    }

    // The messages of `serde_json` use JSON's own terms: `null`, not unit.
    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(serde_json::Error::invalid_type(found, expected))
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(serde_json::Error::invalid_value(found, expected))
    }
}

impl From<NotJson> for ReadError {
    #[cold]
    fn from(_: NotJson) -> Self {
        Self(Box::default())
    }
}

/// The end of the bytes read, by line and column.
struct LineAndColumn<'a>(&'a [u8]);

impl fmt::Display for LineAndColumn<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.0.split(|byte| *byte == b'\n');
        let column = lines.clone().next_back().map_or(0, <[u8]>::len);
        write!(formatter, " at line {} column {column}", lines.count())
    }
}

fn path(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps.iter().rev() {
        match step {
            Step::Item(index) => path.push_str(&format!("[{index}]")),
            Step::Field(name) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name);
            }
        }
    }
    if path.is_empty() { DOCUMENT.into() } else { path }
}

/// The problem of a document that is not JSON, with a hint to its actual format.
fn not_json(json: &[u8], read: &[u8]) -> String {
    let start = json.trim_ascii_start();
    if start.is_empty() {
        return "expected JSON, but the document is empty".into();
    }
    if start.starts_with(b"<") {
        return format!("{WEB_PAGE}: {}", excerpt(start));
    }
    // The reader stops at the first byte that is not UTF-8.
    if std::str::from_utf8(json).is_err_and(|error| error.valid_up_to() <= read.len()) {
        return format!("invalid unicode code point{}", LineAndColumn(read));
    }
    match serde_json::from_slice::<IgnoredAny>(json) {
        Err(error) => error.to_string(),
        // `IgnoredAny` accepts invalid escapes and additional items, which the reader does not.
        Ok(_) => format!("unexpected content{}", LineAndColumn(read)),
    }
}
