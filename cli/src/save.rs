//! Files that commands write: whole or not at all, and over existing ones only with `--force`.

use std::fmt::Display;
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::failure::Failure;
use crate::fs::{check_writable, replace};
use crate::show::Output;

/// A folder for the files of a command.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Creates the folder. Before anything is downloaded, this checks that it is writable, and that no file of these
    /// names exists.
    pub fn prepare<'n>(
        path: &Path,
        force: bool,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Result<Self, Failure> {
        let folder = Self {
            path: path.to_owned(),
        };
        fs::create_dir_all(path)
            .and_then(|()| check_writable(path))
            .map_err(|cause| Failure::output(path.display(), cause))?;
        for name in names {
            let file = folder.file(name)?;
            if !force && file.exists() {
                return Err(Failure::new(
                    format!("{} exists", file.display()),
                    "choose another folder, or replace files with --force",
                ));
            }
        }
        Ok(folder)
    }

    /// Writes a file. A reader sees the old file or the new one, and never a part.
    pub fn save(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let file = self.file(name)?;
        let created = file.parent().map_or(Ok(()), fs::create_dir_all);
        let written = created.and_then(|()| replace(&file, bytes));
        written.map_err(|cause| Failure::output(file.display(), cause))
    }

    /// The path of a file. Names come from the services: one that leads out of the folder is refused.
    fn file(&self, name: &str) -> Result<PathBuf, Failure> {
        let mut parts = Path::new(name).components().peekable();
        let is_inside = parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_)));
        match is_inside && !name.contains(['\\', ':']) {
            true => Ok(self.path.join(name)),
            false => Err(Failure::new(
                format!(
                    "the service names a file `{}`, which is no name in a folder",
                    name.escape_debug()
                ),
                "nothing was written outside of the folder; report the asset",
            )),
        }
    }
}

/// Whether a path is `-`: the standard output.
pub fn is_stdout(file: &Path) -> bool {
    file == Path::new("-")
}

/// Fails if a file cannot be created: its folder is missing, or it exists and `force` is not given. Commands ask this
/// before they download anything.
pub fn check(file: &Path, force: bool) -> Result<(), Failure> {
    if is_stdout(file) {
        return Ok(());
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        return Err(Failure::new(
            format!(
                "{} cannot be written: there is no folder {}",
                file.display(),
                folder.display()
            ),
            "create the folder, or choose another place",
        ));
    }
    // Nothing is replaced in a device or a pipe, such as /dev/null.
    match !force && file.is_file() {
        true => Err(Failure::new(
            format!("{} exists", file.display()),
            "choose another name, or replace it with --force",
        )),
        false => Ok(()),
    }
}

/// Writes a single file, after [`check`], and notes it. `-` is the standard output. `what` is in the file.
pub fn output(
    out: &Output,
    file: &Path,
    force: bool,
    bytes: &[u8],
    what: impl Display,
) -> Result<(), Failure> {
    if is_stdout(file) {
        return out.file(bytes);
    }
    self::file(file, force, bytes)?;
    out.saved(what, file);
    Ok(())
}

fn file(file: &Path, force: bool, bytes: &[u8]) -> Result<(), Failure> {
    check(file, force)?;
    let written = match file.exists() && !file.is_file() {
        true => fs::write(file, bytes),
        false => replace(file, bytes),
    };
    written.map_err(|cause| Failure::output(file.display(), cause))
}

/// Names of files from texts such as titles: `killing-spree.png`. Equal texts get numbers.
pub fn file_names<'t>(texts: impl IntoIterator<Item = (&'t str, &'t str)>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (text, extension) in texts {
        let words = text.split(|letter: char| !letter.is_alphanumeric());
        let words: Vec<String> = words
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        let stem = match words.is_empty() {
            true => "unnamed".to_owned(),
            false => words.join("-"),
        };
        let numbered = (2..).map(|number| format!("{stem}-{number}.{extension}"));
        let free = std::iter::once(format!("{stem}.{extension}"))
            .chain(numbered)
            .find(|name| !names.contains(name));
        names.extend(free);
    }
    names
}

/// The extension of a path, or `png`.
pub fn extension(path: &str) -> &str {
    let extension = Path::new(path)
        .extension()
        .and_then(|extension| extension.to_str());
    extension
        .filter(|extension| extension.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        .unwrap_or("png")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_out_of_the_folder_are_refused() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::prepare(place.path(), false, []).unwrap();
        for name in ["../a", "/etc/a", "a/../../b", "", "c:\\a", "..\\a", "."] {
            assert!(folder.save(name, b"x").is_err(), "{name}");
        }
        folder.save("images/hero.png", b"x").unwrap();
        assert_eq!(fs::read(place.path().join("images/hero.png")).unwrap(), b"x");
        assert_eq!(fs::read_dir(place.path().join("images")).unwrap().count(), 1);
    }

    #[test]
    fn existing_files_are_replaced_by_force_alone() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("a.png"), "old").unwrap();
        let error = Folder::prepare(place.path(), false, ["b.png", "a.png"])
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("a.png exists") && error.contains("--force"),
            "{error}"
        );
        let folder = Folder::prepare(place.path(), true, ["a.png"]).unwrap();
        folder.save("a.png", b"new").unwrap();
        assert_eq!(fs::read(place.path().join("a.png")).unwrap(), b"new");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_single_file_is_replaced_by_force_alone_and_its_folder_must_exist() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("a.svg");
        file(&path, false, b"old").unwrap();
        let error = file(&path, false, b"new").unwrap_err().to_string();
        assert!(
            error.contains("a.svg exists") && error.contains("--force"),
            "{error}"
        );
        file(&path, true, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        let path = place.path().join("nope/a.svg");
        let error = check(&path, true).unwrap_err().to_string();
        assert!(error.contains("there is no folder"), "{error}");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
        assert!(file(place.path(), true, b"x").is_err());
    }

    #[test]
    fn titles_become_names_of_files() {
        let names = file_names([("Killing Spree!", "png"), ("killing spree", "png"), ("…", "jpg")]);
        assert_eq!(names, ["killing-spree.png", "killing-spree-2.png", "unnamed.jpg"]);
        assert_eq!(["a/b.JPG", "a", "a.b/c"].map(extension), ["JPG", "png", "png"]);
    }
}
