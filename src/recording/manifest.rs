//! The list of the captures in a folder.

use std::fs::OpenOptions;
use std::io::{self, Write};
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
    /// Appends the row, to a new manifest behind the names of the columns.
    pub fn append_to(&self, folder: &Path) -> Result<(), Error> {
        let path = folder.join("manifest.tsv");
        self.append(&path).map_err(|error| Error::file(&path, error))
    }

    fn append(&self, path: &Path) -> io::Result<()> {
        // A link, or the file of another user, is left alone.
        let is_new = fs::look(path)?.is_none();
        let mut file = if is_new {
            fs::create_private(path)?
        } else {
            OpenOptions::new().append(true).open(path)?
        };
        let columns = if is_new { COLUMNS } else { "" };
        file.write_all(format!("{columns}{}", self.text()).as_bytes())
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
