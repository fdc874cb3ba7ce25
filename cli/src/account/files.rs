//! Files that are replaced as a whole.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;

/// Replaces a file, which need not exist yet. A reader sees the old file or the new one, never a part.
pub fn replace_file(path: &Path, text: &str) -> io::Result<()> {
    let mut name = path.file_name().map(OsString::from).unwrap_or_default();
    name.push(format!(".{}", std::process::id()));
    let new = path.with_file_name(name);
    fs::write(&new, text)?;
    fs::rename(&new, path).inspect_err(|_| {
        // The error of the replacement is the one to report.
        let _ = fs::remove_file(&new);
    })
}
