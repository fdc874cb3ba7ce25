//! The captured payloads of a folder.

use serde_json::Value;
use std::path::Path;

/// Captured payloads, listed in the `manifest.tsv` of their folder.
#[derive(Debug, Default)]
pub struct Captures(Vec<(String, Value)>);

impl Captures {
    /// Reads all JSON payloads of a folder.
    ///
    /// # Errors
    ///
    /// A message with the path of the file that cannot be read or is not JSON.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let manifest = folder.join("manifest.tsv");
        let text = read(&manifest)?;
        let mut payloads = Vec::new();
        for row in text.lines().skip(1) {
            let mut columns = row.split('\t');
            let (Some(file), Some(model)) = (columns.next(), columns.next()) else {
                continue;
            };
            if !file.ends_with(".json") {
                continue;
            }
            let path = folder.join(file);
            let payload = serde_json::from_str(&read(&path)?)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            payloads.push((model.to_owned(), payload));
        }
        Ok(Self(payloads))
    }

    /// Adds the payloads of other captures.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// The payloads of a model. Of a list of the model, `Vec<Model>` in the manifest, these are its items.
    pub fn of<'a>(&'a self, model: &'a str) -> impl Iterator<Item = &'a Value> {
        let list = format!("Vec<{model}>");
        self.0.iter().flat_map(move |(name, payload)| match payload {
            Value::Array(items) if *name == list => items.iter().collect(),
            payload if name == model => vec![payload],
            _ => Vec::new(),
        })
    }
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
