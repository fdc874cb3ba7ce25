//! Files that are replaced as a whole, and folders that must be writable.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// Replaces a file, which need not exist yet. A reader sees the old file or the new one, never a part. A failure leaves
/// nothing behind.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = new_file(folder.unwrap_or(Path::new(".")))?;
    file.as_file_mut().write_all(bytes)?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// Fails if no file can be created in a folder. If the folder does not exist yet, the nearest one above it counts.
pub fn check_writable(folder: &Path) -> io::Result<()> {
    let existing = folder.ancestors().find(|folder| folder.exists());
    new_file(existing.unwrap_or(Path::new(".")))?.close()
}

/// A file with a name that nobody can guess, which is removed with this value. Unlike other files of the crate it is
/// not private: its permissions are those of any new file.
fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".halo-").suffix(".part");
    builder.make_in(folder, |path| {
        OpenOptions::new().write(true).create_new(true).open(path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::fs;

    #[test]
    fn a_file_is_replaced_and_nothing_else_is_left() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("a.txt");
        for text in ["old", "new"] {
            replace(&path, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_has_the_permissions_of_any_new_file() {
        use std::os::unix::fs::PermissionsExt;

        let place = tempfile::tempdir().unwrap();
        let (plain, replaced) = (place.path().join("plain"), place.path().join("replaced"));
        fs::write(&plain, "x").unwrap();
        replace(&replaced, b"x").unwrap();
        let mode = |path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(plain), mode(replaced));
    }

    #[test]
    fn a_failed_replacement_leaves_nothing_behind_and_names_no_other_file() {
        let place = tempfile::tempdir().unwrap();
        fs::create_dir_all(place.path().join("a.png/full")).unwrap();
        assert!(replace(&place.path().join("a.png"), b"x").is_err());
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
        let error = replace(&place.path().join("nowhere/a.png"), b"x").unwrap_err();
        assert!(!error.to_string().contains(".part"), "{error}");
    }

    #[test]
    fn the_nearest_folder_that_exists_must_take_files() {
        let place = tempfile::tempdir().unwrap();
        check_writable(&place.path().join("a/b")).unwrap();
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
        check_writable(Path::new("not-there-yet")).unwrap();
        let file = place.path().join("file");
        fs::write(&file, "in the way").unwrap();
        check_writable(&file.join("a")).unwrap_err();
    }
}
