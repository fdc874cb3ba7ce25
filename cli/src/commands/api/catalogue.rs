//! `halo api --list` and `--describe`: the endpoints and their arguments.
//!
//! The list is that of `named_endpoints`, from which the C interface's `halo_endpoints` is made too, so both know the same
//! names.

use std::borrow::Cow;

use halo_infinite::services::by_name::{Argument, NamedEndpoint, named_endpoints};
use serde::Serialize;
use textwrap::{Options, WordSplitter};

use crate::context::Context;
use crate::failure::Failure;
use crate::show::{Cell, Column, Paint, Report, Table, record};

record! {
    /// An endpoint.
    pub struct Listed {
        /// The name
        name: String,
        /// The result, in English
        about: &'static str,
        /// The HTTP method
        method: &'static str,
        /// The path
        path: &'static str,
        /// The tokens that the endpoint needs
        credentials: String,
        /// How long responses are cached
        cache: String,
        /// Whether it changes data
        writes: bool,
        /// Whether the results come in pages
        pages: bool,
        /// Whether the result is a file, and not JSON
        is_file: bool,
        /// The SDK's type of the result
        model: &'static str,
        /// The arguments that a call needs: objects with name, kind, values
        arguments: Vec<Described>,
        /// The arguments that a call may have: objects with name, about, arguments
        optional_arguments: Vec<Optional>,
    }
}

/// A value of a call.
#[derive(Debug, Serialize)]
pub struct Described {
    name: &'static str,
    kind: &'static str,
    values: &'static [&'static str],
}

/// An argument that may be left out. Several values are the members of an object.
#[derive(Debug, Serialize)]
pub struct Optional {
    name: &'static str,
    about: &'static str,
    arguments: Vec<Described>,
}

fn described(arguments: &[Argument]) -> Vec<Described> {
    let described = arguments.iter().map(|argument| Described {
        name: argument.name,
        kind: argument.kind,
        values: argument.values,
    });
    described.collect()
}

fn listed(named: &NamedEndpoint) -> Listed {
    let endpoint = named.endpoint();
    let setters = named.setters().iter().map(|setter| Optional {
        name: setter.name,
        about: setter.about,
        arguments: described(setter.arguments),
    });
    Listed {
        name: endpoint.to_string(),
        about: named.about(),
        method: endpoint.method().as_str(),
        path: endpoint.path(),
        credentials: endpoint.credentials().to_string(),
        cache: endpoint.cache_rule().to_string(),
        writes: endpoint.writes(),
        pages: named.has_pages(),
        is_file: named.is_file(),
        model: named.model(),
        arguments: described(named.arguments()),
        optional_arguments: setters.collect(),
    }
}

/// Prints all endpoints, or those with these words.
pub fn list(context: &Context, words: &[&String]) -> Result<(), Failure> {
    let mut table = Table::new([
        Column::new("name"),
        Column::new("arguments").rank(2),
        Column::new("result").rank(3),
        Column::new("about").rank(1),
    ]);
    let is_terminal = context.out.is_terminal();
    let mut records = Vec::new();
    for named in named_endpoints() {
        let record = listed(&named);
        let arguments = arguments(&record);
        let about = record.about.trim_end_matches('.');
        let line = format!("{} {arguments} {} {about}", record.name, record.model).to_lowercase();
        if !words.iter().all(|word| line.contains(&word.to_lowercase())) {
            continue;
        }
        table.row([
            Cell::text(record.name.clone()),
            Cell::text(arguments),
            Cell::text(record.model).paint(Paint::Faint),
            Cell::text(match is_terminal {
                true => first_line(about, context.out.width() / 2),
                false => about.to_owned(),
            }),
        ]);
        records.push(record);
    }
    if records.is_empty() {
        context.out.note("no endpoint has these words");
    }
    context.out.report(&Report::list(&records)?.table(table))
}

/// The names of the arguments; those in brackets may be left out.
fn arguments(of: &Listed) -> String {
    let needed = of.arguments.iter().map(|argument| argument.name.to_owned());
    let optional = of
        .optional_arguments
        .iter()
        .map(|argument| format!("[{}]", argument.name));
    needed.chain(optional).collect::<Vec<_>>().join(" ")
}

/// Prints an endpoint and its arguments.
pub fn describe(context: &Context, named: &NamedEndpoint) -> Result<(), Failure> {
    let record = listed(named);
    let mut rows: Vec<[String; 3]> = Vec::new();
    for argument in named.arguments() {
        rows.push([argument.name.into(), value(argument), "needed".into()]);
    }
    for setter in named.setters() {
        for member in setter.arguments {
            let name = match setter.arguments.len() {
                1 => format!("[{}]", setter.name),
                _ => format!("[{}.{}]", setter.name, member.name),
            };
            rows.push([name, value(member), setter.about.trim_end_matches('.').into()]);
        }
    }
    let table = table_of(context, &rows);
    let yes = |is: bool, text: &str| match is {
        true => Cell::text(text),
        false => Cell::default(),
    };
    let facts = [
        (
            "request",
            Cell::text(format!("{} {}", record.method, record.path)),
        ),
        ("result", Cell::text(record.model)),
        ("tokens", Cell::text(record.credentials.clone())),
        ("cached", Cell::text(record.cache.clone())),
        ("pages", yes(record.pages, "yes: --paginate requests all")),
        (
            "changes data",
            yes(record.writes, "yes: --allow-writes permits it").paint(Paint::Notice),
        ),
    ];
    let mut report = Report::one(&record)?
        .title(record.name.clone())
        .line(record.about)
        .facts(facts);
    if !table.is_empty() {
        report = report.main_table(table);
    }
    context.out.report(&report)
}

/// A table of arguments. On terminals, long texts go on in the next row.
fn table_of(context: &Context, rows: &[[String; 3]]) -> Table {
    let mut table = Table::new([
        Column::new("argument"),
        Column::new("value"),
        Column::new("about").rank(1),
    ]);
    let names = rows.iter().map(|[name, ..]| name.len()).max().unwrap_or_default();
    let width = match context.out.is_terminal() {
        true => context.out.width().saturating_sub(names + 4) / 2,
        false => usize::MAX,
    };
    for [name, value, about] in rows {
        let (values, abouts) = (lines(value, width), lines(about, width));
        for line in 0..values.len().max(abouts.len()) {
            let part = |parts: &[String]| Cell::text(parts.get(line).cloned().unwrap_or_default());
            let name = if line == 0 { name.as_str() } else { "" };
            table.row([Cell::text(name), part(&values), part(&abouts)]);
        }
    }
    table
}

/// The lines of a text at this width. A word that is longer has a line of its own.
fn lines(text: &str, width: usize) -> Vec<String> {
    let options = Options::new(width)
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation);
    let lines = textwrap::wrap(text, options);
    lines.into_iter().map(Cow::into_owned).collect()
}

/// The first line of a text; the rest is in the description.
fn first_line(text: &str, width: usize) -> String {
    let lines = lines(text, width.saturating_sub(1));
    let first = lines.first().cloned().unwrap_or_default();
    match lines.len() {
        1 => first,
        _ => format!("{}…", first.trim_end_matches(['.', ',', ':'])),
    }
}

/// The value of an argument, in words.
fn value(argument: &Argument) -> String {
    match argument.values {
        [] => argument.kind.to_owned(),
        values if argument.is_list => format!("some of {}", values.join(", ")),
        values => values.join(", "),
    }
}
