//! Reports: the result of a command, for people and for programs.

use serde_json::Value;

use super::cell::{Cell, Paint};
use super::record::{Field, Record};
use super::table::{NARROWEST, Table};
use super::values::printable;
use crate::failure::Failure;

/// The result of a command: records, and a view of them.
#[derive(Debug)]
pub struct Report {
    pub(super) fields: &'static [Field],
    pub(super) records: Vec<Value>,
    /// The rows of separated values, if they are not the records.
    pub(super) rows: Option<(&'static [Field], Vec<Value>)>,
    /// Whether the JSON is one object, and not a list.
    pub(super) is_one: bool,
    /// Whether the JSON is on one line on terminals too.
    pub(super) is_line: bool,
    pub(super) view: Vec<Block>,
    /// The place of the main block in the view.
    main: Option<usize>,
}

/// A part of a view.
#[derive(Debug)]
pub enum Block {
    /// A heading.
    Title(String),
    /// A line.
    Line(Line),
    /// Names and values, one below the other.
    Facts(Vec<(&'static str, Cell)>),
    /// A table.
    Table(Table),
}

/// A line of text, whose parts have colours. Control characters in it have no effect.
#[derive(Debug)]
pub struct Line(Vec<Cell>);

impl<T: Into<Cell>> From<T> for Line {
    fn from(text: T) -> Self {
        Self(vec![text.into()])
    }
}

impl From<Vec<Cell>> for Line {
    fn from(parts: Vec<Cell>) -> Self {
        Self(parts)
    }
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

    /// A text without records, for commands that have no other output.
    pub fn prose() -> Self {
        Self {
            fields: &[],
            records: Vec::new(),
            rows: None,
            is_one: false,
            is_line: false,
            view: Vec::new(),
            main: None,
        }
    }

    fn new<R: Record>(records: &[R], is_one: bool) -> Result<Self, Failure> {
        Ok(Self {
            fields: R::FIELDS,
            records: values(records)?,
            is_one,
            ..Self::prose()
        })
    }

    /// Sets the rows of separated values: parts of the record, such as the players of a match.
    pub fn rows<R: Record>(self, rows: &[R]) -> Result<Self, Failure> {
        Ok(Self {
            rows: Some((R::FIELDS, values(rows)?)),
            ..self
        })
    }

    /// The report as one of many of the same command: its JSON is a line.
    #[must_use]
    pub fn one_of_many(mut self) -> Self {
        self.is_line = true;
        self
    }

    /// Adds a heading to the view.
    #[must_use]
    pub fn title(mut self, text: impl Into<String>) -> Self {
        self.view.push(Block::Title(text.into()));
        self
    }

    /// Adds a line to the view.
    #[must_use]
    pub fn line(mut self, line: impl Into<Line>) -> Self {
        self.view.push(Block::Line(line.into()));
        self
    }

    /// Adds names and values to the view. Empty values are left out.
    #[must_use]
    pub fn facts(mut self, facts: impl Into<Vec<(&'static str, Cell)>>) -> Self {
        self.view.push(Block::Facts(facts.into()));
        self
    }

    /// Adds a table to the view.
    #[must_use]
    pub fn table(mut self, table: Table) -> Self {
        self.view.push(Block::Table(table));
        self
    }

    /// Adds the main table to the view: pipes get it alone.
    #[must_use]
    pub fn main_table(mut self, table: Table) -> Self {
        self.main = Some(self.view.len());
        self.table(table)
    }

    /// The view in a pipe: the main table, else the first table or facts, else all lines. Programs cannot tell apart
    /// several tables.
    pub(super) fn in_pipe(&self) -> String {
        let has_rows = |block: &&Block| matches!(block, Block::Facts(_) | Block::Table(_));
        let main = match self.main {
            Some(main) => self.view.get(main),
            None => self.view.iter().find(has_rows),
        };
        match main {
            Some(main) => main.in_pipe(),
            None => self.view.iter().map(Block::in_pipe).collect(),
        }
    }

    /// The view on a terminal of this width. A blank line stands before each block, but not before the first one and not
    /// below a heading or a line.
    pub(super) fn on_terminal(&self, width: usize) -> String {
        let mut text = String::new();
        for (index, block) in self.view.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|before| self.view.get(before));
            if before.is_some_and(|before| !matches!(before, Block::Title(_) | Block::Line(_))) {
                text.push('\n');
            }
            text += &block.on_terminal(width);
        }
        text
    }
}

fn values<R: Record>(records: &[R]) -> Result<Vec<Value>, Failure> {
    let values: Result<_, _> = records.iter().map(serde_json::to_value).collect();
    values.map_err(|error| Failure::Other {
        message: format!("the result cannot be written as JSON: {error}"),
        advice: None,
    })
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

    fn on_terminal(&self, width: usize) -> String {
        let width = width.max(NARROWEST);
        match self {
            Self::Title(text) => {
                format!(
                    "{}\n",
                    textwrap::fill(&Paint::Strong.text(printable(text)), width)
                )
            }
            Self::Line(Line(parts)) => {
                let text: String = parts.iter().map(Cell::on_terminal).collect();
                format!("{}\n", textwrap::fill(&text, width))
            }
            Self::Facts(facts) => facts_on_terminal(facts, width),
            Self::Table(table) => table.on_terminal(width),
        }
    }

    fn in_pipe(&self) -> String {
        match self {
            Self::Title(text) => format!("{}\n", printable(text)),
            Self::Line(Line(parts)) => {
                let text: String = parts.iter().map(Cell::in_pipe).collect();
                format!("{text}\n")
            }
            Self::Facts(facts) => facts
                .iter()
                .map(|(name, value)| format!("{name}\t{}\n", value.in_pipe()))
                .collect(),
            Self::Table(table) => table.in_pipe(),
        }
    }
}

/// Names and values. The further lines of a long value stand below its first one.
fn facts_on_terminal(facts: &[(&'static str, Cell)], width: usize) -> String {
    let widest = facts.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let indent = " ".repeat(widest + 2);
    let mut text = String::new();
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        let name = format!("{}  ", Paint::Faint.text(format_args!("{name:widest$}")));
        let options = textwrap::Options::new(width)
            .initial_indent(&name)
            .subsequent_indent(&indent);
        text += &textwrap::fill(&value.on_terminal(), options);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::values::is_harmless;
    use super::*;

    const HOSTILE: &str = "a\u{1b}]0;x\u{7}\u{9b}2J\nb\u{202e}";

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn no_part_of_a_view_controls_the_terminal() {
        let report = Report::prose()
            .title(HOSTILE)
            .line(HOSTILE)
            .line(vec![Cell::text(HOSTILE).paint(Paint::Bad), Cell::text(HOSTILE)]);
        let facts = Report::prose().facts([("fact", Cell::text(HOSTILE))]);
        for text in [
            report.on_terminal(40),
            facts.on_terminal(40),
            report.in_pipe(),
            facts.in_pipe().replace('\t', " "),
        ] {
            let text = plain(&text);
            assert!(text.contains("a ]0;x  2J b"), "{text:?}");
            assert!(text.lines().all(|line| line.chars().all(is_harmless)), "{text:?}");
        }
    }

    #[test]
    fn long_values_go_on_below_their_start() {
        let report = Report::prose().facts([
            (
                "description",
                Cell::text("An old training ground of glass, water and dust."),
            ),
            ("by", Cell::text("studio").paint(Paint::Strong)),
        ]);
        assert_eq!(
            plain(&report.on_terminal(40)),
            "description  An old training ground of\n             glass, water and dust.\nby           studio\n"
        );
    }

    #[test]
    fn a_pipe_gets_the_main_block_alone() {
        let table = |text: &str| {
            let mut table = Table::new([crate::show::Column::new("a")]);
            table.row([text.into()]);
            table
        };
        let facts = || [("fact", Cell::text("x"))];
        let first = Report::prose().title("t").facts(facts()).table(table("second"));
        assert_eq!(first.in_pipe(), "fact\tx\n");
        let main = Report::prose()
            .facts(facts())
            .main_table(table("main"))
            .table(table("other"));
        assert_eq!(main.in_pipe(), "main\n");
        let lines = Report::prose().line("a").line("b");
        assert_eq!(lines.in_pipe(), "a\nb\n");
    }
}
