//! Connections to the database's file: whose file it is, its tables, and its repair.

use std::fs::Metadata;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags, Result, Transaction, TransactionBehavior};

use crate::fs::{
    NotOurs, beside, create_private, is_unwritable, look, make_private_unopened, open_to_lock, open_to_read,
    set_aside,
};
use crate::sync::Wait;

/// Identifies a cache among SQLite's databases, in the header of the file. The letters "HiC1".
const APPLICATION_ID: i64 = 0x4869_4331;

/// The tables. The responses have a table of their own, so that finding the least recently used entry does
/// not read them. The names of the tables are part of the file's format.
const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS entry (
        id INTEGER PRIMARY KEY,
        key BLOB NOT NULL UNIQUE,
        used INTEGER NOT NULL
    );
    CREATE INDEX IF NOT EXISTS entry_used ON entry (used);
    CREATE TABLE IF NOT EXISTS answer (
        id INTEGER PRIMARY KEY,
        bytes BLOB NOT NULL
    );";

/// Suffixes of the files that SQLite creates beside the database.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];
/// Suffix of the file that processes lock while they open the database.
const LOCK: &str = ".lock";
/// Suffix of files that are not the cache's.
const ASIDE: &str = ".other";
/// Maximum number of attempts to open a file that is set aside, repaired or replaced in between.
const MAX_OPENINGS: u32 = 5;

/// The reason why a database cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("{}: {cause}", path.display())]
    File { path: PathBuf, cause: io::Error },
    #[error(transparent)]
    Database(#[from] rusqlite::Error),
}

impl Failure {
    fn file(path: &Path, cause: io::Error) -> Self {
        let path = NotOurs::cause_of(&cause).map_or(path, |not_ours| &not_ours.path);
        Self::File {
            path: path.into(),
            cause,
        }
    }
}

/// Two connections: no hit waits for a write.
pub(super) struct Connections {
    pub reader: Connection,
    /// `None` if the database can only be read.
    pub writer: Option<Connection>,
}

/// Opens the database. Creates it if it does not exist, sets aside a file that is not a cache, and empties a
/// damaged cache.
pub(super) fn open(path: &Path, wait: &Wait) -> Result<Connections, Failure> {
    let failure = match open_to_write(path, wait, false) {
        Ok(connections) => return Ok(connections),
        Err(failure) => failure,
    };
    let is_unwritable = match &failure {
        Failure::File { cause, .. } => is_unwritable(cause),
        Failure::Database(error) => matches!(
            error.sqlite_error_code(),
            Some(
                ErrorCode::ReadOnly
                    | ErrorCode::CannotOpen
                    | ErrorCode::DiskFull
                    | ErrorCode::SystemIoFailure
                    | ErrorCode::PermissionDenied
            )
        ),
    };
    match is_unwritable.then(|| open_to_read_only(path)) {
        Some(Ok(Some(reader))) => {
            log::warn!("the cache {} can only be read: {failure}", path.display());
            Ok(Connections { reader, writer: None })
        }
        // The first failure says more.
        _ => Err(failure),
    }
}

/// Empties a damaged database, and connects to it again.
pub(super) fn repair(path: &Path, wait: &Wait) -> Result<Connections, Failure> {
    open_to_write(path, wait, true)
}

fn open_to_write(path: &Path, wait: &Wait, mut is_damaged: bool) -> Result<Connections, Failure> {
    /// Among the threads of this process. A thread that creates the file closes it, which releases the
    /// locks that the process holds on it: no other thread may open the file in between.
    static OPENING: Mutex<()> = Mutex::new(());
    let _opening = wait.lock(&OPENING).ok_or_else(busy)?;
    // Among processes. SQLite finds the log and the journal by the name of the database: if another process renamed the
    // file and created a new one in between, this one would roll the new one's journal back into the renamed file.
    let lock = open_to_lock(&beside(path, LOCK)).map_err(|cause| Failure::file(path, cause))?;
    let locked = wait
        .lock_file(&lock)
        .map_err(|cause| Failure::file(path, cause))?;
    locked.ok_or_else(busy)?;
    for _ in 0..MAX_OPENINGS {
        prepare_files(path, wait)?;
        let connected = retry_busy(wait, || {
            if is_damaged && !empty(path)? {
                return Ok(None);
            }
            let Some(writer) = connect(path)? else {
                return Ok(None);
            };
            let reader = connect(path)?;
            Ok(reader.map(|reader| (reader, writer)))
        });
        match connected {
            Ok(Some((reader, writer))) => {
                let is_read_only = writer.is_readonly(MAIN_DB)?;
                if is_read_only {
                    log::warn!("the cache {} can only be read", path.display());
                }
                let writer = (!is_read_only).then_some(writer);
                return Ok(Connections { reader, writer });
            }
            Ok(None) => put_away(path, "", wait)?,
            Err(error) if is_damage(&error) && !is_damaged => {
                log::warn!("the cache {} is damaged, and is emptied: {error}", path.display());
                is_damaged = true;
            }
            Err(error) => return Err(error.into()),
        }
    }
    let cause = io::Error::other("other programs change it all the time");
    Err(Failure::file(path, cause))
}

/// Checks the files before SQLite opens them, so that it neither follows a link nor writes a file that is
/// not the cache's. Creates the database's file, and makes all files private: SQLite creates its other files
/// with the same permissions.
fn prepare_files(path: &Path, wait: &Wait) -> Result<(), Failure> {
    let file_error = |cause| Failure::file(path, cause);
    if look(path)
        .map_err(file_error)?
        .is_some_and(|file| looks_empty_to_sqlite(&file))
    {
        put_away(path, "", wait)?;
    }
    if look(path).map_err(file_error)?.is_none() {
        match create_private(path) {
            // Another process creates it too.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            created => drop(created.map_err(file_error)?),
        }
    }
    for suffix in COMPANIONS {
        if !is_companion(path, suffix).map_err(file_error)? {
            put_away(path, suffix, wait)?;
        }
    }
    for suffix in [""].iter().chain(&COMPANIONS) {
        let file = beside(path, suffix);
        let protected = look(&file).and_then(|metadata| match metadata {
            Some(metadata) => make_private_unopened(&file, &metadata),
            None => Ok(()),
        });
        match protected {
            // Another process may have removed it in between.
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(file_error(error)),
            _ => {}
        }
    }
    Ok(())
}

/// Sets aside the file with this suffix, which is not the cache's; the database together with its other
/// files. Another program may have replaced the file, so this checks again.
fn put_away(path: &Path, suffix: &str, wait: &Wait) -> Result<(), Failure> {
    let file_error = |cause| Failure::file(path, cause);
    let (is_ours, companions) = match suffix {
        "" => {
            let is_ours = match look(path).map_err(file_error)? {
                None => true,
                Some(file) if looks_empty_to_sqlite(&file) => false,
                Some(_) => retry_busy(wait, || is_cache(&open_file(path)?))?,
            };
            (is_ours, COMPANIONS.as_slice())
        }
        suffix => (is_companion(path, suffix).map_err(file_error)?, [].as_slice()),
    };
    if !is_ours {
        let file = beside(path, suffix);
        let aside = set_aside(&file, ASIDE, companions).map_err(file_error)?;
        log::warn!(
            "the file {} is not the cache's: it is renamed to {}",
            file.display(),
            aside.display()
        );
    }
    Ok(())
}

/// Whether SQLite takes a file with content for an empty one, and overwrites it. No file of SQLite has one byte.
fn looks_empty_to_sqlite(file: &Metadata) -> bool {
    file.len() == 1
}

/// Whether the database has no file with this suffix, or SQLite may have written it. Files that SQLite locks
/// are not opened: closing them would release the locks.
fn is_companion(path: &Path, suffix: &str) -> io::Result<bool> {
    /// The index of the log grows in steps of this length.
    const INDEX_STEP: u64 = 32 << 10;
    const LOG: [&[u8]; 2] = [&[0x37, 0x7f, 0x06, 0x82], &[0x37, 0x7f, 0x06, 0x83]];
    const JOURNAL: [&[u8]; 2] = [&[0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7], &[0; 8]];
    let path = &beside(path, suffix);
    let starts = match suffix {
        "-wal" => &LOG,
        "-journal" => &JOURNAL,
        _ => {
            // SQLite truncates the index to 3 bytes before it writes it.
            let length = look(path)?.map_or(0, |metadata| metadata.len());
            return Ok(length % INDEX_STEP == 0 || length == 3);
        }
    };
    let Some(file) = open_to_read(path)? else {
        return Ok(true);
    };
    let mut start = Vec::new();
    file.take(8).read_to_end(&mut start)?;
    Ok(start.is_empty() || starts.iter().any(|known| start.starts_with(known)))
}

/// Connects to the database, and creates missing tables. Returns `None` if the file is not a cache.
fn connect(path: &Path) -> Result<Option<Connection>> {
    let connection = open_file(path)?;
    if !is_cache(&connection)? {
        return Ok(None);
    }
    // A new database accepts this only as its first statement; in an existing one it would be a write.
    if !has_tables(&connection)? {
        connection.execute_batch("PRAGMA auto_vacuum = INCREMENTAL;")?;
    }
    // NORMAL does not sync the log at each commit: a power cut can lose the last entries, but does not
    // damage the others, and a process that is killed loses nothing.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = NORMAL;
         PRAGMA wal_autocheckpoint = 256;
         PRAGMA journal_size_limit = 1048576;",
    )?;
    check_content(&connection)?;
    if !has_tables(&connection)? {
        let transaction = Transaction::new_unchecked(&connection, TransactionBehavior::Immediate)?;
        transaction.execute_batch(SCHEMA)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.commit()?;
    }
    Ok(Some(connection))
}

/// Connects to a database that cannot be written, nor its folder, as to one that never changes. Returns
/// `None` if it is not a cache.
fn open_to_read_only(path: &Path) -> Result<Option<Connection>, Failure> {
    if look(path).map_err(|cause| Failure::file(path, cause))?.is_none() {
        return Ok(None);
    }
    let path = percent_encode(path.as_os_str().as_encoded_bytes(), NON_ALPHANUMERIC);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(format!("file:{path}?immutable=1"), flags)?;
    check_content(&connection)?;
    Ok((is_cache(&connection)? && has_tables(&connection)?).then_some(connection))
}

fn check_content(connection: &Connection) -> Result<()> {
    connection.execute_batch("PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF;")
}

fn open_file(path: &Path) -> Result<Connection> {
    // SQLite needs no mutex of its own: `Database` locks each connection. `prepare_files` has created the
    // file.
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(path, flags)?;
    // Waits for locks are in `retry_busy`.
    connection.busy_timeout(Duration::ZERO)?;
    Ok(connection)
}

/// Whether the file is a cache, which may be damaged, or has no content yet. Writes nothing.
fn is_cache(connection: &Connection) -> Result<bool> {
    match application_id(connection) {
        // A process may be creating the tables, or was killed before.
        Ok(0) => {
            let count = "SELECT count(*) FROM sqlite_schema";
            match connection.query_row(count, [], |row| row.get::<_, i64>(0)) {
                Err(error) if is_damage(&error) => Ok(false),
                // Another process may have created the tables since the identifier was read.
                count => Ok(count? == 0 || application_id(connection)? == APPLICATION_ID),
            }
        }
        Err(error) if is_damage(&error) => {
            // With this setting, SQLite reads the header without a check of the rest.
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_RESET_DATABASE, true)?;
            let id = application_id(connection);
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_RESET_DATABASE, false)?;
            match id {
                Err(error) if !is_damage(&error) => Err(error),
                id => Ok(id.is_ok_and(|id| id == APPLICATION_ID)),
            }
        }
        id => Ok(id? == APPLICATION_ID),
    }
}

fn application_id(connection: &Connection) -> Result<i64> {
    connection.query_row("PRAGMA application_id", [], |row| row.get(0))
}

fn has_tables(connection: &Connection) -> Result<bool> {
    let count: u32 = connection.query_row(
        "SELECT count(*) FROM sqlite_schema WHERE name IN ('entry', 'entry_used', 'answer')",
        [],
        |row| row.get(0),
    )?;
    Ok(count == 3)
}

/// Empties a damaged database in place. Processes that have it open see an empty one. Returns whether the
/// file is a cache; if not, it stays as it is.
fn empty(path: &Path) -> Result<bool> {
    let connection = open_file(path)?;
    if !is_cache(&connection)? {
        return Ok(false);
    }
    // A connection opens the log when it first reads the tables; without the log, a reset needs exclusive
    // access to the database. The read itself may fail: the database is damaged.
    if let Err(error) = has_tables(&connection) {
        log::debug!("reading the damaged cache {}: {error}", path.display());
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_RESET_DATABASE, true)?;
    let result = connection.execute_batch("PRAGMA auto_vacuum = INCREMENTAL; VACUUM;");
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_RESET_DATABASE, false)?;
    result.map(|()| true)
}

/// Repeats an attempt while another connection holds the lock, until the wait ends.
pub(super) fn retry_busy<T>(wait: &Wait, mut attempt: impl FnMut() -> Result<T>) -> Result<T> {
    let value = wait.poll(|| match attempt() {
        Err(error) if is_busy(&error) => Ok(None),
        result => result.map(Some),
    });
    value?.ok_or_else(busy)
}

/// The error of a lock that another connection holds.
pub(super) fn busy() -> rusqlite::Error {
    failure(rusqlite::ffi::SQLITE_BUSY)
}

/// The error of a damaged database.
pub(super) fn damage(problem: String) -> rusqlite::Error {
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
    rusqlite::Error::SqliteFailure(code, Some(problem))
}

/// The error of a write to a database that can only be read.
pub(super) fn read_only() -> rusqlite::Error {
    failure(rusqlite::ffi::SQLITE_READONLY)
}

fn failure(code: i32) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None)
}

pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    // Of two processes that create the database at once, one finds that the other has removed its empty log.
    error.sqlite_error().map(|error| error.extended_code) == Some(rusqlite::ffi::SQLITE_IOERR_DELETE_NOENT)
        || matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
        )
}

/// Whether an error comes from the content of the file, not from the system. The statements never change,
/// so an unknown error of a statement means a damaged file.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    match error.sqlite_error_code() {
        Some(code) => matches!(
            code,
            ErrorCode::DatabaseCorrupt
                | ErrorCode::NotADatabase
                | ErrorCode::ConstraintViolation
                | ErrorCode::TypeMismatch
                | ErrorCode::TooBig
                | ErrorCode::SchemaChanged
                | ErrorCode::Unknown
        ),
        None => true,
    }
}
