//! Decodes JSON files, such as archived payloads, and lists the fields that the model does not know.
//!
//! ```text
//! cargo run -q --example decode -- MatchStats match.json
//! cargo run -q --example decode -- 'Vec<Challenge>' challenges.json more.json
//! ```
//!
//! For each file, `-` being standard input, it prints `ok FILE`, or `fail FILE: <where>: <why>`, and one line
//! `drift FILE: <path>` for each field that the model does not know. The exit status is 1 when a
//! file fails and 2 when there is no such model.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use halo_infinite::for_each_model;

use halo_infinite::payload::{DecodeError, drift};

/// Decodes a document into the named model. Returns the fields that the model does not know.
type Decoder = fn(&[u8]) -> Result<Vec<String>, DecodeError>;

/// A model's name, its decoder, and the decoder of a list of it.
type Entry = (&'static str, Decoder, Decoder);

macro_rules! table {
    ($($name:ident: $path:path,)+) => {
        const MODELS: &[Entry] = &[$((stringify!($name), drift::<$path>, drift::<Vec<$path>>)),+];
    };
}
for_each_model!(table);

fn find(name: &str) -> Option<Decoder> {
    let element = name.strip_prefix("Vec<").and_then(|rest| rest.strip_suffix('>'));
    let (_, one, list) = MODELS
        .iter()
        .find(|(known, ..)| *known == element.unwrap_or(name).trim())?;
    Some(if element.is_some() { *list } else { *one })
}

/// The bytes of a file; `-` is standard input.
fn read(file: &Path) -> io::Result<Vec<u8>> {
    if file == Path::new("-") {
        let mut json = Vec::new();
        io::stdin().read_to_end(&mut json)?;
        return Ok(json);
    }
    std::fs::read(file)
}

/// Reports on a file. Returns whether it decodes.
fn report(out: &mut impl Write, file: &Path, decoder: Decoder) -> io::Result<bool> {
    let name = file.display();
    let decoded = match read(file) {
        Err(error) => Err(format!(".: {error}")),
        Ok(json) => decoder(&json).map_err(|error| error.to_string()),
    };
    match &decoded {
        Err(problem) => writeln!(out, "fail {name}: {problem}")?,
        Ok(unknown) => {
            writeln!(out, "ok {name}")?;
            for path in unknown {
                writeln!(out, "drift {name}: {path}")?;
            }
        }
    }
    Ok(decoded.is_ok())
}

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let name = arguments.next().unwrap_or_default();
    let name = name.to_string_lossy();
    let files: Vec<_> = arguments.map(PathBuf::from).collect();
    let Some(decoder) = find(name.trim()) else {
        let names: Vec<_> = MODELS.iter().map(|(name, ..)| *name).collect();
        eprintln!(
            "usage: decode <Model> FILE…\nThere is no model `{name}`. There are, each also as Vec<Model>:"
        );
        eprintln!("{}", names.join(" "));
        return ExitCode::from(2);
    };
    if files.is_empty() {
        eprintln!("usage: decode {name} FILE…\nThere is no file to decode.");
    }
    let mut good = !files.is_empty();
    let mut out = io::stdout().lock();
    for file in files {
        match report(&mut out, &file, decoder) {
            Ok(decoded) => good &= decoded,
            // The reader has closed the pipe, as `head` does.
            Err(_) => return ExitCode::FAILURE,
        }
    }
    ExitCode::from(u8::from(!good))
}
