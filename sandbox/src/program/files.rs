//! The files that the program reads and writes.

use std::path::Path;
use std::{fs, io, process};

pub fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Writes a whole file at once: a program that waits for it never reads half of it. A link, a pipe and a device stay
/// what they are and get the text themselves.
pub fn write(path: &Path, text: &str) -> Result<(), String> {
    let is_file = fs::symlink_metadata(path).map_or(true, |metadata| metadata.is_file());
    let written = if is_file {
        replace(path, text)
    } else {
        fs::write(path, text)
    };
    written.map_err(|error| format!("{}: {error}", path.display()))
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let mut new = path.as_os_str().to_owned();
    new.push(format!(".{}.new", process::id()));
    let written = fs::write(&new, text).and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        // The first error is the one to report.
        let _ = fs::remove_file(&new);
    }
    written
}
