//! The list of the captures in a folder.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use crate::error::Error;
use crate::fs;
use crate::http::PreparedRequest;
use crate::types::Endpoint;

const COLUMNS: &str = "file\tmodel\tservice\tmethod\tpath\torigin\n";

/// A row of `manifest.tsv`.
pub(super) struct Row<'a> {
    pub file: String,
    pub model: &'a str,
    pub endpoint: &'static Endpoint,
    pub path: String,
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
            self.path,
            self.day,
        )
    }
}

/// The path of a request as the manifest writes it: that of its endpoint, with the arguments in braces. A file's own
/// path stands in place of `{path…}`, and a version of an asset has the rest of its path.
pub(super) fn template(request: &PreparedRequest) -> String {
    let path = request.endpoint.path();
    let Some((start, _)) = path.split_once("{path…}") else {
        let has_version = request.path.len() > path.split('/').skip(1).count();
        let version = if has_version { "/versions/{version_id}" } else { "" };
        return format!("{path}{version}");
    };
    let segments = start.split('/').skip(2).count();
    let rest: Vec<String> = request.encoded_path().skip(segments).collect();
    format!("{start}{}", rest.join("/"))
}
