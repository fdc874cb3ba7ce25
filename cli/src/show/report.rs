//! Reports: the result of a command, for people and for programs.

use serde_json::Value;

use super::cell::Paint;
use super::record::{Field, Record};
use super::table::Table;
use super::values::printable;
use crate::failure::Failure;

/// The result of a command: records, and a view of them.
#[derive(Debug)]
pub struct Report {
    pub(super) fields: &'static [Field],
    pub(super) records: Vec<Value>,
    /// Whether the JSON is one object, and not a list.
    pub(super) is_one: bool,
    pub(super) view: Vec<Block>,
}

/// A part of a view.
#[derive(Debug)]
pub enum Block {
    /// A heading.
    Title(String),
    /// A line.
    Line(String),
    /// Names and values, one below the other.
    Facts(Vec<(&'static str, super::Cell)>),
    /// A table.
    Table(Table),
}

impl Report {
    /// A report of one record.
    pub fn one<R: Record>(record: &R) -> Result<Self, Failure> {
        Self::new(std::slice::from_ref(record), true)
    }

    /// A report of a list.
    pub fn list<R: Record>(records: &[R]) -> Result<Self, Failure> {
        Self::new(records, false)
    }

    fn new<R: Record>(records: &[R], is_one: bool) -> Result<Self, Failure> {
        let records: Result<_, _> = records.iter().map(serde_json::to_value).collect();
        Ok(Self {
            fields: R::FIELDS,
            records: records.map_err(|error| Failure::Other {
                message: format!("the result cannot be written as JSON: {error}"),
                advice: None,
            })?,
            is_one,
            view: Vec::new(),
        })
    }

    /// Adds a heading to the view.
    #[must_use]
    pub fn title(mut self, text: impl Into<String>) -> Self {
        self.view.push(Block::Title(printable(&text.into())));
        self
    }

    /// Adds a line to the view.
    #[must_use]
    pub fn line(mut self, text: impl Into<String>) -> Self {
        self.view.push(Block::Line(text.into()));
        self
    }

    /// Adds names and values to the view. Empty values are left out.
    #[must_use]
    pub fn facts(mut self, facts: impl Into<Vec<(&'static str, super::Cell)>>) -> Self {
        self.view.push(Block::Facts(facts.into()));
        self
    }

    /// Adds a table to the view.
    #[must_use]
    pub fn table(mut self, table: Table) -> Self {
        self.view.push(Block::Table(table));
        self
    }
}

impl Block {
    /// The words that `--explain` may explain.
    pub(super) fn words(&self) -> Vec<&'static str> {
        match self {
            Self::Title(_) | Self::Line(_) => Vec::new(),
            Self::Facts(facts) => facts.iter().map(|(name, _)| *name).collect(),
            Self::Table(table) => table.headings().collect(),
        }
    }

    pub(super) fn on_terminal(&self, width: usize) -> String {
        match self {
            Self::Title(text) => format!("{}\n", Paint::Strong.text(text)),
            Self::Line(text) => format!("{}\n", textwrap::fill(text, width)),
            Self::Facts(facts) => {
                let widest = facts.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
                let mut text = String::new();
                for (name, value) in facts {
                    let value = value.on_terminal();
                    if !value.is_empty() {
                        text += &format!("{}  {value}\n", Paint::Faint.text(format_args!("{name:widest$}")));
                    }
                }
                text
            }
            Self::Table(table) => table.on_terminal(width),
        }
    }

    pub(super) fn in_pipe(&self) -> String {
        match self {
            Self::Title(text) | Self::Line(text) => format!("{text}\n"),
            Self::Facts(facts) => facts
                .iter()
                .map(|(name, value)| format!("{name}\t{}\n", value.in_pipe()))
                .collect(),
            Self::Table(table) => table.in_pipe(),
        }
    }
}
