//! The database: entries by key, in one SQLite file that threads and processes share.

use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{
    Connection, ErrorCode, OpenFlags, OptionalExtension, Result, Transaction, TransactionBehavior,
};

use super::key::Key;
use crate::fs::private_file;

/// Maximum wait for another process's lock. After it, a request continues without the cache.
const LOCK_TIMEOUT: Duration = Duration::from_secs(1);
/// Maximum time to open the database, which several processes may be creating at once.
const OPEN_TIMEOUT: Duration = Duration::from_secs(10);
/// Minimum interval between two records of an entry's last use, in seconds, so that few hits write.
const USE_INTERVAL: i64 = 3600;
/// Size of the log above which a write waits for readers and truncates it, in bytes.
const MAX_LOG: u64 = 4 << 20;
/// Space that an entry may take in the database beside its bytes: rows, indexes, half-filled pages.
const ENTRY_OVERHEAD: u64 = 4 * 4096;

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

pub(super) struct Database {
    path: PathBuf,
    /// The maximum size of the file, in bytes.
    max_size: u64,
    /// A connection of its own, so that no hit waits for a write.
    reader: Mutex<Connection>,
    writer: Mutex<Connection>,
    /// When a write last timed out because another process held the lock.
    lock_timed_out_at: Mutex<Option<Instant>>,
}

impl Database {
    /// Opens the file. Creates it if it does not exist, and empties it if it is damaged.
    pub fn open(path: PathBuf, max_size: u64) -> io::Result<Result<Self>> {
        // SQLite creates its log with the permissions of this file.
        private_file(&path, OpenOptions::new().create(true).truncate(false))?;
        Ok(Self::connect(path, max_size))
    }

    fn connect(path: PathBuf, max_size: u64) -> Result<Self> {
        let connect = || -> Result<(Connection, Connection)> { Ok((connect(&path)?, connect(&path)?)) };
        let (reader, writer) = match connect() {
            Err(error) if is_damage(&error) => {
                log::warn!("the cache {} is damaged, and is emptied: {error}", path.display());
                empty(&path)?;
                connect()?
            }
            result => result?,
        };
        let database = Self {
            path,
            max_size,
            reader: Mutex::new(reader),
            writer: Mutex::new(writer),
            lock_timed_out_at: Mutex::default(),
        };
        // The maximum size may be lower than before.
        let make_room = || database.write(|database, transaction| database.make_room(transaction, 0));
        let result = match database.recover(make_room()) {
            // The database is empty now.
            Err(error) if is_damage(&error) => make_room(),
            result => result,
        };
        match result {
            // Another process is writing, which makes room as well. So does this cache's next write.
            Err(error) if is_busy(&error) => log::debug!("no room is made in the cache: {error}"),
            result => result?,
        }
        Ok(database)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The maximum size of an entry, in bytes.
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
        let Some((id, used, bytes)) = self.recover(found)? else {
            return Ok(None);
        };
        if now.as_second().abs_diff(used) >= USE_INTERVAL.unsigned_abs() {
            self.record_use(id, now);
        }
        Ok(Some(bytes))
    }

    /// Records that an entry was used, if that needs no waiting.
    fn record_use(&self, id: i64, now: Timestamp) {
        let Ok(writer) = self.writer.try_lock() else {
            return;
        };
        let recorded = writer
            .busy_timeout(Duration::ZERO)
            .and_then(|()| writer.execute("UPDATE entry SET used = ?2 WHERE id = ?1", (id, now.as_second())));
        if let Err(error) = recorded.and(writer.busy_timeout(LOCK_TIMEOUT)) {
            log::debug!("the use of a cache entry cannot be recorded: {error}");
        }
    }

    /// Stores an entry, and replaces the one with the same key. If the database is full, removes the least
    /// recently used entries.
    pub fn put(&self, key: &Key, bytes: &[u8], now: Timestamp) -> Result<()> {
        let result = self.write(|database, transaction| {
            database.make_room(transaction, bytes.len() as u64 + ENTRY_OVERHEAD)?;
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
        self.recover(result)?;
        if self.log_size() > MAX_LOG {
            // SQLite restarts the log by itself only while nobody reads it.
            lock(&self.writer).query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        Ok(())
    }

    /// The size of the log beside the database, in bytes; 0 if the file does not exist.
    pub fn log_size(&self) -> u64 {
        let mut log = self.path.as_os_str().to_owned();
        log.push("-wal");
        std::fs::metadata(Path::new(&log)).map_or(0, |metadata| metadata.len())
    }

    pub fn remove(&self, key: &Key) -> Result<()> {
        let result = self.write(|_, transaction| {
            let id = "SELECT id FROM entry WHERE key = ?1";
            transaction.execute(
                &format!("DELETE FROM answer WHERE id IN ({id})"),
                [key.as_bytes()],
            )?;
            transaction.execute("DELETE FROM entry WHERE key = ?1", [key.as_bytes()])?;
            Ok(())
        });
        self.recover(result)
    }

    pub fn count(&self) -> Result<u64> {
        let count = lock(&self.reader).query_row("SELECT count(*) FROM entry", [], unsigned);
        self.recover(count)
    }

    /// Removes all entries and frees their disk space.
    pub fn clear(&self) -> Result<()> {
        let result = self.write(|_, transaction| {
            transaction.execute_batch("DELETE FROM answer; DELETE FROM entry;")?;
            truncate(transaction, pragma(transaction, "freelist_count")?)
        });
        self.recover(result)?;
        // The log still holds the removed entries.
        lock(&self.writer).query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
    }

    fn write<T>(&self, change: impl FnOnce(&Self, &Transaction<'_>) -> Result<T>) -> Result<T> {
        let start = Instant::now();
        let mut writer = lock(&self.writer);
        // A thread that queued behind one that timed out does not wait for the same lock again.
        if lock(&self.lock_timed_out_at).is_some_and(|at| at > start) {
            let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
            return Err(rusqlite::Error::SqliteFailure(busy, None));
        }
        // SQLite waits for the lock at the start of a transaction, but not when a reading transaction starts
        // to write.
        let transaction = writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .inspect_err(|error| {
                if is_busy(error) {
                    *lock(&self.lock_timed_out_at) = Some(Instant::now());
                }
            })?;
        let value = change(self, &transaction)?;
        transaction.commit()?;
        Ok(value)
    }

    /// Removes the least recently used entries until this many more bytes fit into the maximum size.
    fn make_room(&self, transaction: &Transaction<'_>, needed: u64) -> Result<()> {
        let page = pragma(transaction, "page_size")?;
        loop {
            let pages = pragma(transaction, "page_count")?;
            let free = pragma(transaction, "freelist_count")?;
            if pages.saturating_sub(free) * page + needed <= self.max_size {
                // Free pages within the maximum size are reused; those above it would never be.
                let surplus = pages.saturating_sub(self.max_size / page).min(free);
                if surplus > 0 {
                    truncate(transaction, surplus)?;
                }
                return Ok(());
            }
            let oldest = "SELECT id FROM entry ORDER BY used LIMIT 1";
            let oldest: Option<i64> = transaction.query_row(oldest, [], |row| row.get(0)).optional()?;
            let Some(oldest) = oldest else {
                // These responses lost their entries to damage.
                transaction.execute("DELETE FROM answer", [])?;
                return Ok(());
            };
            let removed = transaction.execute("DELETE FROM entry WHERE id = ?1", [oldest])?;
            if removed == 0 {
                // The index lists an entry that does not exist: retrying would loop for ever.
                return Err(rusqlite::Error::StatementChangedRows(removed));
            }
            transaction.execute("DELETE FROM answer WHERE id = ?1", [oldest])?;
        }
    }

    /// Empties the database if the error shows that it is damaged. Returns the error nevertheless.
    fn recover<T>(&self, result: Result<T>) -> Result<T> {
        if let Err(error) = &result
            && is_damage(error)
        {
            log::warn!(
                "the cache {} is damaged, and is emptied: {error}",
                self.path.display()
            );
            let (mut reader, mut writer) = (lock(&self.reader), lock(&self.writer));
            empty(&self.path)?;
            // The old connections may hold damaged pages.
            *reader = connect(&self.path)?;
            *writer = connect(&self.path)?;
        }
        result
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // If a thread panicked, its transaction was rolled back: the connection is still usable.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn pragma(connection: &Connection, name: &str) -> Result<u64> {
    connection.query_row(&format!("PRAGMA {name}"), [], unsigned)
}

/// Truncates the file by this many free pages.
fn truncate(transaction: &Transaction<'_>, pages: u64) -> Result<()> {
    let mut statement = transaction.prepare(&format!("PRAGMA incremental_vacuum({pages})"))?;
    let mut steps = statement.query([])?;
    // Each step frees one page.
    while steps.next()?.is_some() {}
    Ok(())
}

fn unsigned(row: &rusqlite::Row<'_>) -> Result<u64> {
    let number: i64 = row.get(0)?;
    u64::try_from(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, number))
}

/// Connects to the database, and creates missing tables.
fn connect(path: &Path) -> Result<Connection> {
    let start = Instant::now();
    loop {
        let result = try_connect(path);
        match &result {
            // SQLite waits for locks by itself, except while it changes the journal mode.
            Err(error) if is_busy(error) && start.elapsed() < OPEN_TIMEOUT => {
                thread::sleep(Duration::from_millis(5));
            }
            _ => return result,
        }
    }
}

fn try_connect(path: &Path) -> Result<Connection> {
    let mut connection = open(path)?;
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
    // SQLite needs no mutex of its own: `Database` locks each connection.
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(LOCK_TIMEOUT)?;
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

/// Empties a damaged database in place. Processes that have it open see an empty one.
fn empty(path: &Path) -> Result<()> {
    let connection = open(path)?;
    // A connection opens the log when it first reads the tables; without the log, a reset needs exclusive
    // access to the database. The read itself may fail: the database is damaged.
    if let Err(error) = has_tables(&connection) {
        log::debug!("reading the damaged cache {}: {error}", path.display());
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_RESET_DATABASE, true)?;
    let result = connection.execute_batch("PRAGMA auto_vacuum = INCREMENTAL; VACUUM;");
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_RESET_DATABASE, false)?;
    result
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

/// Whether an error comes from the content of the file, not from the system. The statements never change,
/// so an unknown error of a statement means a damaged file.
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
