//! The cells of tables.

use std::fmt;

use anstyle::{AnsiColor, Style};
use halo_infinite::jiff::{SignedDuration, Timestamp};

use super::values;

/// The colour of a cell. All colours are those of the terminal's own palette, so that they suit a light and a dark one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Paint {
    /// The colour of the terminal.
    #[default]
    Plain,
    /// Important: bold.
    Strong,
    /// Unimportant.
    Faint,
    /// A win, a gain.
    Good,
    /// A loss.
    Bad,
    /// Worth a look.
    Notice,
    /// The team Eagle, and whatever else is blue.
    Blue,
    /// The team Cobra, and whatever else is red.
    Red,
    /// The rarest.
    Magenta,
    /// Rare.
    Cyan,
}

impl Paint {
    /// The style on a terminal.
    pub fn style(self) -> Style {
        let colour = |colour: AnsiColor| colour.on_default();
        match self {
            Self::Plain => Style::new(),
            Self::Strong => Style::new().bold(),
            Self::Faint => Style::new().dimmed(),
            Self::Good => colour(AnsiColor::Green),
            Self::Bad | Self::Red => colour(AnsiColor::Red),
            Self::Notice => colour(AnsiColor::Yellow),
            Self::Blue => colour(AnsiColor::Blue),
            Self::Magenta => colour(AnsiColor::Magenta),
            Self::Cyan => colour(AnsiColor::Cyan),
        }
    }

    /// The text in this colour.
    pub fn text(self, text: impl fmt::Display) -> String {
        let text = text.to_string();
        match self {
            Self::Plain => text,
            // An empty text needs no codes.
            _ if text.is_empty() => text,
            paint => format!("{0}{text}{0:#}", paint.style()),
        }
    }
}

/// A cell of a table: a value, and its colour.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    value: Value,
    paint: Paint,
}

#[derive(Debug, Clone, Default)]
enum Value {
    #[default]
    Empty,
    Text(String),
    Count(i64),
    Change(i64),
    Decimal(f64, usize),
    Percent(f64),
    Time(Timestamp),
    Date(Timestamp),
    Duration(SignedDuration),
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::of(Value::Text(text.into()))
    }

    /// A whole number: with separators on terminals.
    pub fn count(count: impl Into<i64>) -> Self {
        Self::of(Value::Count(count.into()))
    }

    /// A gain or a loss, with its sign and in its colour.
    pub fn change(change: impl Into<i64>) -> Self {
        let change = change.into();
        let paint = match change {
            1.. => Paint::Good,
            0 => Paint::Plain,
            _ => Paint::Bad,
        };
        Self::of(Value::Change(change)).paint(paint)
    }

    /// A number with this many decimals.
    pub fn decimal(number: f64, decimals: usize) -> Self {
        Self::of(Value::Decimal(number, decimals))
    }

    /// A share from 0 to 100.
    pub fn percent(percent: f64) -> Self {
        Self::of(Value::Percent(percent))
    }

    /// A point in time: local on terminals, RFC 3339 in pipes.
    pub fn time(time: Timestamp) -> Self {
        Self::of(Value::Time(time))
    }

    /// A day: local on terminals, RFC 3339 with the time of day in pipes.
    pub fn date(time: Timestamp) -> Self {
        Self::of(Value::Date(time))
    }

    /// A span of time: as people say it on terminals, in seconds in pipes.
    pub fn duration(duration: SignedDuration) -> Self {
        Self::of(Value::Duration(duration))
    }

    /// The cell of a value that may be missing.
    pub fn maybe<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or_else(Self::default, cell)
    }

    /// The cell in this colour.
    #[must_use]
    pub fn paint(self, paint: Paint) -> Self {
        Self { paint, ..self }
    }

    fn of(value: Value) -> Self {
        Self {
            value,
            paint: Paint::Plain,
        }
    }

    /// Whether there is no value.
    pub(super) fn is_empty(&self) -> bool {
        match &self.value {
            Value::Empty => true,
            Value::Text(text) => text.is_empty(),
            _ => false,
        }
    }

    /// The text on a terminal.
    pub fn on_terminal(&self) -> String {
        let text = match &self.value {
            Value::Empty => String::new(),
            Value::Text(text) => values::printable(text),
            Value::Count(count) => values::number(*count),
            Value::Change(change) => format!("{change:+}"),
            Value::Decimal(number, decimals) => format!("{number:.decimals$}"),
            Value::Percent(percent) => format!("{percent:.1} %"),
            Value::Time(time) => values::local_time(*time),
            Value::Date(time) => values::local_date(*time),
            Value::Duration(duration) => values::duration(*duration),
        };
        self.paint.text(text)
    }

    /// The text in a pipe.
    pub(super) fn in_pipe(&self) -> String {
        let text = match &self.value {
            Value::Count(number) | Value::Change(number) => number.to_string(),
            Value::Percent(percent) => format!("{percent:.1}"),
            Value::Time(time) | Value::Date(time) => time.to_string(),
            Value::Duration(duration) => duration.as_secs().to_string(),
            Value::Text(text) => values::printable(text),
            Value::Decimal(number, decimals) => format!("{number:.decimals$}"),
            Value::Empty => String::new(),
        };
        // Only `--color always` and `CLICOLOR_FORCE` let the colours through.
        self.paint.text(text)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}
