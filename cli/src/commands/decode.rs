//! `halo decode`: saved payloads against their models.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use halo_infinite::for_each_model;
use halo_infinite::payload::{DecodeError, drift};

use crate::commands::common::OneOf;
use crate::context::Context;
use crate::failure::Failure;
use crate::show::{Cell, Column, Paint, Report, Table, record};

/// The arguments of the command.
#[derive(Debug, Args)]
#[command(after_help = "\
halo decode --list playlist
halo decode MatchStats match.json
halo decode 'Vec<Challenge>' challenges.json more.json
halo api stats.match_stats MATCH_ID --raw | halo decode MatchStats -")]
pub struct Decode {
    /// The model, such as MatchStats or `Vec<Challenge>`
    #[arg(required_unless_present = "list", value_parser = OneOf(names), hide_possible_values = true)]
    model: Option<String>,
    /// JSON files; `-` is the standard input
    #[arg(value_name = "FILE", required_unless_present = "list")]
    files: Vec<PathBuf>,
    /// Lists the models, or those with a word
    #[arg(short, long)]
    list: bool,
}

record! {
    /// A file, and the model.
    pub struct Decoded {
        /// The file
        file: String,
        /// Whether it decodes
        decodes: bool,
        /// The place and the reason, if it does not decode
        problem: Option<String>,
        /// The paths of the fields that the model does not know
        unknown_fields: Vec<String>,
    }
}

record! {
    /// A model in the list.
    pub struct Known {
        /// The name
        name: &'static str,
    }
}

/// Decodes a document. Returns the fields that the model does not know.
type Decoder = fn(&[u8]) -> Result<Vec<String>, DecodeError>;

/// A model's name, its decoder, and the decoder of a list of it.
type Model = (&'static str, Decoder, Decoder);

macro_rules! table {
    ($($name:ident: $path:path,)+) => {
        const MODELS: &[Model] = &[$((stringify!($name), drift::<$path>, drift::<Vec<$path>>)),+];
    };
}
for_each_model!(table);

impl Decode {
    /// Decodes the files, and lists what does not fit.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let model = self.model.as_deref().unwrap_or_default().trim();
        if self.list {
            return list(context, model);
        }
        let decoder = find(model)?;
        let mut table = Table::new([Column::new("result"), Column::new("file"), Column::new("where")]);
        let mut records = Vec::new();
        for file in &self.files {
            let record = decode(file, decoder);
            let result = |word: &str, paint| Cell::text(word).paint(paint);
            let file = || Cell::text(record.file.clone());
            match &record.problem {
                Some(problem) => {
                    table.row([result("fail", Paint::Bad), file(), Cell::text(problem.as_str())])
                }
                None => table.row([result("ok", Paint::Good), file()]),
            }
            for path in &record.unknown_fields {
                table.row([result("drift", Paint::Notice), file(), Cell::text(path.as_str())]);
            }
            records.push(record);
        }
        context.out.report(&Report::list(&records)?.table(table))?;
        let failed = records.iter().filter(|record| !record.decodes).count();
        let unknown: usize = records.iter().map(|record| record.unknown_fields.len()).sum();
        let all = records.len();
        if failed > 0 {
            return Err(Failure::Other {
                message: format!("{failed} of {all} files cannot be decoded as {model}"),
                advice: None,
            });
        }
        context.out.note(format_args!(
            "decoded as {model}: {}, {}",
            counted(all, "file"),
            counted(unknown, "unknown field")
        ));
        Ok(())
    }
}

/// The names of all models.
fn names() -> Vec<String> {
    MODELS.iter().map(|(name, ..)| (*name).to_owned()).collect()
}

fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        count => format!("{count} {noun}s"),
    }
}

fn decode(file: &Path, decoder: Decoder) -> Decoded {
    let decoded = match read(file) {
        Ok(json) => decoder(&json).map_err(|error| error.to_string()),
        Err(error) => Err(format!("cannot be read: {error}")),
    };
    let (problem, unknown_fields) = match decoded {
        Ok(unknown) => (None, unknown),
        Err(problem) => (Some(problem), Vec::new()),
    };
    Decoded {
        file: file.display().to_string(),
        decodes: problem.is_none(),
        problem,
        unknown_fields,
    }
}

fn read(file: &Path) -> io::Result<Vec<u8>> {
    if file == Path::new("-") {
        let mut json = Vec::new();
        io::stdin().read_to_end(&mut json)?;
        return Ok(json);
    }
    fs::read(file)
}

fn find(name: &str) -> Result<Decoder, Failure> {
    let element = name.strip_prefix("Vec<").and_then(|rest| rest.strip_suffix('>'));
    let wanted = element.unwrap_or(name).trim();
    let found = MODELS
        .iter()
        .find(|(known, ..)| known.eq_ignore_ascii_case(wanted));
    match (found, element) {
        (Some((_, one, _)), None) => Ok(*one),
        (Some((.., list)), Some(_)) => Ok(*list),
        (None, _) => {
            let close: Vec<_> = matching(wanted).take(5).collect();
            let hint = match close.is_empty() {
                true => ":".to_owned(),
                false => format!(": did you mean {}?", close.join(" or ")),
            };
            Err(Failure::Usage(format!(
                "`{wanted}` is not the name of a model{hint} `halo decode --list` lists all"
            )))
        }
    }
}

/// The models with this word in their names.
fn matching(word: &str) -> impl Iterator<Item = &'static str> {
    let word = word.to_lowercase();
    let names = MODELS.iter().map(|(name, ..)| *name);
    names.filter(move |name| name.to_lowercase().contains(&word))
}

fn list(context: &Context, word: &str) -> Result<(), Failure> {
    let records: Vec<_> = matching(word).map(|name| Known { name }).collect();
    if records.is_empty() {
        context.out.note("no model has this word in its name");
    }
    let mut table = Table::new([Column::new("model")]);
    for record in &records {
        table.row([Cell::text(record.name)]);
    }
    context.out.report(&Report::list(&records)?.table(table))
}
