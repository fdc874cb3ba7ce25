//! `halo man`: the manual pages.

use std::io;
use std::path::PathBuf;

use clap::builder::Resettable;
use clap::{Args, CommandFactory};
use clap_mangen::roff::{Inline, Roff, bold, roman};

use super::{CommandLine, fields};
use crate::context::Context;
use crate::failure::Failure;
use crate::save::Folder;

/// The arguments of the command.
#[derive(Debug, Args)]
#[command(after_help = "To read one page: halo man | man -l -")]
pub struct Man {
    /// The folder for a page of each command; without it, the page of halo is printed
    folder: Option<PathBuf>,
    /// Replaces existing pages
    #[arg(long, requires = "folder")]
    force: bool,
}

/// The description of the program, whose tables the manual repeats.
const README: &str = include_str!("../../README.md");

impl Man {
    /// Prints the page of the program, or writes all pages.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let Some(folder) = &self.folder else {
            return context.out.text(&main_page()?);
        };
        let mut pages = vec![("halo.1".to_owned(), main_page()?)];
        // Before clap builds the line, a command has its own options only.
        for command in CommandLine::command().get_subcommands() {
            pages.push((
                format!("halo-{}.1", command.get_name()),
                page_of(command.clone())?,
            ));
        }
        let target = Folder::prepare(folder, self.force, pages.iter().map(|(name, _)| name.as_str()))?;
        for (name, page) in &pages {
            target.save(name, page.as_bytes())?;
        }
        context.out.saved(format_args!("{} pages", pages.len()), folder);
        Ok(())
    }
}

/// The page of the program, with what all commands have in common.
fn main_page() -> Result<String, Failure> {
    let line = CommandLine::command().disable_help_subcommand(true);
    let examples = help_after(&line);
    let line = line.override_usage("halo [OPTIONS] <COMMAND>");
    let mut more = Roff::new();
    more.control("SH", ["EXIT STATUS"]);
    entries(&mut more, "exit code");
    more.control("SH", ["ENVIRONMENT"]);
    entries(&mut more, "variable");
    more.control("SH", ["FILES"]);
    entries(&mut more, "place");
    add_examples(&mut more, examples);
    Ok(without_help_after(line)? + &body(&more))
}

/// The page of a command: its own options, and the fields of its records.
fn page_of(command: clap::Command) -> Result<String, Failure> {
    let name = command.get_name().to_owned();
    let examples = help_after(&command);
    let command = command
        .display_name(format!("halo-{name}"))
        .bin_name(format!("halo {name}"));
    let mut more = Roff::new();
    for (heading, fields) in fields(&name).lists() {
        more.control("SH", [heading.as_str()]);
        for field in fields {
            more.control("TP", []);
            more.text([bold(field.name)]);
            more.text([roman(field.about.trim())]);
        }
    }
    add_examples(&mut more, examples);
    more.control("SH", ["SEE ALSO"]);
    more.text([
        bold("halo"),
        roman("(1) describes the options of every command, the exit codes, the variables and the files."),
    ]);
    let page = without_help_after(command)? + &body(&more);
    let (head, rest) = page.split_once(SYNOPSIS).unwrap_or_default();
    let (synopsis, rest) = rest.split_once('\n').unwrap_or_default();
    Ok(format!(
        "{head}{SYNOPSIS}{} [\\fIoptions of every command\\fR]\n{rest}",
        synopsis.trim_end()
    ))
}

/// The heading of the synopsis.
const SYNOPSIS: &str = ".SH SYNOPSIS\n";

/// The text below the options in the help.
fn help_after(command: &clap::Command) -> Option<String> {
    command.get_after_help().map(ToString::to_string)
}

/// The page of a command without the text below its options, whose lines clap would flow together.
fn without_help_after(command: clap::Command) -> Result<String, Failure> {
    let mut page = Vec::new();
    let manual = clap_mangen::Man::new(command.after_help(Resettable::Reset)).source(SOURCE);
    let rendered = manual.render(&mut page);
    let text = rendered.and_then(|()| String::from_utf8(page).map_err(io::Error::other));
    text.map_err(|error| Failure::output("the manual", error))
}

/// The program and its version.
const SOURCE: &str = concat!("halo ", env!("CARGO_PKG_VERSION"));

/// The sections without the definitions that stand at the start of a page.
fn body(sections: &Roff) -> String {
    let (definitions, text) = (Roff::new().render(), sections.render());
    text.strip_prefix(&definitions).unwrap_or(&text).to_owned()
}

/// Examples keep their lines.
fn add_examples(page: &mut Roff, examples: Option<String>) {
    let Some(examples) = examples else { return };
    page.control("SH", ["EXAMPLES"]);
    page.control("nf", []);
    for line in examples.lines() {
        page.text([roman(line)]);
    }
    page.control("fi", []);
}

/// The rows of a table of the README as a list. `heading` is that of its first column.
fn entries(page: &mut Roff, heading: &str) {
    let mut lines = README.lines();
    let start = format!("| {heading} |");
    let Some(headings) = lines.find(|line| line.starts_with(&start)) else {
        return;
    };
    let headings: Vec<_> = cells(headings).skip(1).collect();
    // The line below the headings has no values.
    for row in lines.skip(1).take_while(|line| line.starts_with('|')) {
        let mut values = cells(row);
        page.control("TP", []);
        page.text([bold(values.next().unwrap_or_default().replace('`', ""))]);
        match headings.as_slice() {
            [_] => {
                values.for_each(|value| {
                    page.text(marked(value));
                });
            }
            systems => {
                for (index, (system, value)) in systems.iter().zip(values).enumerate() {
                    if index > 0 {
                        page.control("br", []);
                    }
                    let mut text = vec![roman(format!("{system}: "))];
                    text.extend(marked(value));
                    page.text(text);
                }
            }
        }
    }
}

/// The cells of a row of a table in Markdown.
fn cells(row: &str) -> impl Iterator<Item = &str> {
    row.trim_matches('|').split('|').map(str::trim)
}

/// A text whose code is bold.
fn marked(text: &str) -> Vec<Inline> {
    let parts = text.split('`').enumerate();
    let inlines = parts.map(|(index, part)| match index % 2 {
        0 => roman(part),
        _ => bold(part),
    });
    inlines.collect()
}
