//! Handles: numbers in the form of pointers, which name objects in a table.
//!
//! A number is never used twice, so a closed handle stays closed. Calls that are under way in other threads hold the object
//! until they end.

use std::any::Any;
use std::collections::HashMap;
use std::ptr;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use crate::failure::Failure;

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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;
    use crate::code::HaloCode;

    struct HaloNumber(());

    impl Handle for HaloNumber {
        type Object = AtomicUsize;
        const KIND: &'static str = "number";
    }

    struct HaloWord(());

    impl Handle for HaloWord {
        type Object = &'static str;
        const KIND: &'static str = "word";
    }

    fn number(value: usize) -> *mut HaloNumber {
        open(AtomicUsize::new(value))
    }

    /// The code of a failure.
    fn code<T>(result: Result<T, Failure>) -> Option<HaloCode> {
        result.err().map(|failure| failure.code)
    }

    #[test]
    fn a_closed_handle_stays_closed_and_its_number_is_not_used_again() {
        let first = number(1);
        assert!(close(first).is_ok());
        let second = number(2);
        assert_ne!(first.addr(), second.addr());
        assert_eq!(code(get("number", first)), Some(HaloCode::ClosedHandle));
        assert_eq!(code(close(first)), Some(HaloCode::ClosedHandle));
        assert!(close(second).is_ok());
    }

    #[test]
    fn a_handle_of_another_kind_is_refused_and_stays_open() {
        let word: *mut HaloWord = open("word");
        let as_number = word.cast::<HaloNumber>();
        assert_eq!(code(get("number", as_number)), Some(HaloCode::WrongHandle));
        assert_eq!(code(close(as_number)), Some(HaloCode::WrongHandle));
        assert!(get("word", word).is_ok_and(|word| *word == "word"));
        assert!(close(word).is_ok());
    }

    #[test]
    fn null_is_no_object_and_closing_it_is_no_mistake() {
        let null = ptr::null_mut::<HaloNumber>();
        assert_eq!(code(get("number", null)), Some(HaloCode::NullPointer));
        assert!(close(null).is_ok_and(|object| object.is_none()));
    }

    #[test]
    fn an_object_lasts_as_long_as_somebody_uses_it() {
        let handle = number(7);
        let used = get("number", handle).unwrap_or_else(|_| panic!("it is open"));
        assert!(close(handle).is_ok());
        assert_eq!(used.load(Ordering::Relaxed), 7);
        assert_eq!(Arc::strong_count(&used), 1);
    }

    #[test]
    fn one_of_many_threads_closes_a_handle() {
        for _ in 0..20 {
            let handle = number(0).addr();
            let closed = AtomicUsize::new(0);
            thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        let handle = ptr::without_provenance_mut::<HaloNumber>(handle);
                        if let Ok(object) = get("number", handle) {
                            object.fetch_add(1, Ordering::Relaxed);
                        }
                        if close(handle).is_ok() {
                            closed.fetch_add(1, Ordering::Relaxed);
                        }
                    });
                }
            });
            assert_eq!(closed.into_inner(), 1);
        }
    }
}
