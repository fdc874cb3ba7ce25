//! Handles: numbers in the form of pointers, which name objects in a table.
//!
//! A number is never used twice, so a closed handle stays closed. Calls that are under way in other threads hold the object
//! until they end.

use std::any::Any;
use std::collections::HashMap;
use std::ptr;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use crate::error::Failure;

/// A type of handles. C sees it as an incomplete type.
pub(crate) trait Handle: 'static {
    /// The object that a handle names.
    type Object: Send + Sync + 'static;
    /// What the object is, in errors.
    const KIND: &'static str;
}

struct Entry {
    kind: &'static str,
    object: Arc<dyn Any + Send + Sync>,
}

struct Table {
    last: usize,
    entries: HashMap<usize, Entry>,
}

static TABLE: LazyLock<Mutex<Table>> = LazyLock::new(|| {
    Mutex::new(Table {
        last: 0,
        entries: HashMap::new(),
    })
});

/// No code of callers runs under this lock: objects are dropped after it.
fn table() -> MutexGuard<'static, Table> {
    TABLE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Puts an object into the table.
pub(crate) fn open<H: Handle>(object: H::Object) -> *mut H {
    let entry = Entry {
        kind: H::KIND,
        object: Arc::new(object),
    };
    let mut table = table();
    // With 32 bits the numbers can run out; then they begin again, and skip those in use.
    loop {
        table.last = table.last.wrapping_add(1);
        let number = table.last;
        if number != 0 && !table.entries.contains_key(&number) {
            table.entries.insert(number, entry);
            return ptr::without_provenance_mut(number);
        }
    }
}

/// The object of a handle. `name` is the parameter's name.
pub(crate) fn get<H: Handle>(name: &'static str, handle: *const H) -> Result<Arc<H::Object>, Failure> {
    if handle.is_null() {
        return Err(Failure::null(name));
    }
    let (kind, object) = match table().entries.get(&handle.addr()) {
        Some(entry) => (entry.kind, Arc::clone(&entry.object)),
        None => return Err(Failure::closed(name, H::KIND)),
    };
    object
        .downcast()
        .map_err(|_| Failure::wrong_handle(name, kind, H::KIND))
}

/// Takes an object out of the table. A null handle has none, and closing it is no mistake.
pub(crate) fn close<H: Handle>(handle: *mut H) -> Result<Option<Arc<H::Object>>, Failure> {
    if handle.is_null() {
        return Ok(None);
    }
    let object = get::<H>("handle", handle)?;
    let mut table = table();
    let removed = table.entries.remove(&handle.addr());
    // So a program that closes all handles finds nothing left when it looks for leaks.
    if table.entries.is_empty() {
        table.entries.shrink_to_fit();
    }
    drop(table);
    match removed {
        Some(_) => Ok(Some(object)),
        // Another thread was faster.
        None => Err(Failure::closed("handle", H::KIND)),
    }
}

/// The number of open handles, for tests.
#[doc(hidden)]
pub fn open_handles() -> usize {
    table().entries.len()
}
