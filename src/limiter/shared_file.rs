//! The file by which programs share a limit.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::record::{LENGTH, Record};
use crate::fs;
use crate::sync::Wait;

/// A file that holds a [`Record`], and whose lock only one program has at a time.
///
/// It is opened for each use: a handle that is kept would be that of a file which another program has removed, and
/// its lock would be shared with a process that was forked.
#[derive(Debug)]
pub(super) struct SharedFile {
    path: PathBuf,
}

/// The file while this program has its lock. The system releases the lock if the program dies.
#[derive(Debug)]
pub(super) struct LockedFile(File);

impl SharedFile {
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Locks the file, and creates it and its folder if they do not exist. Returns `None` if another program still has
    /// the lock at the end of the wait.
    pub fn lock(&self, wait: &Wait) -> io::Result<Option<LockedFile>> {
        wait.poll(|| {
            let file = self.open()?;
            match file.try_lock() {
                Ok(()) => {}
                Err(std::fs::TryLockError::WouldBlock) => return Ok(None),
                Err(std::fs::TryLockError::Error(error)) => return Err(error),
            }
            // Another program may have removed it before it was locked.
            Ok(fs::is_at(&file, &self.path)?.then_some(LockedFile(file)))
        })
    }

    fn open(&self) -> io::Result<File> {
        match (fs::open_or_create(&self.path), self.path.parent()) {
            // Another program, such as one that cleans up, has removed the folder.
            (Err(error), Some(folder)) if error.kind() == io::ErrorKind::NotFound => {
                fs::private_folder(folder)?;
                fs::open_or_create(&self.path)
            }
            (opened, _) => opened,
        }
    }
}

impl LockedFile {
    #[cfg(all(test, target_os = "linux"))]
    pub fn new(file: File) -> Self {
        Self(file)
    }

    /// Takes all permissions from other users.
    pub fn make_private(&self) -> io::Result<()> {
        fs::make_private(&self.0)
    }

    /// Returns `None` if the file is new or damaged.
    pub fn read(&mut self) -> io::Result<Option<Record>> {
        let mut bytes = Vec::with_capacity(LENGTH);
        self.0.seek(SeekFrom::Start(0))?;
        (&self.0).take(LENGTH as u64).read_to_end(&mut bytes)?;
        let record = Record::parse(&bytes);
        if record.is_none() && !bytes.is_empty() {
            log::warn!("the file of a shared rate is damaged, and is written anew");
        }
        Ok(record)
    }

    /// Writes the record. It is not synced to the disk: a machine that crashed sends nothing for a while anyway.
    pub fn write(&mut self, record: &Record) -> io::Result<()> {
        let bytes = record.bytes()?;
        self.0.seek(SeekFrom::Start(0))?;
        self.0.write_all(&bytes)
    }
}

impl Drop for LockedFile {
    fn drop(&mut self) {
        // Windows may release the lock of a closed file later. If this fails, closing it releases the lock.
        let _ = self.0.unlock();
    }
}
