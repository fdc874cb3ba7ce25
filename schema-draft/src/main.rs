//! The command `schema-draft`. `--help` describes it.

use halo_infinite_schema_draft::{Captures, Schemas, Shape, draft, merge, print};
use lexopt::prelude::*;
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "\
Drafts the schema of a model from captured payloads, and adds new fields to an existing one.

Usage: schema-draft draft MODEL --service NAME --captures DIR [--captures DIR]...
       schema-draft merge MODEL --captures DIR [--captures DIR]...

draft prints the definitions of the model for schemas/NAME.json. merge writes the fields that the model lacks into its
schema. Names that start with Todo and descriptions that start with TODO wait for you: the build refuses them.

Options:
      --captures DIR    Folder of payloads with a manifest.tsv
      --schemas DIR     Folder of the schemas [default: schemas]
      --service NAME    File that the definitions are for, without .json
  -h, --help            Print this help";

#[derive(Default)]
struct Arguments {
    command: String,
    model: String,
    service: Option<String>,
    captures: Vec<PathBuf>,
    schemas: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run() {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("schema-draft: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<String, String> {
    let Some(arguments) = arguments().map_err(|error| format!("{error}\nUse --help for the options."))?
    else {
        return Ok(format!("{USAGE}\n"));
    };
    let mut captures = Captures::default();
    for folder in &arguments.captures {
        captures.extend(Captures::read(folder)?);
    }
    let folder = arguments.schemas.unwrap_or_else(|| "schemas".into());
    let schemas = Schemas::read(&folder)?;
    let model = arguments.model.as_str();
    if captures.of(model).next().is_none() {
        return Err(format!(
            "no payload of {model} in the captures: give the folder by --captures DIR"
        ));
    }
    let shape = Shape::of(captures.of(model));
    match (arguments.command.as_str(), arguments.service) {
        ("draft", Some(service)) => Ok(print(&draft(model, &shape, &schemas, &service))),
        ("draft", None) => Err("draft needs --service NAME".to_owned()),
        ("merge", _) => {
            let changed = merge(model, &shape, &schemas)?;
            let mut said = String::new();
            for (stem, text) in &changed {
                let path = folder.join(format!("{stem}.json"));
                std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
                said += &format!("{} has new fields\n", path.display());
            }
            Ok(if changed.is_empty() {
                "nothing new\n".to_owned()
            } else {
                said
            })
        }
        (other, _) => Err(format!("{other:?} is neither draft nor merge. Use --help.")),
    }
}

/// `None` for the help.
fn arguments() -> Result<Option<Arguments>, lexopt::Error> {
    let mut arguments = Arguments::default();
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("captures") => arguments.captures.push(parser.value()?.into()),
            Long("schemas") => arguments.schemas = Some(parser.value()?.into()),
            Long("service") => arguments.service = Some(parser.value()?.string()?),
            Short('h') | Long("help") => return Ok(None),
            Value(command) if arguments.command.is_empty() => arguments.command = command.string()?,
            Value(model) if arguments.model.is_empty() => arguments.model = model.string()?,
            other => return Err(other.unexpected()),
        }
    }
    if arguments.model.is_empty() {
        return Err("the command and the model are missing".into());
    }
    Ok(Some(arguments))
}
