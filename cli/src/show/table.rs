//! Tables that fit the terminal.

use tabled::builder::Builder;
use tabled::settings::object::Columns;
use tabled::settings::peaker::Priority;
use tabled::settings::{Alignment, Padding, Style, Width};

use super::cell::{Cell, Paint};

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    heading: &'static str,
    is_right: bool,
    rank: u8,
}

impl Column {
    /// A column that every terminal shows.
    pub const fn new(heading: &'static str) -> Self {
        Self {
            heading,
            is_right: false,
            rank: 0,
        }
    }

    /// A column of numbers.
    #[must_use]
    pub const fn right(self) -> Self {
        Self {
            is_right: true,
            ..self
        }
    }

    /// A column that narrow terminals leave out. Those of the highest rank go first.
    #[must_use]
    pub const fn rank(self, rank: u8) -> Self {
        Self { rank, ..self }
    }
}

/// A table.
#[derive(Debug)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

/// The blanks between two columns.
const GAP: usize = 2;
/// No terminal is narrower than this for a table.
pub(super) const NARROWEST: usize = 20;

impl Table {
    /// A table without rows.
    pub fn new(columns: impl Into<Vec<Column>>) -> Self {
        Self {
            columns: columns.into(),
            rows: Vec::new(),
        }
    }

    /// Adds a row, which has a cell for each column.
    pub fn row(&mut self, cells: impl Into<Vec<Cell>>) {
        let mut cells = cells.into();
        cells.resize(self.columns.len(), Cell::default());
        self.rows.push(cells);
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The headings.
    pub(super) fn headings(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|column| column.heading)
    }

    /// The rows in a pipe: tab-separated, without a heading.
    pub(super) fn in_pipe(&self) -> String {
        let mut text = String::new();
        for row in &self.rows {
            let cells: Vec<_> = row.iter().map(Cell::in_pipe).collect();
            text += &cells.join("\t");
            text.push('\n');
        }
        text
    }

    /// Whether a column has a value.
    fn has_values(&self, index: usize) -> bool {
        let mut cells = self.rows.iter().filter_map(|row| row.get(index));
        self.rows.is_empty() || cells.any(|cell| !cell.is_empty())
    }

    /// The table on a terminal of this width, without the columns that have no value. Columns are left out, and long
    /// texts shortened, until it fits.
    pub(super) fn on_terminal(&self, width: usize) -> String {
        let width = width.max(NARROWEST);
        let mut shown: Vec<usize> = (0..self.columns.len())
            .filter(|index| self.has_values(*index))
            .collect();
        loop {
            let mut table = self.render(&shown);
            if table.total_width() <= width {
                return finish(&table);
            }
            let least = shown
                .iter()
                .copied()
                .max_by_key(|index| self.columns.get(*index).map(|column| column.rank));
            match least.filter(|index| self.columns.get(*index).is_some_and(|column| column.rank > 0)) {
                Some(least) => shown.retain(|index| *index != least),
                None => {
                    table.with(Width::truncate(width).suffix("…").priority(Priority::max(false)));
                    return finish(&table);
                }
            }
        }
    }

    fn render(&self, shown: &[usize]) -> tabled::Table {
        let columns = || shown.iter().filter_map(|index| self.columns.get(*index));
        let mut builder = Builder::default();
        builder.push_record(columns().map(|column| Paint::Faint.text(column.heading)));
        for row in &self.rows {
            builder.push_record(
                shown
                    .iter()
                    .filter_map(|index| row.get(*index))
                    .map(Cell::on_terminal),
            );
        }
        let mut table = builder.build();
        table.with(Style::empty()).with(Padding::new(0, GAP, 0, 0));
        for (place, _) in columns().enumerate().filter(|(_, column)| column.is_right) {
            table.modify(Columns::one(place), Alignment::right());
        }
        if let Some(last) = shown.len().checked_sub(1) {
            table.modify(Columns::one(last), Padding::zero());
        }
        table
    }
}

/// The lines of a table, without blanks at their ends.
fn finish(table: &tabled::Table) -> String {
    let text = table.to_string();
    let lines = text.lines().map(str::trim_end);
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new([
            Column::new("player"),
            Column::new("score").right().rank(2),
            Column::new("K").right(),
            Column::new("note").rank(1),
        ]);
        table.row([
            "A long gamertag".into(),
            Cell::count(12345),
            Cell::count(7),
            Cell::from("left early"),
        ]);
        table.row(["Bo".into(), Cell::count(5), Cell::count(12), Cell::default()]);
        table
    }

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn a_wide_terminal_shows_all() {
        assert_eq!(
            plain(&table().on_terminal(80)),
            "player            score   K  note\n\
             A long gamertag  12,345   7  left early\n\
             Bo                    5  12\n"
        );
    }

    #[test]
    fn a_narrow_terminal_leaves_columns_out_and_then_shortens_texts() {
        assert_eq!(
            plain(&table().on_terminal(35)),
            "player            K  note\n\
             A long gamertag   7  left early\n\
             Bo               12\n"
        );
        for width in [10, 20, 25, 40] {
            let text = plain(&table().on_terminal(width));
            let longest = text.lines().map(|line| line.chars().count()).max();
            assert!(longest <= Some(width.max(NARROWEST)), "{width}: {text}");
        }
    }

    #[test]
    fn a_pipe_gets_plain_numbers_between_tabs() {
        assert_eq!(
            table().in_pipe(),
            "A long gamertag\t12345\t7\tleft early\nBo\t5\t12\t\n"
        );
    }
}
