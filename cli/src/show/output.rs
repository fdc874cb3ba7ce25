//! The output of a command.

use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::rc::Rc;

use anstream::{AutoStream, ColorChoice};
use halo_infinite::CancelToken;
use indicatif::{MultiProgress, ProgressDrawTarget};
use serde_json::Value;

use super::explain::meaning;
use super::filter;
use super::progress::Progress;
use super::record::{Field, list};
use super::report::{Block, Report};
use super::separated::{columns, separated};
use super::template;
use super::values::{is_harmless, printable_lines};
use crate::failure::Failure;
use crate::globals::{Globals, When};
use crate::note::note;

/// Where results go, and in which form.
#[derive(Debug)]
pub struct Output {
    form: Form,
    explain: bool,
    quiet: bool,
    is_terminal: bool,
    width: usize,
    cancel: CancelToken,
    /// Where progress is shown.
    bars: MultiProgress,
    /// Number of bars.
    running: Rc<Cell<usize>>,
    /// The spinner of a command that waits for the services and shows no other progress.
    waiting: RefCell<Option<Progress>>,
}

#[derive(Debug, Clone)]
enum Form {
    /// For people.
    View,
    /// Fields of the records, or all; through a filter.
    Json {
        fields: Vec<String>,
        filter: Option<String>,
    },
    Template(String),
    Separated(u8),
}

/// The width of a terminal that does not say its own.
const WIDTH: usize = 80;

impl Output {
    /// The output that the options ask for. After Ctrl-C, which cancels the token, nothing more is printed: a result may
    /// lack a part.
    pub fn new(globals: &Globals, cancel: &CancelToken) -> Result<Self, Failure> {
        let choice = match globals.color.on(io::stdout().is_terminal()) {
            When::Auto => ColorChoice::Auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        };
        choice.write_global();
        #[cfg(feature = "sandbox")]
        let is_terminal = io::stdout().is_terminal() || globals.always_view;
        #[cfg(not(feature = "sandbox"))]
        let is_terminal = io::stdout().is_terminal();
        let form = if !globals.json.is_empty() || globals.jq.is_some() {
            if let Some(filter) = &globals.jq {
                filter::check(filter)?;
            }
            Form::Json {
                fields: globals.json.clone(),
                filter: globals.jq.clone(),
            }
        } else if let Some(template) = &globals.template {
            template::fill(template, &[], &[])?;
            Form::Template(template.clone())
        } else if globals.csv || globals.tsv {
            Form::Separated(if globals.csv { b',' } else { b'\t' })
        } else {
            Form::View
        };
        let columns = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let said = std::env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok());
        // A terminal without columns does not know its width.
        let [columns, said] = [columns, said].map(|width| width.filter(|width| *width > 0));
        Ok(Self {
            form,
            explain: globals.explain,
            quiet: globals.quiet,
            is_terminal,
            width: columns.or(said).unwrap_or(WIDTH),
            cancel: cancel.clone(),
            // The lines of `-v` would stand in the middle of a bar.
            bars: MultiProgress::with_draw_target(match globals.quiet || globals.verbose {
                true => ProgressDrawTarget::hidden(),
                false => ProgressDrawTarget::stderr(),
            }),
            running: Rc::default(),
            waiting: RefCell::default(),
        })
    }

    /// Whether the result is for people.
    pub fn is_view(&self) -> bool {
        matches!(self.form, Form::View)
    }

    /// Whether the results go to a terminal.
    pub fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// The width of the terminal.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Prints a report.
    pub fn report(&self, report: &Report) -> Result<(), Failure> {
        match &self.form {
            Form::View => {
                self.styled(&match self.is_terminal {
                    true => report.on_terminal(self.width),
                    false => report.in_pipe(),
                })?;
                if self.explain {
                    self.explain(&report.view)?;
                }
                Ok(())
            }
            Form::Json { fields, filter } => {
                let records = select(&report.records, fields, report.fields)?;
                let value = match (report.is_one, records) {
                    (true, mut records) => records.pop().unwrap_or_default(),
                    (false, records) => Value::Array(records),
                };
                self.filtered(&value, filter.as_deref(), self.is_terminal && !report.is_line)
            }
            Form::Template(text) => self.text(&template::fill(text, &report.records, report.fields)?),
            Form::Separated(delimiter) => self.text(&match &report.rows {
                Some((fields, rows)) => separated(rows, columns(fields), *delimiter)?,
                None => separated(&report.records, report.fields.iter(), *delimiter)?,
            }),
        }
    }

    /// Whether any JSON, whose fields are not those of a record, can be printed in the chosen form.
    pub fn takes_json(&self) -> Result<(), Failure> {
        match &self.form {
            Form::Json { fields, .. } if fields.iter().any(|field| field != "all") => Err(Failure::Usage(
                "--json: this JSON has the fields of the API: print `all`, or choose with --jq".into(),
            )),
            Form::Separated(_) => Err(Failure::Usage(
                "--csv and --tsv: this JSON is no table: make one with --jq '… | @csv'".into(),
            )),
            _ => Ok(()),
        }
    }

    /// Prints any JSON, such as that of the API.
    pub fn json(&self, value: &Value) -> Result<(), Failure> {
        self.takes_json()?;
        match &self.form {
            Form::Json { filter, .. } => self.filtered(value, filter.as_deref(), self.is_terminal),
            Form::Template(text) => self.text(&template::fill(text, std::slice::from_ref(value), &[])?),
            Form::View | Form::Separated(_) => self.filtered(value, None, self.is_terminal),
        }
    }

    /// Prints JSON, or the results of a filter over it.
    fn filtered(&self, value: &Value, filter: Option<&str>, is_pretty: bool) -> Result<(), Failure> {
        match filter {
            Some(filter) => filter::apply(filter, value, is_pretty, |line| self.text(line)),
            None => self.text(&format!("{}\n", filter::json(value, is_pretty))),
        }
    }

    /// Prints a file. Terminals get text only.
    pub fn file(&self, bytes: &[u8]) -> Result<(), Failure> {
        let is_text = || {
            let is_plain = |letter: char| is_harmless(letter) || matches!(letter, '\n' | '\r' | '\t');
            std::str::from_utf8(bytes).is_ok_and(|text| text.chars().all(is_plain))
        };
        match self.is_terminal && !is_text() {
            true => Err(Failure::Usage(
                "the result is a file that a terminal cannot show: save it in a file, or write it into a pipe".into(),
            )),
            false => self.bytes(bytes),
        }
    }

    /// Prints the meanings of the words of a view: below it on a terminal, beside the data of a pipe.
    fn explain(&self, view: &[Block]) -> Result<(), Failure> {
        let text = explanations(view);
        match self.is_terminal {
            _ if text.is_empty() => Ok(()),
            true => self.styled(&format!("\n{}", textwrap::fill(&text, self.width))),
            false => {
                note(text.trim_end());
                Ok(())
            }
        }
    }

    /// Prints text as it is; on terminals, without characters that a terminal obeys.
    pub fn text(&self, text: &str) -> Result<(), Failure> {
        match self.is_terminal {
            true => self.styled(&printable_lines(text)),
            false => self.bytes(text.as_bytes()),
        }
    }

    /// Prints text whose colours and nothing else control the terminal.
    fn styled(&self, text: &str) -> Result<(), Failure> {
        self.goes_on()?;
        let mut out = AutoStream::auto(io::stdout().lock());
        out.write_all(text.as_bytes())
            .and_then(|()| out.flush())
            .map_err(|error| Failure::output("the standard output", error))
    }

    /// Prints bytes as they are.
    pub fn bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        self.goes_on()?;
        let mut out = io::stdout().lock();
        out.write_all(bytes)
            .and_then(|()| out.flush())
            .map_err(|error| Failure::output("the standard output", error))
    }

    /// Ends the spinner. Fails if the command was interrupted.
    fn goes_on(&self) -> Result<(), Failure> {
        self.waiting.take();
        match self.cancel.is_cancelled() {
            true => Err(Failure::Interrupted),
            false => Ok(()),
        }
    }

    /// Prints a note on the standard error, unless `--quiet` forbids it.
    pub fn note(&self, text: impl Display) {
        if !self.quiet && !self.cancel.is_cancelled() {
            self.always_note(text);
        }
    }

    /// Notes what was saved, and where.
    pub fn saved(&self, what: impl Display, place: &Path) {
        self.note(format_args!("saved {what} in {}", place.display()));
    }

    /// Prints a note on the standard error, even with `--quiet`.
    pub fn always_note(&self, text: impl Display) {
        self.bars.suspend(|| note(text));
    }

    /// Shows progress on a terminal until it is dropped. `length` is the number of steps, if it is known.
    pub fn progress(&self, text: &str, length: Option<u64>) -> Progress {
        self.waiting.take();
        self.start(text, length)
    }

    fn start(&self, text: &str, length: Option<u64>) -> Progress {
        Progress::new(&self.bars, &self.running, self.width, text, length)
    }

    /// Shows a spinner until something is printed, or other progress starts: requests follow. A pipe may end in a pager,
    /// which has the terminal for itself.
    pub fn wait(&self) {
        if self.is_terminal && self.running.get() == 0 {
            let spinner = self.start("waiting for the services", None);
            self.waiting.replace(Some(spinner));
        }
    }
}

/// The chosen fields of each record.
fn select(records: &[Value], chosen: &[String], known: &'static [Field]) -> Result<Vec<Value>, Failure> {
    if chosen.is_empty() || chosen.iter().any(|field| field == "all") {
        return Ok(records.to_vec());
    }
    check_fields(chosen, known)?;
    let pick = |record: &Value| {
        chosen
            .iter()
            .map(|field| (field.clone(), record.get(field).cloned().unwrap_or_default()))
            .collect()
    };
    Ok(records.iter().map(pick).collect())
}

/// Fails if a chosen field is none of the known ones.
pub fn check_fields(chosen: &[String], known: &[Field]) -> Result<(), Failure> {
    let is_known = |field: &String| field == "all" || known.iter().any(|known| known.name == field);
    if let Some(wrong) = chosen.iter().find(|field| !is_known(field)) {
        let known = known.iter().map(|field| (field.name, field.about));
        return Err(Failure::Usage(format!(
            "--json: there is no field `{wrong}`; the fields are{}",
            list(known.chain([("all", "all of them")]))
        )));
    }
    Ok(())
}

/// The meanings of the words of a view.
fn explanations(view: &[Block]) -> String {
    let mut words: Vec<_> = Vec::new();
    for word in view.iter().flat_map(Block::words) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    let explained = words.into_iter().filter_map(|word| Some((word, meaning(word)?)));
    explained
        .map(|(word, meaning)| format!("{word}: {meaning}.\n"))
        .collect()
}
