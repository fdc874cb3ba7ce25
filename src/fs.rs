//! Files: private files, files that are replaced as a whole, and the files that this program leaves alone.
//!
//! Another program, or another user, can put anything in the place of a file. This program reads and writes
//! only plain files of its own user that have one name; it follows no link, and opens no pipe or device.

use std::fmt;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Maximum number of names that are tried for a new file, and of links that are followed.
const MAX_TRIES: u32 = 100;

/// The permissions of a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Only the owner can read and write it.
    Private,
    /// The system's default.
    Default,
}

/// The cause of an [`io::Error`] for a file that this program leaves alone.
#[derive(Debug, Clone)]
pub(crate) struct NotOurs {
    pub path: PathBuf,
    /// A sentence about the file, such as "it is a folder".
    pub problem: &'static str,
}

impl NotOurs {
    fn error(path: &Path, problem: &'static str) -> io::Error {
        io::Error::other(Self {
            path: path.into(),
            problem,
        })
    }

    /// The cause of the error, if it is about such a file.
    pub fn cause_of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }
}

impl fmt::Display for NotOurs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: move it away, or use another path", self.problem)
    }
}

impl std::error::Error for NotOurs {}

/// Looks at a file without opening it. Returns `None` if it does not exist, and [`NotOurs`] if it is not a
/// plain file of this user with one name.
pub(crate) fn look(path: &Path) -> io::Result<Option<Metadata>> {
    let Some(metadata) = metadata_of(path)? else {
        return Ok(None);
    };
    let problem = if metadata.is_symlink() {
        "it is a symbolic link"
    } else if metadata.is_dir() {
        "it is a folder"
    } else if !metadata.is_file() {
        "it is not a plain file"
    } else if has_other_names(&metadata) {
        "it has another name too, by a hard link"
    } else if !belongs_to_this_user(path, &metadata)? {
        "it belongs to another user"
    } else {
        return Ok(Some(metadata));
    };
    Err(NotOurs::error(path, problem))
}

/// The metadata of a file or a link; `None` if it does not exist.
fn metadata_of(path: &Path) -> io::Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Opens a plain file of this user for reading. Returns `None` if it does not exist.
pub(crate) fn open_to_read(path: &Path) -> io::Result<Option<File>> {
    match open_existing(path, OpenOptions::new().read(true)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        result => result.map(Some),
    }
}

/// Opens an existing plain file of this user.
fn open_existing(path: &Path, options: &OpenOptions) -> io::Result<File> {
    let before = look(path)?.ok_or(io::ErrorKind::NotFound)?;
    let file = options.open(path)?;
    // Another program may have replaced the file in between, for example by a link.
    if !is_same(&before, &file.metadata()?) {
        return Err(NotOurs::error(path, "another program replaces it"));
    }
    Ok(file)
}

/// Creates a private file, which must not exist. A link in its place is not followed.
pub(crate) fn create_private(path: &Path) -> io::Result<File> {
    create(path, Access::Private)
}

fn create(path: &Path, access: Access) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    if access == Access::Private {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = access;
    options.open(path)
}

/// Opens a file to lock it, and creates it if it does not exist. An existing file need not be writable: a file
/// that is open for reading can be locked too.
pub(crate) fn open_to_lock(path: &Path) -> io::Result<File> {
    match open_or_create(path) {
        // The system may report this before it looks whether the file exists.
        Err(error) if is_unwritable(&error) => open_to_read(path)?.ok_or(error),
        opened => opened,
    }
}

/// Opens a plain file of this user for reading and writing, and creates a private one if it does not exist.
pub(crate) fn open_or_create(path: &Path) -> io::Result<File> {
    for _ in 0..MAX_TRIES {
        match open_existing(path, OpenOptions::new().read(true).write(true)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            opened => return opened,
        }
        match create_private(path) {
            // Another process has created it in between.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            created => return created,
        }
    }
    Err(NotOurs::error(path, "another program replaces it"))
}

/// Whether a path still names an open file, which another process may have removed or replaced.
pub(crate) fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    let metadata = metadata_of(path)?;
    Ok(metadata.is_some_and(|metadata| file.metadata().is_ok_and(|own| is_same(&metadata, &own))))
}

/// Whether an error means that nothing can be written here: no permission, a read-only or full disk.
pub(crate) fn is_unwritable(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied
            | io::ErrorKind::ReadOnlyFilesystem
            | io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
    )
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

/// Replaces a file as a whole, and syncs it to the disk: after a crash it has its old or its new content.
/// A link in its place is replaced, not followed; anything but a link or a plain file is left alone.
///
/// The content is written to `temporary` first, which must not exist: an existing file, or a link, belongs
/// to another program.
pub(crate) fn replace(path: &Path, temporary: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
    match metadata_of(path)? {
        Some(metadata) if metadata.is_dir() => return Err(NotOurs::error(path, "it is a folder")),
        Some(metadata) if !metadata.is_file() && !metadata.is_symlink() => {
            return Err(NotOurs::error(path, "it is not a plain file"));
        }
        _ => {}
    }
    let mut file = create(temporary, access)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    drop(file);
    let replaced = written.and_then(|()| rename(temporary, path));
    if replaced.is_err() {
        // The error above is reported; this one would hide it.
        let _ = fs::remove_file(temporary);
    }
    replaced?;
    sync_folder(folder_of(path))
}

/// Renames a file, and replaces an existing one.
#[cfg(not(windows))]
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// Renames a file, and replaces an existing one. Windows refuses this while another program has one of them open,
/// for example a virus scanner, which reads each new file. It is repeated for a second at most.
#[cfg(windows)]
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    use std::time::Duration;
    const ACCESS_DENIED: i32 = 5;
    const SHARING_VIOLATION: i32 = 32;
    for milliseconds in [1, 3, 10, 30, 100, 300, 500] {
        match fs::rename(from, to) {
            Err(error) if matches!(error.raw_os_error(), Some(ACCESS_DENIED | SHARING_VIOLATION)) => {
                std::thread::sleep(Duration::from_millis(milliseconds));
            }
            result => return result,
        }
    }
    fs::rename(from, to)
}

/// As [`replace`], with a temporary file whose name no other call uses.
pub(crate) fn replace_shared(path: &Path, bytes: &[u8]) -> io::Result<()> {
    with_unused_name(path, |temporary| replace(path, temporary, bytes, Access::Default))
}

/// Runs a function that creates a file, with another name beside the path until the file did not exist.
fn with_unused_name<T>(path: &Path, create: impl Fn(&Path) -> io::Result<T>) -> io::Result<T> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut result = Err(io::ErrorKind::AlreadyExists.into());
    for _ in 0..MAX_TRIES {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        result = create(&beside(path, &format!("-{}-{count}.part", std::process::id())));
        if !matches!(&result, Err(error) if error.kind() == io::ErrorKind::AlreadyExists) {
            break;
        }
    }
    result
}

/// Renames a file to an unused name with this suffix and a number, together with the files that have its
/// name and one of the `companions` as suffix. Returns the new name.
pub(crate) fn set_aside(path: &Path, suffix: &str, companions: &[&str]) -> io::Result<PathBuf> {
    for number in 1..=u32::MAX {
        let aside = beside(path, &format!("{suffix}-{number}"));
        let all = || [""].iter().chain(companions);
        let mut is_unused = true;
        for companion in all() {
            is_unused &= metadata_of(&beside(&aside, companion))?.is_none();
        }
        if !is_unused {
            continue;
        }
        // The file itself comes last: a companion without it would be taken for one of the next file.
        for companion in all().rev() {
            match rename(&beside(path, companion), &beside(&aside, companion)) {
                Err(error) if companion.is_empty() || error.kind() != io::ErrorKind::NotFound => {
                    return Err(error);
                }
                _ => {}
            }
        }
        return Ok(aside);
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// The path without symbolic links to the file. The target need not exist. Links of other users are left
/// alone.
pub(crate) fn follow_own_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_TRIES {
        let metadata = match metadata_of(&path)? {
            Some(metadata) if metadata.is_symlink() => metadata,
            _ => return Ok(path),
        };
        if !belongs_to_this_user(&path, &metadata)? {
            return Err(NotOurs::error(&path, "it is a symbolic link of another user"));
        }
        path = folder_of(&path).join(fs::read_link(&path)?);
    }
    Err(NotOurs::error(&path, "it is a symbolic link to itself"))
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

/// Removes a file if it exists. A link is removed, not followed.
pub(crate) fn remove_if_exists(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Takes all permissions from other users than the owner.
pub(crate) fn make_private(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(private) = private_permissions(&file.metadata()?) {
        file.set_permissions(private)?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

/// As [`make_private`], without opening the file, which must have been [looked at](look): closing a file
/// releases the locks that this process holds on it by `fcntl`.
#[cfg(feature = "cache")]
pub(crate) fn make_private_unopened(path: &Path, metadata: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(private) = private_permissions(metadata) {
        fs::set_permissions(path, private)?;
    }
    #[cfg(not(unix))]
    let _ = (path, metadata);
    Ok(())
}

/// The owner's permissions alone; `None` if others have none.
#[cfg(unix)]
fn private_permissions(metadata: &Metadata) -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    let mode = metadata.permissions().mode();
    (mode & 0o077 != 0).then(|| fs::Permissions::from_mode(mode & 0o700))
}

#[cfg(unix)]
fn has_other_names(metadata: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    metadata.nlink() > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
}

/// Whether both are of the same file, which may have been renamed.
#[cfg(unix)]
fn is_same(first: &Metadata, second: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (first.dev(), first.ino()) == (second.dev(), second.ino())
}

#[cfg(not(unix))]
fn is_same(first: &Metadata, second: &Metadata) -> bool {
    first.file_type() == second.file_type()
}

/// Whether this user owns the file or link. True on systems on which files have no owners.
#[cfg(unix)]
fn belongs_to_this_user(path: &Path, metadata: &Metadata) -> io::Result<bool> {
    use std::os::fd::OwnedFd;
    use std::os::unix::fs::MetadataExt;
    // The user that this process acts as: a new pipe belongs to it. The standard library has no function
    // for it.
    let (pipe, _) = io::pipe()?;
    if metadata.uid() == File::from(OwnedFd::from(pipe)).metadata()?.uid() {
        return Ok(true);
    }
    // Some file systems, for example over a network, report another owner: for new files of this user too.
    let owner_of_new_file = with_unused_name(path, |temporary| {
        let owner = create_private(temporary)?
            .metadata()
            .map(|metadata| metadata.uid());
        fs::remove_file(temporary)?;
        owner
    });
    // If no file can be created here, nothing shows that the file is this user's.
    Ok(owner_of_new_file.is_ok_and(|owner| owner == metadata.uid()))
}

#[cfg(not(unix))]
fn belongs_to_this_user(_: &Path, _: &Metadata) -> io::Result<bool> {
    Ok(true)
}

/// Syncs a renaming in a folder to the disk.
fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    return File::open(path)?.sync_all();
    #[cfg(not(unix))]
    {
        let _ = path;
        Ok(())
    }
}
