//! Decodes JSON files, such as archived payloads, and says what the model does not know of them.
//!
//! ```text
//! cargo run -q --example decode -- MatchStats match.json
//! cargo run -q --example decode -- 'Vec<Challenge>' challenges.json more.json
//! ```
//!
//! For each file it prints `ok FILE`, or `fail FILE: <where>: <why>`, and one line
//! `drift FILE: <path>` for each field that the model does not know. The exit status is 1 when a
//! file fails and 2 when there is no such model.

use std::process::ExitCode;

use halo_infinite::{DecodeError, drift, for_each_model};

/// Decodes a document into the named model; gives the fields that the model does not know.
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

/// Prints what there is to say of a file; gives whether it could be decoded.
fn report(file: &str, decoder: Decoder) -> bool {
    match std::fs::read(file) {
        Err(error) => println!("fail {file}: .: {error}"),
        Ok(json) => match decoder(&json) {
            Err(error) => println!("fail {file}: {error}"),
            Ok(unknown) => {
                println!("ok {file}");
                for path in unknown {
                    println!("drift {file}: {path}");
                }
                return true;
            }
        },
    }
    false
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let files: Vec<String> = arguments.collect();
    let Some(decoder) = find(&name) else {
        let names: Vec<_> = MODELS.iter().map(|(name, ..)| *name).collect();
        eprintln!(
            "usage: decode <Model> FILE…\nThere is no model `{name}`. There are, each also as Vec<Model>:"
        );
        eprintln!("{}", names.join(" "));
        return ExitCode::from(2);
    };
    let failed = files.iter().filter(|file| !report(file, decoder)).count();
    if files.is_empty() {
        eprintln!("usage: decode {name} FILE…\nThere is no file to decode.");
    }
    ExitCode::from(u8::from(failed > 0 || files.is_empty()))
}
