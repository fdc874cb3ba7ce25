//! Why a document is refused.

use std::fmt;

use serde::de::{self, Expected, IgnoredAny, Unexpected};

use crate::decode::{DecodeError, excerpt};

/// The text is no JSON where the reader stands.
#[derive(Debug, PartialEq)]
pub(super) struct NotJson;

/// Where the document is not what its model expects, and why.
///
/// In a box, because nearly all documents are read without it.
#[derive(Debug)]
pub(super) struct Refused(Box<Details>);

#[derive(Debug, Default)]
struct Details {
    /// None where the text is no JSON.
    problem: Option<String>,
    /// How many bytes had been read.
    at: Option<usize>,
    /// From the inside out.
    path: Vec<Step>,
}

/// A step from a list or an object to what it holds.
#[derive(Debug)]
pub(super) enum Step {
    Item(usize),
    Field(String),
}

impl Refused {
    /// Notes that this went wrong inside of an item or a field.
    #[cold]
    pub fn inside(mut self, step: Step, at: usize) -> Self {
        self.0.path.push(step);
        self.0.at.get_or_insert(at);
        self
    }

    /// What to tell the user; `at` is where the reader stands.
    #[cold]
    pub fn explain(self, json: &[u8], at: usize) -> DecodeError {
        let read = json.get(..self.0.at.unwrap_or(at)).unwrap_or(json);
        DecodeError {
            path: path(&self.0.path),
            problem: match self.0.problem {
                Some(problem) => format!("{problem}{}", Place(read)),
                None => not_json(json, read),
            },
        }
    }
}

impl std::error::Error for Refused {}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.problem.as_deref().unwrap_or("no JSON"))
    }
}

impl de::Error for Refused {
    #[cold]
    fn custom<T: fmt::Display>(problem: T) -> Self {
        Self(Box::new(Details {
            problem: Some(problem.to_string()),
            ..Details::default()
        }))
    }

    // `serde_json` names what it has found as JSON does: `null`, not a unit.
    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(serde_json::Error::invalid_type(found, expected))
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(serde_json::Error::invalid_value(found, expected))
    }
}

impl From<NotJson> for Refused {
    #[cold]
    fn from(_: NotJson) -> Self {
        Self(Box::default())
    }
}

/// The end of what has been read, by line and column.
struct Place<'a>(&'a [u8]);

impl fmt::Display for Place<'_> {
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
    if path.is_empty() { ".".into() } else { path }
}

/// What is wrong with a document that is no JSON, and what it seems to be.
fn not_json(json: &[u8], read: &[u8]) -> String {
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
    // The reader has come as far as it is UTF-8.
    if std::str::from_utf8(json).is_err_and(|error| error.valid_up_to() <= read.len()) {
        return format!("invalid unicode code point{}", Place(read));
    }
    match serde_json::from_slice::<IgnoredAny>(json) {
        Err(error) => error.to_string(),
        // Which asks neither what the escapes in texts are, nor how many items are expected.
        Ok(_) => format!("unexpected content{}", Place(read)),
    }
}
