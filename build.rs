//! Generates the models and the reference enumerations from the JSON Schemas in `schemas/`.
//!
//! Each file of `schemas/` becomes one Rust file in `$OUT_DIR`: `refdata.json` a list of open
//! enumerations, every other file the structs of its definitions. The schemas keep to a small
//! part of draft-07, described in `schemas/README.md`; whatever is outside it fails the build
//! with the file and the place.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

#[path = "build/check.rs"]
mod check;
#[path = "build/enumerations.rs"]
mod enumerations;
#[path = "build/reading.rs"]
mod reading;
#[path = "build/structs.rs"]
mod structs;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=schemas");
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo"));
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("set by cargo"));
    if let Err(problem) = generate(&root.join("schemas"), &out) {
        println!("cargo::error={problem}");
        std::process::exit(1);
    }
}

/// Writes the Rust file of every schema in `schemas`, and `registry.rs`, to `out`.
pub fn generate(schemas: &Path, out: &Path) -> Result<(), String> {
    let files = read_schemas(schemas)?;
    check::check(&files)?;
    let mut models = BTreeMap::new();
    for (stem, schema) in &files {
        let code = if stem == "refdata" {
            enumerations::enumerations(schema)?
        } else {
            for (name, definition) in definitions(schema) {
                if is_model(definition) {
                    models.insert(name.clone(), stem.clone());
                }
            }
            structs::structs(stem, &files)?
        };
        write(&out.join(format!("{stem}.rs")), &code)?;
    }
    write(&out.join("registry.rs"), &registry(&models))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// The schemas by file name without its ending, in the order of their names.
type Schemas = BTreeMap<String, Schema>;

struct Schema {
    schema: Value,
    order: FieldOrder,
}

/// The names of each definition's properties in the order in which the file has them, which
/// [`Value`] does not keep.
type FieldOrder = BTreeMap<String, Vec<String>>;

fn field_order(text: &str) -> serde_json::Result<FieldOrder> {
    #[derive(serde::Deserialize)]
    struct File {
        definitions: BTreeMap<String, Definition>,
    }

    #[derive(serde::Deserialize)]
    struct Definition {
        #[serde(default)]
        properties: Keys,
    }

    #[derive(Default)]
    struct Keys(Vec<String>);

    impl<'de> serde::Deserialize<'de> for Keys {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_map(Keys::default())
        }
    }

    impl<'de> serde::de::Visitor<'de> for Keys {
        type Value = Self;

        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("an object of properties")
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(mut self, mut map: A) -> Result<Self, A::Error> {
            while let Some((key, serde::de::IgnoredAny)) = map.next_entry()? {
                self.0.push(key);
            }
            Ok(self)
        }
    }

    let file: File = serde_json::from_str(text)?;
    Ok(file
        .definitions
        .into_iter()
        .map(|(name, definition)| (name, definition.properties.0))
        .collect())
}

fn read_schemas(folder: &Path) -> Result<Schemas, String> {
    let listing = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files = Schemas::new();
    for entry in listing {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let stem = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(&path).map_err(|error| format!("schemas/{stem}.json: {error}"))?;
        let in_words = |error| format!("schemas/{stem}.json: {error}");
        let schema = serde_json::from_str(&text).map_err(in_words)?;
        let order = field_order(&text).map_err(in_words)?;
        files.insert(stem, Schema { schema, order });
    }
    Ok(files)
}

fn definitions(file: &Schema) -> impl Iterator<Item = (&String, &Value)> {
    file.schema["definitions"].as_object().into_iter().flatten()
}

/// Whether a definition becomes a struct; the others stand for types written by hand.
fn is_model(definition: &Value) -> bool {
    definition.get("x-rust").is_none()
}

/// The file and the definition that a reference in the file `stem` leads to.
fn resolve<'a>(reference: &'a str, stem: &'a str) -> Option<(&'a str, &'a str)> {
    let (file, name) = reference.split_once("#/definitions/")?;
    match file {
        "" => Some((stem, name)),
        file => Some((file.strip_suffix(".json")?, name)),
    }
}

/// A macro that hands every model's name and path to a macro of the caller's.
fn registry(models: &BTreeMap<String, String>) -> String {
    let mut code = String::from(
        "/// Calls a macro with the path of every model of this crate, sorted by name:\n\
         /// `callback! { MatchCount: path::to::MatchCount, … }`.\n\
         ///\n\
         /// For tools that choose a model by its name; the example `decode` is one.\n\
         #[macro_export]\nmacro_rules! for_each_model {\n    ($callback:ident) => {\n        $callback! {\n",
    );
    for (name, stem) in models {
        let _ = writeln!(code, "            {name}: $crate::models::{stem}::{name},");
    }
    code.push_str("        }\n    };\n}\n");
    code
}
