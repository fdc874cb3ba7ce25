//! The rules in force.

use super::fault::Fault;
use super::when::When;
use crate::rng::Rng;
use axum::http::Method;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The rules, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules(Arc<Mutex<Vec<ActiveRule>>>);

impl Rules {
    pub(super) fn push(&self, entry: ActiveRule) {
        self.lock().push(entry);
    }

    pub(super) fn remove(&self, tally: &Arc<Tally>) {
        self.lock().retain(|entry| !Arc::ptr_eq(&entry.tally, tally));
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Vec<ActiveRule>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The counters of a rule.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) seen: AtomicUsize,
    pub(super) used: AtomicUsize,
}

/// The choice of a fault.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pick {
    InTurn,
    Random,
}

/// A rule in force.
#[derive(Debug)]
pub(super) struct ActiveRule {
    pub(super) path_prefix: String,
    pub(super) method: Option<String>,
    pub(super) when: When,
    /// Not empty.
    pub(super) faults: Vec<Fault>,
    pub(super) pick: Pick,
    pub(super) rng: Rng,
    pub(super) tally: Arc<Tally>,
}

impl ActiveRule {
    pub(super) fn is_for(&self, method: &Method, path: &str) -> bool {
        let expected = self.method.as_deref();
        let start = path.get(..self.path_prefix.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(&self.path_prefix))
            && expected.is_none_or(|expected| expected.eq_ignore_ascii_case(method.as_str()))
    }

    /// Counts a request of the route. Returns a fault if the rule selects the request and no earlier rule answered
    /// it.
    pub(super) fn count(&mut self, is_free: bool) -> Option<Fault> {
        let position = self.tally.seen.fetch_add(1, Ordering::SeqCst) + 1;
        let used = self.tally.used.load(Ordering::SeqCst);
        let is_selected = self.when.selects(position, used, &mut self.rng);
        // Drawn for every request, so that other rules do not change the next draws.
        let random = self.rng.index(self.faults.len());
        if !(is_selected && is_free) {
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
