//! The public methods of the client, read from its source: a method that a new version adds is noticed.

use crate::Fallible;
use crate::calls::Calls;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Methods without a call, and the reasons. A name that ends with `::` stands for a whole type.
const LEFT_OUT: [(&str, &str); 4] = [
    ("FilmWorld::", "a table in memory"),
    ("FilmBitReader::", "a cursor over bytes in memory"),
    (
        "FilmEventValidation::",
        "compares numbers in memory: ../compare.py holds events against statistics",
    ),
    ("FilmPlayerEventValidation::", "as FilmEventValidation"),
];

/// Files whose functions only read models in memory, and the crate's own tests.
const FILES_LEFT_OUT: [&str; 2] = ["models.rs", "tests.rs"];

/// Records each public method that was not called, as a failure.
pub fn report_missing(calls: &Calls) -> Fallible<()> {
    let mut files = Vec::new();
    sources(&folder()?, &mut files)?;
    let mut methods = Vec::new();
    for file in files {
        let module = file
            .file_stem()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        methods.extend(public_functions(module, &std::fs::read_to_string(&file)?));
    }
    if methods.is_empty() {
        return Err("the source of halo_api has no public methods".into());
    }
    for method in &methods {
        let left_out = LEFT_OUT.iter().any(|(name, _)| method.starts_with(name));
        if !left_out && !calls.called(method) {
            calls.check(method, "", false, "never called");
        }
    }
    for (name, _) in LEFT_OUT {
        let exists = methods.iter().any(|method| method.starts_with(name));
        if !exists {
            calls.check(name, "", false, "left out, but the client does not have it");
        }
    }
    Ok(())
}

/// The folder of the client's source, which Cargo knows.
fn folder() -> Fallible<PathBuf> {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "metadata",
        "--format-version=1",
        "--locked",
        "--offline",
        "--manifest-path",
        manifest,
    ]);
    let output = cargo.output()?;
    if !output.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let manifest = packages
        .filter(|package| package["name"] == "halo_api")
        .find_map(|package| package["manifest_path"].as_str());
    let manifest = Path::new(manifest.ok_or("cargo does not know halo_api")?);
    Ok(manifest.with_file_name("src"))
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) -> Fallible<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, files)?;
        } else if !FILES_LEFT_OUT.iter().any(|name| path.ends_with(name)) {
            files.push(path);
        }
    }
    Ok(())
}

/// The public functions of a file, as `Type::name` or `module::name`.
fn public_functions(module: &str, source: &str) -> Vec<String> {
    let mut functions = Vec::new();
    let mut owner = module.to_owned();
    for line in source.lines().take_while(|line| *line != "mod tests {") {
        if let Some(implemented) = line.strip_prefix("impl") {
            owner = implementing(implemented);
        } else if line == "}" {
            owner = module.to_owned();
        }
        let mut words = line.split_whitespace().peekable();
        if words.next() != Some("pub") {
            continue;
        }
        while words
            .next_if(|word| ["const", "async", "unsafe"].contains(word))
            .is_some()
        {}
        if words.next() == Some("fn") {
            let name: String = words
                .next()
                .unwrap_or_default()
                .chars()
                .take_while(|letter| *letter == '_' || letter.is_alphanumeric())
                .collect();
            functions.push(format!("{owner}::{name}"));
        }
    }
    functions
}

/// The type of `impl<T> Trait for Type<T> {`, after `impl`.
fn implementing(line: &str) -> String {
    let line = line.trim_end_matches(['{', ' ']);
    let line = line.split(" where ").next().unwrap_or(line);
    let subject = line.rsplit(" for ").next().unwrap_or(line);
    let subject = if subject.starts_with('<') {
        subject.split_once("> ").map_or(subject, |(_, name)| name)
    } else {
        subject
    };
    subject.split('<').next().unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_functions_have_their_types() {
        let source = "
pub fn free(a: u8) {}
pub(crate) fn hidden() {}
impl Client {
    pub async fn call<T>(&self) {}
    pub const fn limit() {}
    fn private() {}
}
impl<'a> Reader<'a> {
    pub fn read(&self) {}
}
impl std::fmt::Display for Player {
    fn fmt() {}
}
pub struct Free;
pub fn last() {}
#[cfg(test)]
mod tests {
    pub fn test() {}
}
";
        let found = public_functions("film", source);
        assert_eq!(
            found,
            [
                "film::free",
                "Client::call",
                "Client::limit",
                "Reader::read",
                "film::last"
            ]
        );
    }
}
