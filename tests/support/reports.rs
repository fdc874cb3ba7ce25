//! The reports of an observer.

use std::sync::{Arc, Mutex, PoisonError};

use halo_infinite::request::Attempt;

/// Collects the reports of all threads.
#[derive(Clone, Default)]
pub struct Reports(Arc<Mutex<Vec<Attempt>>>);

impl Reports {
    pub fn observer(&self) -> impl Fn(&Attempt) + Send + Sync + 'static {
        let reports = self.clone();
        move |attempt| reports.lock().push(attempt.clone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Attempt>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The reports since the last call.
    pub fn take(&self) -> Vec<Attempt> {
        std::mem::take(&mut self.lock())
    }

    /// The only report since the last call.
    pub fn take_one(&self) -> Attempt {
        let mut reports = self.take();
        assert_eq!(reports.len(), 1, "{reports:#?}");
        reports.remove(0)
    }
}
