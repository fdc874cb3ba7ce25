//! Files: private ones, and files that are replaced as a whole.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// The permissions of a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Only the owner can read and write it.
    Private,
    /// The system's default.
    Default,
}

/// Opens a file for reading and writing. If it is created, only its owner can read it.
pub(crate) fn private_file(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    open(path, options.read(true).write(true), Access::Private)
}

fn open(path: &Path, options: &mut OpenOptions, access: Access) -> io::Result<File> {
    #[cfg(unix)]
    if access == Access::Private {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = access;
    options.open(path)
}

/// Creates the missing folders of a path. Only their owner can enter them.
pub(crate) fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path)
}

/// Replaces a file as a whole, and brings it to the disk: after a crash it has its old or its new content.
///
/// The content is written to `temporary` first, which must not exist: an existing file, or a link, belongs
/// to another program.
pub(crate) fn replace(path: &Path, temporary: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
    let mut file = open(temporary, OpenOptions::new().write(true).create_new(true), access)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    drop(file);
    let replaced = written.and_then(|()| fs::rename(temporary, path));
    if replaced.is_err() {
        // The error above is reported; this one would hide it.
        let _ = fs::remove_file(temporary);
    }
    replaced?;
    sync_folder(folder_of(path))
}

/// As [`replace`], with a temporary file whose name no other call uses.
pub(crate) fn replace_shared(path: &Path, bytes: &[u8]) -> io::Result<()> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    loop {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let temporary = beside(path, &format!("-{}-{count}.part", std::process::id()));
        match replace(path, &temporary, bytes, Access::Default) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            done => return done,
        }
    }
}

/// The path with a suffix to its file name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    path.with_file_name(name)
}

/// The folder of a file.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Removes a file if it exists.
pub(crate) fn remove_if_exists(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Takes all permissions from other users than the owner, if the file exists.
pub(crate) fn make_private(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = match fs::metadata(path) {
            Ok(metadata) => metadata.permissions().mode(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        if mode & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Brings a renaming in a folder to the disk.
fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    return File::open(path)?.sync_all();
    #[cfg(not(unix))]
    {
        let _ = path;
        Ok(())
    }
}
