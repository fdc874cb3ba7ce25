//! A cache for slow computations.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A value, once it is computed.
type Cell<V> = Arc<OnceLock<Arc<V>>>;

#[derive(Debug)]
pub(super) struct Memo<K, V>(Mutex<HashMap<K, Cell<V>>>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V> Memo<K, V> {
    /// Computes a value only once: other threads that need the same value wait for it.
    pub(super) fn get_or_make(&self, key: K, make: impl FnOnce() -> V) -> Arc<V> {
        let mut cells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let cell = Arc::clone(cells.entry(key).or_default());
        // Computed without the lock, so that other keys need not wait.
        drop(cells);
        Arc::clone(cell.get_or_init(|| Arc::new(make())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn threads_share_one_computation() {
        let memo: Memo<u8, u8> = Memo::default();
        let (made, barrier) = (AtomicUsize::new(0), Barrier::new(8));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    barrier.wait();
                    let value = memo.get_or_make(1, || {
                        made.fetch_add(1, Ordering::SeqCst);
                        7
                    });
                    assert_eq!(*value, 7);
                });
            }
        });
        assert_eq!(made.into_inner(), 1);
    }
}
