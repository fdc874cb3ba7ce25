//! Generates the models and the reference enumerations from the JSON Schemas in `schemas/`, and with the feature `by-name`
//! the table of calls by name from the methods in `src/services`.
//!
//! Each file of `schemas/` becomes one Rust file in `$OUT_DIR`: `refdata.json` a list of open
//! enumerations, every other file the structs of its definitions. The steps are those of
//! [`generate`]. `schemas/README.md` describes the part of draft-07 that the schemas use; anything
//! else fails the build with the file and the place.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

#[path = "build/by_name/mod.rs"]
pub mod by_name;
#[path = "build/check.rs"]
mod check;
#[path = "build/deserialize.rs"]
mod deserialize;
#[path = "build/enumerations.rs"]
mod enumerations;
#[path = "build/flatten.rs"]
mod flatten;
#[path = "build/read.rs"]
mod read;
#[path = "build/serialize.rs"]
mod serialize;
#[path = "build/structs.rs"]
mod structs;

use read::{Schema, Schemas};

/// The formats of texts and the Rust types that they become.
const FORMATS: [(&str, &str); 3] = [
    ("date-time", "::jiff::Timestamp"),
    ("duration", "crate::types::IsoDuration"),
    ("uuid", "::uuid::Uuid"),
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=schemas");
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo"));
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("set by cargo"));
    let generated = generate(&root.join("schemas"), &out).and_then(|()| {
        if std::env::var_os("CARGO_FEATURE_BY_NAME").is_none() {
            return Ok(());
        }
        println!("cargo::rerun-if-changed=src/services");
        let table = by_name::by_name(&root.join("src/services"), &root.join("schemas/refdata.json"))?;
        write(&out.join("by_name.rs"), &table)
    });
    if let Err(problem) = generated {
        println!("cargo::error={problem}");
        std::process::exit(1);
    }
}

/// Writes the Rust file of every schema in `schemas`, and `registry.rs`, to `out`.
pub fn generate(schemas: &Path, out: &Path) -> Result<(), String> {
    let mut files = read::read(schemas)?;
    check::check(&files)?;
    flatten::flatten(&mut files)?;
    for (stem, file) in &files {
        let code = match stem.as_str() {
            "refdata" => enumerations::enumerations(file)?,
            _ => structs::structs(stem, &files)?,
        };
        write(&out.join(format!("{stem}.rs")), &code)?;
    }
    write(&out.join("registry.rs"), &registry(&files))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn definitions(file: &Schema) -> impl Iterator<Item = (&String, &Value)> {
    file.json["definitions"].as_object().into_iter().flatten()
}

/// The file and the definition that a reference in the file `stem` leads to.
fn resolve<'a>(reference: &'a str, stem: &'a str) -> Option<(&'a str, &'a str)> {
    let (file, name) = reference.split_once("#/definitions/")?;
    match file {
        "" => Some((stem, name)),
        file => Some((file.strip_suffix(".json")?, name)),
    }
}

/// The Rust path of the type that a definition becomes or stands for.
fn rust_path(stem: &str, name: &str, definition: &Value) -> String {
    match definition["x-rust"].as_str() {
        Some(path) => path.to_owned(),
        None if stem == "refdata" => format!("crate::refdata::{name}"),
        None => format!("crate::models::{stem}::{name}"),
    }
}

/// A macro that passes every model's name and path to a macro of the caller.
fn registry(files: &Schemas) -> String {
    let models: BTreeMap<_, _> = files
        .iter()
        .filter(|(stem, _)| *stem != "refdata")
        .flat_map(|(stem, file)| definitions(file).map(move |(name, definition)| (name, (stem, definition))))
        .filter(|(_, (_, definition))| definition.get("x-rust").is_none())
        .collect();
    let mut code = String::from(
        "/// Calls a macro with the path of every model of this crate, sorted by name:\n\
         /// `callback! { MatchCount: path::to::MatchCount, … }`.\n\
         ///\n\
         /// For tools that choose a model by its name; the example `decode` is one.\n\
         #[macro_export]\nmacro_rules! for_each_model {\n    ($callback:ident) => {\n        $callback! {\n",
    );
    for (name, (stem, _)) in models {
        let _ = writeln!(code, "            {name}: $crate::models::{stem}::{name},");
    }
    code.push_str("        }\n    };\n}\n");
    code
}
