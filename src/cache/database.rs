//! The database: entries by key, in one SQLite file that threads and processes share.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, Transaction, TransactionBehavior};

use super::connection::{
    self, Connections, Failure, busy, damage, is_busy, is_damage, read_only, retry_busy,
};
use super::key::Key;
use super::rest::Rest;
use crate::fs::beside;
use crate::sync::{CancelToken, Wait};

/// Maximum wait for another process's lock. After it, a request continues without the cache.
const LOCK_TIMEOUT: Duration = Duration::from_secs(1);
/// Minimum wait for a lock after which the cache rests. A request near its deadline waits less.
const REST_AFTER: Duration = Duration::from_millis(100);
/// Maximum time to open the database, which several processes may be creating at once.
const OPEN_TIMEOUT: Duration = Duration::from_secs(10);
/// Minimum interval between two records of an entry's last use, in seconds, so that few hits write.
const USE_INTERVAL: i64 = 3600;
/// Size of the log above which a write waits for readers and truncates it, in bytes.
const MAX_LOG: u64 = 4 << 20;
/// Space that an entry may take in the database beside its bytes: rows, indexes, half-filled pages.
const ENTRY_OVERHEAD: u64 = 4 * 4096;

pub(super) struct Database {
    path: PathBuf,
    /// The maximum size of the file, in bytes.
    max_size: u64,
    /// A connection of its own, so that no hit waits for a write.
    reader: Mutex<Connection>,
    /// `None` if the database can only be read.
    writer: Option<Mutex<Connection>>,
    /// After a failure to read.
    read_rest: Rest,
    /// After a failure to write.
    write_rest: Rest,
}

impl Database {
    /// Opens the file. Creates it if it does not exist, empties it if it is damaged, and sets it aside if it
    /// is not a cache.
    pub fn open(path: PathBuf, max_size: u64) -> Result<Self, Failure> {
        let wait = Wait::new(OPEN_TIMEOUT, &CancelToken::new());
        let Connections { reader, writer } = connection::open(&path, &wait)?;
        let database = Self {
            path,
            max_size,
            reader: Mutex::new(reader),
            writer: writer.map(Mutex::new),
            read_rest: Rest::default(),
            write_rest: Rest::default(),
        };
        if database.writer.is_none() {
            return Ok(database);
        }
        // The maximum size may be lower than before.
        let no_wait = wait.at_most(Duration::ZERO);
        let make_room = || {
            database.write(&no_wait, None, |database, transaction| {
                database.make_room(transaction, 0)
            })
        };
        let result = match database.recover(make_room(), &wait) {
            // The database is empty now.
            Err(error) if is_damage(&error) => make_room(),
            result => result,
        };
        match result {
            Err(error) if is_damage(&error) => return Err(error.into()),
            // Another process is writing, which makes room as well, or the disk is full. This cache's next
            // write makes room.
            Err(error) => log::debug!("no room is made in the cache: {error}"),
            Ok(()) => {}
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

    /// Whether an entry can be stored now: not in a database that can only be read, nor in the rest after a
    /// failed write.
    pub fn is_writable(&self, now: Timestamp) -> bool {
        self.writer.is_some() && !self.write_rest.lasts(now)
    }

    /// An entry's bytes. They are empty if they are longer than `max_length`.
    pub fn get(&self, key: &Key, max_length: u64, now: Timestamp, wait: &Wait) -> Result<Option<Vec<u8>>> {
        if self.read_rest.lasts(now) {
            return Ok(None);
        }
        let max_length = i64::try_from(max_length).unwrap_or(i64::MAX);
        let found = self.read(wait, Some(now), |reader| {
            reader
                .query_row(
                    "SELECT entry.id, entry.used,
                         CASE WHEN length(answer.bytes) <= ?2 THEN answer.bytes ELSE x'' END
                     FROM entry JOIN answer USING (id) WHERE key = ?1",
                    (key.as_bytes(), max_length),
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
                )
                .optional()
        });
        let Some((id, used, bytes)) = self.recover(found, wait)? else {
            return Ok(None);
        };
        if now.as_second().abs_diff(used) >= USE_INTERVAL.unsigned_abs() {
            self.record_use(id, now);
        }
        Ok(Some(bytes))
    }

    /// Records that an entry was used, if that needs no waiting.
    fn record_use(&self, id: i64, now: Timestamp) {
        if !self.is_writable(now) {
            return;
        }
        let Some(Ok(writer)) = self.writer.as_ref().map(Mutex::try_lock) else {
            return;
        };
        let recorded = writer.execute("UPDATE entry SET used = ?2 WHERE id = ?1", (id, now.as_second()));
        if let Err(error) = recorded {
            log::debug!("the use of a cache entry cannot be recorded: {error}");
        }
    }

    /// Stores an entry, and replaces the one with the same key. If the database is full, removes the least
    /// recently used entries.
    pub fn put(&self, key: &Key, bytes: &[u8], now: Timestamp, wait: &Wait) -> Result<()> {
        let result = self.write(wait, Some(now), |database, transaction| {
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
        self.recover(result, wait)?;
        if self.log_size() > MAX_LOG {
            // SQLite restarts the log by itself only while nobody reads it.
            let start = Instant::now();
            self.rest_after(&self.write_rest, self.truncate_log(wait), Some(now), start)?;
        }
        Ok(())
    }

    /// The size of the log beside the database, in bytes; 0 if the file does not exist.
    pub fn log_size(&self) -> u64 {
        let log = beside(&self.path, "-wal");
        std::fs::symlink_metadata(log).map_or(0, |metadata| metadata.len())
    }

    pub fn remove(&self, key: &Key, now: Timestamp, wait: &Wait) -> Result<()> {
        let result = self.write(wait, Some(now), |_, transaction| {
            let id = "SELECT id FROM entry WHERE key = ?1";
            transaction.execute(
                &format!("DELETE FROM answer WHERE id IN ({id})"),
                [key.as_bytes()],
            )?;
            transaction.execute("DELETE FROM entry WHERE key = ?1", [key.as_bytes()])?;
            Ok(())
        });
        self.recover(result, wait)
    }

    pub fn count(&self) -> Result<u64> {
        let wait = no_request();
        let count = self.read(&wait, None, |reader| {
            reader.query_row("SELECT count(*) FROM entry", [], unsigned)
        });
        self.recover(count, &wait)
    }

    /// Reads the whole file. A damaged one is emptied.
    pub fn check(&self) -> Result<()> {
        let wait = no_request();
        let checked = self.read(&wait, None, |reader| {
            let found: String = reader.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
            match found.as_str() {
                "ok" => Ok(()),
                _ => Err(damage(found)),
            }
        });
        self.recover(checked, &wait)
    }

    /// Removes all entries and frees their disk space.
    pub fn clear(&self) -> Result<()> {
        let wait = no_request();
        let result = self.write(&wait, None, |_, transaction| {
            transaction.execute_batch("DELETE FROM answer; DELETE FROM entry;")?;
            truncate(transaction, pragma(transaction, "freelist_count")?)
        });
        self.recover(result, &wait)?;
        // The log still holds the removed entries. If a reader uses them, a later write truncates it.
        match self.truncate_log(&wait) {
            Err(error) if is_busy(&error) => {
                log::debug!("the log of the cache is not truncated: {error}");
                Ok(())
            }
            result => result,
        }
    }

    /// Reads from the database. With a time, a failure starts a rest, in which reads return an error.
    fn read<T>(
        &self,
        wait: &Wait,
        now: Option<Timestamp>,
        query: impl Fn(&Connection) -> Result<T>,
    ) -> Result<T> {
        let reader = lock(&self.reader);
        // The thread before this one may have waited in vain for the lock of another process.
        if now.is_some_and(|now| self.read_rest.lasts(now)) {
            return Err(busy());
        }
        let start = Instant::now();
        let result = retry_busy(&wait.at_most(LOCK_TIMEOUT), || query(&reader));
        self.rest_after(&self.read_rest, result, now, start)
    }

    /// Changes the database. With a time, a failure starts a rest, in which writes return an error.
    fn write<T>(
        &self,
        wait: &Wait,
        now: Option<Timestamp>,
        change: impl FnOnce(&Self, &Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        let writer = self.lock_writer(wait)?;
        if now.is_some_and(|now| self.write_rest.lasts(now)) {
            return Err(busy());
        }
        let run = || {
            // SQLite reports a lock at the start of a transaction, but not when a reading transaction starts
            // to write.
            let transaction = retry_busy(&wait.at_most(LOCK_TIMEOUT), || {
                Transaction::new_unchecked(&writer, TransactionBehavior::Immediate)
            })?;
            let value = change(self, &transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        let start = Instant::now();
        self.rest_after(&self.write_rest, run(), now, start)
    }

    /// Starts a rest after a failure that is likely to occur again. A damaged database is emptied instead.
    fn rest_after<T>(
        &self,
        rest: &Rest,
        result: Result<T>,
        now: Option<Timestamp>,
        start: Instant,
    ) -> Result<T> {
        if let (Err(error), Some(now)) = (&result, now) {
            let is_repaired = is_damage(error) && self.writer.is_some();
            let is_impatient = is_busy(error) && start.elapsed() < REST_AFTER;
            if !is_repaired && !is_impatient && rest.start(now) {
                log::warn!("the cache {} rests for a minute: {error}", self.path.display());
            }
        }
        result
    }

    /// Waits for the other threads that write.
    fn lock_writer(&self, wait: &Wait) -> Result<MutexGuard<'_, Connection>> {
        let writer = self.writer.as_ref().ok_or_else(read_only)?;
        wait.lock(writer).ok_or_else(busy)
    }

    /// Writes the log's content to the database, once no reader needs it.
    fn truncate_log(&self, wait: &Wait) -> Result<()> {
        let writer = self.lock_writer(wait)?;
        retry_busy(&wait.at_most(LOCK_TIMEOUT), || {
            let is_busy: bool = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
            if is_busy { Err(busy()) } else { Ok(()) }
        })
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
    fn recover<T>(&self, result: Result<T>, wait: &Wait) -> Result<T> {
        if let Err(error) = &result
            && let Some(writer) = &self.writer
            && is_damage(error)
        {
            log::warn!(
                "the cache {} is damaged, and is emptied: {error}",
                self.path.display()
            );
            let (mut reader, mut writer) = (lock(&self.reader), lock(writer));
            match connection::repair(&self.path, &wait.at_most(LOCK_TIMEOUT)) {
                // The old connections may hold damaged pages.
                Ok(Connections {
                    reader: new_reader,
                    writer: Some(new_writer),
                }) => (*reader, *writer) = (new_reader, new_writer),
                Ok(_) => return Err(read_only()),
                Err(Failure::Database(error)) => return Err(error),
                Err(failure) => {
                    log::warn!("the cache cannot be emptied: {failure}");
                    return Err(read_only());
                }
            }
        }
        result
    }
}

/// The wait of a caller without a request.
fn no_request() -> Wait {
    Wait::new(LOCK_TIMEOUT, &CancelToken::new())
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
