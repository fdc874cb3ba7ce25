//! The database: entries by key, in one SQLite file that threads and processes share.

use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{
    Connection, ErrorCode, OpenFlags, OptionalExtension, Result, Transaction, TransactionBehavior,
};

use crate::cache::key::Key;
use crate::fs::private_file;

/// How long a lock of another process is waited for, before a call goes on without the cache.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long it may take to open the database, which several processes may be making at once.
const OPENING_PATIENCE: Duration = Duration::from_secs(10);
/// An entry's last use is noted this often at most, in seconds, so that a hit is seldom a write.
const USE_INTERVAL: i64 = 3600;
/// How large the log may become before it is waited for until it can be begun anew, in bytes.
const MAX_LOG: u64 = 4 << 20;
/// What an entry may take in the database beside its bytes: rows, indexes, half-filled pages.
const OVERHEAD: u64 = 4 * 4096;

/// The tables. The answers are apart, so that the order of use is found without reading them.
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

pub(super) struct Database {
    path: PathBuf,
    /// In bytes, of the file.
    max_size: u64,
    /// Apart from the writer, so that no hit waits for a write.
    reader: Mutex<Connection>,
    writer: Mutex<Connection>,
    /// When a write last gave up because of another process's lock.
    gave_up: Mutex<Option<Instant>>,
}

impl Database {
    /// Opens the file, or makes it. A damaged one is emptied.
    pub fn open(path: PathBuf, max_size: u64) -> io::Result<Result<Self>> {
        // What the database makes later beside the file takes over its permissions.
        private_file(&path, OpenOptions::new().create(true).truncate(false))?;
        Ok(Self::connect(path, max_size))
    }

    fn connect(path: PathBuf, max_size: u64) -> Result<Self> {
        let connect = || -> Result<(Connection, Connection)> { Ok((connect(&path)?, connect(&path)?)) };
        let (reader, writer) = match connect() {
            Err(error) if is_damage(&error) => {
                log::warn!("the cache {} is damaged and emptied: {error}", path.display());
                empty(&path)?;
                connect()?
            }
            done => done?,
        };
        let database = Self {
            path,
            max_size,
            reader: Mutex::new(reader),
            writer: Mutex::new(writer),
            gave_up: Mutex::default(),
        };
        // The bound may be lower than the last time. Whoever is writing just now makes room by itself, and
        // so does the next answer that is kept.
        let make_room = || database.write(|database, transaction| database.make_room(transaction, 0));
        let done = match database.mend(make_room()) {
            // It has been emptied.
            Err(error) if is_damage(&error) => make_room(),
            done => done,
        };
        match done {
            Err(error) if is_busy(&error) => log::debug!("no room is made in the cache: {error}"),
            done => done?,
        }
        Ok(database)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The largest entry that is kept, in bytes.
    pub fn max_entry(&self) -> u64 {
        self.max_size / 8
    }

    /// An entry's bytes.
    pub fn get(&self, key: &Key, now: Timestamp) -> Result<Option<Vec<u8>>> {
        let found = lock(&self.reader)
            .query_row(
                "SELECT entry.id, entry.used, answer.bytes FROM entry JOIN answer USING (id) WHERE key = ?1",
                [key.as_bytes()],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional();
        let Some((id, used, bytes)) = self.mend(found)? else {
            return Ok(None);
        };
        if now.as_second().abs_diff(used) >= USE_INTERVAL.unsigned_abs() {
            self.note_use(id, now);
        }
        Ok(Some(bytes))
    }

    /// Notes that an entry was used, where that can be done at once.
    fn note_use(&self, id: i64, now: Timestamp) {
        let Ok(writer) = self.writer.try_lock() else {
            return;
        };
        let noted = writer
            .busy_timeout(Duration::ZERO)
            .and_then(|()| writer.execute("UPDATE entry SET used = ?2 WHERE id = ?1", (id, now.as_second())));
        if let Err(error) = noted.and(writer.busy_timeout(PATIENCE)) {
            log::debug!("the use of a cache entry is not noted: {error}");
        }
    }

    /// Keeps an entry, in place of one with the same key; others go, the least recently used first,
    /// where there is no room.
    pub fn put(&self, key: &Key, bytes: &[u8], now: Timestamp) -> Result<()> {
        let done = self.write(|database, transaction| {
            database.make_room(transaction, bytes.len() as u64 + OVERHEAD)?;
            let id: i64 = transaction.query_row(
                "INSERT INTO entry (key, used) VALUES (?1, ?2)
                 ON CONFLICT (key) DO UPDATE SET used = excluded.used RETURNING id",
                (key.as_bytes(), now.as_second()),
                |row| row.get(0),
            )?;
            transaction.execute(
                "INSERT INTO answer (id, bytes) VALUES (?1, ?2)
                 ON CONFLICT (id) DO UPDATE SET bytes = excluded.bytes",
                (id, bytes),
            )?;
            Ok(())
        });
        self.mend(done)?;
        if self.log_size() > MAX_LOG {
            // Others were reading each time that it could have been begun anew.
            lock(&self.writer).query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        Ok(())
    }

    /// How large the log beside the database is, in bytes. It comes and goes.
    pub fn log_size(&self) -> u64 {
        let mut log = self.path.as_os_str().to_owned();
        log.push("-wal");
        std::fs::metadata(Path::new(&log)).map_or(0, |metadata| metadata.len())
    }

    pub fn remove(&self, key: &Key) -> Result<()> {
        let done = self.write(|_, transaction| {
            let id = "SELECT id FROM entry WHERE key = ?1";
            transaction.execute(
                &format!("DELETE FROM answer WHERE id IN ({id})"),
                [key.as_bytes()],
            )?;
            transaction.execute("DELETE FROM entry WHERE key = ?1", [key.as_bytes()])?;
            Ok(())
        });
        self.mend(done)
    }

    pub fn count(&self) -> Result<u64> {
        let count = lock(&self.reader).query_row("SELECT count(*) FROM entry", [], unsigned);
        self.mend(count)
    }

    /// Removes all entries and gives their space back.
    pub fn clear(&self) -> Result<()> {
        let done = self.write(|_, transaction| {
            transaction.execute_batch("DELETE FROM answer; DELETE FROM entry;")?;
            give_back(transaction, pragma(transaction, "freelist_count")?)
        });
        self.mend(done)?;
        // The log has it all once more.
        lock(&self.writer).query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
    }

    fn write<T>(&self, change: impl FnOnce(&Self, &Transaction<'_>) -> Result<T>) -> Result<T> {
        let asked = Instant::now();
        let mut writer = lock(&self.writer);
        // Those who have waited behind a thread that gave up do not wait as long once more.
        if lock(&self.gave_up).is_some_and(|at| at > asked) {
            let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
            return Err(rusqlite::Error::SqliteFailure(busy, None));
        }
        // Taking the lock at the start is waited for; to be granted it later on is not.
        let transaction = writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .inspect_err(|error| {
                if is_busy(error) {
                    *lock(&self.gave_up) = Some(Instant::now());
                }
            })?;
        let done = change(self, &transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Removes the least recently used entries until this many bytes more are in the bound.
    fn make_room(&self, transaction: &Transaction<'_>, needed: u64) -> Result<()> {
        let page = pragma(transaction, "page_size")?;
        loop {
            let pages = pragma(transaction, "page_count")?;
            let free = pragma(transaction, "freelist_count")?;
            if pages.saturating_sub(free) * page + needed <= self.max_size {
                // Free pages are used again, but for those that a lower bound leaves over.
                let surplus = pages.saturating_sub(self.max_size / page).min(free);
                if surplus > 0 {
                    give_back(transaction, surplus)?;
                }
                return Ok(());
            }
            let oldest = "SELECT id FROM entry ORDER BY used LIMIT 1";
            let oldest: Option<i64> = transaction.query_row(oldest, [], |row| row.get(0)).optional()?;
            let Some(oldest) = oldest else {
                // Answers whose entries a damage has taken.
                transaction.execute("DELETE FROM answer", [])?;
                return Ok(());
            };
            let removed = transaction.execute("DELETE FROM entry WHERE id = ?1", [oldest])?;
            if removed == 0 {
                // The index tells of an entry that is not there, and would do so for ever.
                return Err(rusqlite::Error::StatementChangedRows(removed));
            }
            transaction.execute("DELETE FROM answer WHERE id = ?1", [oldest])?;
        }
    }

    /// Empties the database where it turns out to be damaged; the error is given all the same.
    fn mend<T>(&self, done: Result<T>) -> Result<T> {
        if let Err(error) = &done
            && is_damage(error)
        {
            log::warn!(
                "the cache {} is damaged and emptied: {error}",
                self.path.display()
            );
            let (mut reader, mut writer) = (lock(&self.reader), lock(&self.writer));
            empty(&self.path)?;
            // These have seen the damage.
            *reader = connect(&self.path)?;
            *writer = connect(&self.path)?;
        }
        done
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A transaction that a panic has interrupted was rolled back.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn pragma(connection: &Connection, name: &str) -> Result<u64> {
    connection.query_row(&format!("PRAGMA {name}"), [], unsigned)
}

/// Shortens the file by free pages.
fn give_back(transaction: &Transaction<'_>, pages: u64) -> Result<()> {
    let mut statement = transaction.prepare(&format!("PRAGMA incremental_vacuum({pages})"))?;
    let mut steps = statement.query([])?;
    // Each step gives back one of them.
    while steps.next()?.is_some() {}
    Ok(())
}

fn unsigned(row: &rusqlite::Row<'_>) -> Result<u64> {
    let number: i64 = row.get(0)?;
    u64::try_from(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, number))
}

/// A connection to the database, whose tables are made where they are missing.
fn connect(path: &Path) -> Result<Connection> {
    let start = Instant::now();
    loop {
        let done = try_connect(path);
        match &done {
            // The change to the log is the one step that does not wait by itself.
            Err(error) if is_busy(error) && start.elapsed() < OPENING_PATIENCE => {
                std::thread::sleep(Duration::from_millis(5));
            }
            _ => return done,
        }
    }
}

fn try_connect(path: &Path) -> Result<Connection> {
    let mut connection = open(path)?;
    // Must come before everything else in a new database, and would be a write in any other one.
    if !has_tables(&connection)? {
        connection.execute_batch("PRAGMA auto_vacuum = INCREMENTAL;")?;
    }
    // Without the log's own sync at each commit: a power cut can lose the last entries, but not harm
    // the others, and a process that is killed loses nothing.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = NORMAL;
         PRAGMA wal_autocheckpoint = 256;
         PRAGMA journal_size_limit = 1048576;
         PRAGMA cell_size_check = ON;
         PRAGMA trusted_schema = OFF;",
    )?;
    if !has_tables(&connection)? {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(SCHEMA)?;
        transaction.commit()?;
    }
    Ok(connection)
}

fn open(path: &Path) -> Result<Connection> {
    // Each connection is behind a lock of ours.
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    Ok(connection)
}

fn has_tables(connection: &Connection) -> Result<bool> {
    let count: u32 = connection.query_row(
        "SELECT count(*) FROM sqlite_schema WHERE name IN ('entry', 'entry_used', 'answer')",
        [],
        |row| row.get(0),
    )?;
    Ok(count == 3)
}

/// Empties a damaged database in place, which other processes may have open: they see an empty one.
fn empty(path: &Path) -> Result<()> {
    let connection = open(path)?;
    // Only a connection that has tried to read the tables knows of the log, without which it would need
    // the database for itself. It may well fail.
    if let Err(error) = has_tables(&connection) {
        log::debug!("the cache {} before it is emptied: {error}", path.display());
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_RESET_DATABASE, true)?;
    let done = connection.execute_batch("PRAGMA auto_vacuum = INCREMENTAL; VACUUM;");
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_RESET_DATABASE, false)?;
    done
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

/// Whether an error comes from what is in the file, not from what is around it. As the statements are
/// always the same, whatever else is wrong with one is wrong with the file.
fn is_damage(error: &rusqlite::Error) -> bool {
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
