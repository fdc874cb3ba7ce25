//! A table of text.

use std::fmt;

use unicode_width::UnicodeWidthStr;

/// Rows of cells in columns as wide as their widest cell. A heading that starts with `>` aligns its
/// column to the right. Notes stand below a row, over all columns.
pub struct Table {
    headings: Vec<&'static str>,
    lines: Vec<Line>,
}

enum Line {
    Row(Vec<String>),
    Note(String),
}

impl Table {
    pub fn new(headings: &[&'static str]) -> Self {
        Self {
            headings: headings.into(),
            lines: Vec::new(),
        }
    }

    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.lines.push(Line::Row(cells.into()));
    }

    pub fn note(&mut self, text: String) {
        self.lines.push(Line::Note(text));
    }
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headings: Vec<String> = self
            .headings
            .iter()
            .map(|heading| heading.trim_start_matches('>').into())
            .collect();
        let mut widths: Vec<usize> = headings.iter().map(|heading| heading.width()).collect();
        for line in &self.lines {
            if let Line::Row(cells) = line {
                for (width, cell) in widths.iter_mut().zip(cells) {
                    *width = cell.width().max(*width);
                }
            }
        }

        let write_row = |formatter: &mut fmt::Formatter<'_>, cells: &[String]| {
            let mut line = String::from(" ");
            for ((cell, width), heading) in cells.iter().zip(&widths).zip(&self.headings) {
                let blanks = " ".repeat(width - cell.width());
                let (left, right) = if heading.starts_with('>') {
                    (blanks.as_str(), "")
                } else {
                    ("", blanks.as_str())
                };
                line.extend([" ", left, cell, right, " "]);
            }
            writeln!(formatter, "{}", line.trim_end())
        };
        write_row(formatter, &headings)?;
        write_row(
            formatter,
            &widths.iter().map(|width| "─".repeat(*width)).collect::<Vec<_>>(),
        )?;
        for line in &self.lines {
            match line {
                Line::Row(cells) => write_row(formatter, cells)?,
                Line::Note(text) => writeln!(formatter, "     {text}")?,
            }
        }
        Ok(())
    }
}
