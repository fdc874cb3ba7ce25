//! Files in the place of the cache's that are not the cache's.
#![cfg(unix)]

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use rusqlite::Connection;

use super::fixture::{Folder, is_cached, store, time};
use crate::cache::CacheError;
use crate::cache::store::ResponseCache;

const FILE: &str = "responses-1.sqlite";
/// All files of a cache, by their suffixes.
const SUFFIXES: [&str; 4] = ["", "-wal", "-shm", "-journal"];
const TEXT: &str = "a text that somebody wrote";

/// An existing folder.
fn folder(name: &str) -> (Folder, PathBuf) {
    let folder = Folder::new(name);
    fs::create_dir(&folder.0).unwrap();
    let path = folder.0.join(FILE);
    (folder, path)
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(suffix);
    path.into()
}

/// Opens the cache, which must be refused because of a file, and must not hang.
fn refused(folder: &Folder, file: &Path, expected: &str) {
    let (sender, receiver) = mpsc::channel();
    let path = folder.0.clone();
    thread::spawn(move || sender.send(ResponseCache::open(path)));
    let opened = receiver.recv_timeout(Duration::from_secs(60));
    let error = opened.expect("opening the cache hangs").unwrap_err();
    let message = error.to_string();
    let CacheError::NotOurs { path, problem, .. } = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        path,
        fs::canonicalize(&folder.0)
            .unwrap()
            .join(file.file_name().unwrap())
    );
    assert!(problem.contains(expected), "{problem}");
    assert!(
        message.contains("move it away, or use another folder"),
        "{message}"
    );
}

fn works(cache: &ResponseCache) {
    store(cache, 1, 1_000, time(0));
    assert!(is_cached(cache, 1));
}

#[test]
fn links_are_not_followed() {
    for suffix in SUFFIXES {
        let (folder, path) = folder("link");
        let (elsewhere, missing) = (folder.0.join("elsewhere"), folder.0.join("missing"));
        let place = with_suffix(&path, suffix);
        fs::write(&elsewhere, TEXT).unwrap();
        for target in [&elsewhere, &missing] {
            symlink(target, &place).unwrap();
            refused(&folder, &place, "symbolic link");
            assert!(fs::symlink_metadata(&place).unwrap().is_symlink());
            fs::remove_file(&place).unwrap();
        }
        assert_eq!(fs::read_to_string(&elsewhere).unwrap(), TEXT);
        assert!(!missing.exists());
        fs::hard_link(&elsewhere, &place).unwrap();
        refused(&folder, &place, "hard link");
        assert_eq!(fs::read_to_string(&elsewhere).unwrap(), TEXT);
        fs::remove_file(&place).unwrap();
        works(&folder.open());
    }
}

#[test]
fn the_lock_file_is_not_a_link_either() {
    let (folder, path) = folder("lock-link");
    let (elsewhere, lock) = (folder.0.join("elsewhere"), with_suffix(&path, ".lock"));
    fs::write(&path, TEXT).unwrap();
    symlink(&elsewhere, &lock).unwrap();
    refused(&folder, &lock, "symbolic link");
    assert!(!elsewhere.exists());
    assert_eq!(fs::read_to_string(&path).unwrap(), TEXT);
}

#[test]
fn folders_pipes_and_sockets_are_refused() {
    for suffix in SUFFIXES {
        let (folder, path) = folder("kinds");
        let place = with_suffix(&path, suffix);
        fs::create_dir(&place).unwrap();
        refused(&folder, &place, "folder");
        fs::remove_dir(&place).unwrap();
        assert!(Command::new("mkfifo").arg(&place).status().unwrap().success());
        refused(&folder, &place, "not a plain file");
        fs::remove_file(&place).unwrap();
        let _socket = UnixListener::bind(&place).unwrap();
        refused(&folder, &place, "not a plain file");
    }
}

#[test]
fn files_of_another_user_are_refused() {
    for suffix in SUFFIXES {
        let (folder, path) = folder("owner");
        let place = with_suffix(&path, suffix);
        fs::write(&place, "").unwrap();
        if chown(&place, Some(65_534), None).is_err() {
            // Only the administrator can give a file away.
            return;
        }
        refused(&folder, &place, "another user");
        assert_eq!(fs::metadata(&place).unwrap().uid(), 65_534);
    }
}

#[test]
fn a_file_that_is_no_database_is_set_aside() {
    for suffix in SUFFIXES {
        let (folder, path) = folder("text");
        let place = with_suffix(&path, suffix);
        // SQLite takes a file of one byte for an empty one.
        let texts = [TEXT.to_owned(), TEXT.repeat(10_000), "x".into()];
        for (number, text) in texts.iter().enumerate() {
            fs::write(&place, text).unwrap();
            works(&folder.open());
            let aside = with_suffix(&place, &format!(".other-{}", number + 1));
            assert_eq!(&fs::read_to_string(aside).unwrap(), text, "{suffix}");
        }
    }
}

fn other_database(path: &Path, journal_mode: &str) -> Connection {
    let other = Connection::open(path).unwrap();
    other
        .execute_batch(&format!(
            "PRAGMA journal_mode = {journal_mode};
             CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT);
             INSERT INTO entry (text) VALUES ('somebody''s'), ('data');"
        ))
        .unwrap();
    other
}

fn rows(path: &Path) -> u32 {
    let count = "SELECT count(*) FROM entry WHERE text IN ('somebody''s', 'data')";
    Connection::open(path)
        .unwrap()
        .query_row(count, [], |row| row.get(0))
        .unwrap()
}

#[test]
fn the_database_of_another_program_is_set_aside_whole() {
    for journal_mode in ["DELETE", "WAL"] {
        let (folder, path) = folder("other");
        drop(other_database(&path, journal_mode));
        works(&folder.open());
        assert_eq!(rows(&with_suffix(&path, ".other-1")), 2, "{journal_mode}");
    }
    // As a program leaves it that was killed, or still runs: all rows are in the log.
    let (source, source_path) = folder("running");
    let (folder, path) = folder("running-copy");
    let other = other_database(&source_path, "WAL");
    for suffix in ["", "-wal"] {
        fs::copy(with_suffix(&source_path, suffix), with_suffix(&path, suffix)).unwrap();
    }
    drop((other, source));
    works(&folder.open());
    assert_eq!(rows(&with_suffix(&path, ".other-1")), 2);
}

#[test]
fn an_application_id_of_another_program_is_respected() {
    let (folder, path) = folder("id");
    let other = Connection::open(&path).unwrap();
    other.execute_batch("PRAGMA application_id = 7").unwrap();
    drop(other);
    works(&folder.open());
    let other = Connection::open(with_suffix(&path, ".other-1")).unwrap();
    let id: i64 = other
        .query_row("PRAGMA application_id", [], |row| row.get(0))
        .unwrap();
    assert_eq!(id, 7);
}

#[test]
fn a_file_that_replaces_the_database_in_use_is_set_aside() {
    let (folder, path) = folder("replaced");
    let cache = folder.open();
    works(&cache);
    drop(cache);
    let cache = folder.open();
    let text = TEXT.repeat(1_000);
    fs::write(&path, &text).unwrap();
    for _ in 0..2 {
        store(&cache, 2, 1_000, time(0));
    }
    assert!(is_cached(&cache, 2));
    drop(cache);
    assert!(is_cached(&folder.open(), 2));
    let aside = fs::read(with_suffix(&path, ".other-1")).unwrap();
    assert!(aside.ends_with(TEXT.as_bytes()));
}

#[test]
fn files_are_made_private_before_they_are_written() {
    let (folder, path) = folder("modes");
    // The folder is the user's: its permissions stay.
    fs::set_permissions(&folder.0, Permissions::from_mode(0o755)).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
    for content in [None, Some("")] {
        if let Some(content) = content {
            fs::write(&path, content).unwrap();
            fs::set_permissions(&path, Permissions::from_mode(0o666)).unwrap();
        }
        let cache = folder.open();
        works(&cache);
        assert!(with_suffix(&path, "-wal").exists());
        for suffix in ["", "-wal", "-shm"] {
            let file = with_suffix(&path, suffix);
            assert_eq!(mode(&file), 0o600, "{suffix}");
            fs::set_permissions(file, Permissions::from_mode(0o666)).unwrap();
        }
        // A cache that is in use.
        drop(folder.open());
        for suffix in ["", "-wal", "-shm"] {
            assert_eq!(mode(&with_suffix(&path, suffix)), 0o600, "{suffix}");
        }
        drop(cache);
        File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_len(0)
            .unwrap();
    }
    assert_eq!(mode(&folder.0), 0o755);
}

#[test]
fn a_link_to_the_folder_is_followed() {
    let (folder, path) = folder("linked-folder");
    let link = Folder::new("folder-link");
    symlink(&folder.0, &link.0).unwrap();
    works(&link.open());
    assert!(path.exists());
    drop(fs::remove_file(&link.0));
}
