//! The list of the captures in a folder.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use crate::error::Error;
use crate::fs;
use crate::types::Endpoint;

const COLUMNS: &str = "file\tmodel\tservice\tmethod\tpath\torigin\n";

/// A row of `manifest.tsv`.
pub(super) struct Row<'a> {
    pub file: String,
    pub model: &'a str,
    pub endpoint: &'static Endpoint,
    pub day: String,
    pub replaced: bool,
    pub status: u16,
}

impl Row<'_> {
    /// Appends the row with one write, so that several programs can record into one folder.
    pub fn append_to(&self, folder: &Path) -> Result<(), Error> {
        let path = folder.join("manifest.tsv");
        // A link, or the file of another user, is left alone.
        fs::look(&path).map_err(|error| Error::file(&path, error))?;
        let mut options = OpenOptions::new();
        options.append(true);
        let (mut file, is_new) = match options.open(&path) {
            Ok(file) => (file, false),
            Err(_) => match fs::create_private(&path) {
                Ok(file) => (file, true),
                Err(_) => (
                    options.open(&path).map_err(|error| Error::file(&path, error))?,
                    false,
                ),
            },
        };
        let text = if is_new {
            COLUMNS.to_owned() + &self.text()
        } else {
            self.text()
        };
        file.write_all(text.as_bytes())
            .map_err(|error| Error::file(&path, error))
    }

    fn text(&self) -> String {
        let replaced = if self.replaced { "; players replaced" } else { "" };
        let status = match self.status {
            200..=299 => String::new(),
            status => format!(" (status {status})"),
        };
        format!(
            "{}\t{}\t{}\t{}\t{}\trecorded {}{replaced}{status}\n",
            self.file,
            self.model,
            self.endpoint.service().name(),
            self.endpoint.method().as_str(),
            self.endpoint.path(),
            self.day,
        )
    }
}
