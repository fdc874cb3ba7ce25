//! The rules in force, and what each of them does with a request.

use super::fault::Fault;
use super::when::When;
use crate::rng::Rng;
use axum::http::Method;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The rules in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules(Arc<Mutex<Vec<Entry>>>);

impl Rules {
    pub(super) fn push(&self, entry: Entry) {
        self.lock().push(entry);
    }

    pub(super) fn remove(&self, tally: &Arc<Tally>) {
        self.lock().retain(|entry| !Arc::ptr_eq(&entry.tally, tally));
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How often a rule could have answered, and did.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) seen: AtomicUsize,
    pub(super) used: AtomicUsize,
}

/// How a rule picks from its faults.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pick {
    InTurn,
    Random,
}

/// A rule in force.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) path_prefix: String,
    pub(super) method: Option<String>,
    pub(super) when: When,
    /// Not empty.
    pub(super) faults: Vec<Fault>,
    pub(super) pick: Pick,
    pub(super) rng: Rng,
    pub(super) tally: Arc<Tally>,
}

impl Entry {
    pub(super) fn is_for(&self, method: &Method, path: &str) -> bool {
        let wanted = self.method.as_deref();
        path.starts_with(&self.path_prefix) && wanted.is_none_or(|wanted| wanted == method.as_str())
    }

    /// Counts a request of the route, and answers it if it is meant and still free.
    pub(super) fn see(&mut self, is_free: bool) -> Option<Fault> {
        let position = self.tally.seen.fetch_add(1, Ordering::SeqCst) + 1;
        let used = self.tally.used.load(Ordering::SeqCst);
        let is_meant = self.when.means(position, used, &mut self.rng);
        // Drawn for every request, so that the next draws do not depend on who answered this one.
        let random = self.rng.index(self.faults.len());
        if !(is_meant && is_free) {
            return None;
        }
        self.tally.used.store(used + 1, Ordering::SeqCst);
        Some(match self.pick {
            Pick::InTurn => self.faults[used % self.faults.len()].clone(),
            Pick::Random => self.faults[random].clone(),
        })
    }

    pub(super) fn is_over(&self) -> bool {
        let seen = self.tally.seen.load(Ordering::SeqCst);
        let used = self.tally.used.load(Ordering::SeqCst);
        self.when.is_over(seen, used)
    }
}
