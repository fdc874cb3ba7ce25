//! Files that hold many names.

use std::sync::{Arc, Mutex, PoisonError};

use crate::error::Error;
use crate::models::gamecms_hacs::{CareerRewardTrack, MedalMetadata, SeasonCalendar};

/// The files that hold many names, each fetched once.
#[derive(Default)]
pub(super) struct Shelves {
    pub medals: Shelf<MedalMetadata>,
    pub career: Shelf<CareerRewardTrack>,
    pub seasons: Shelf<SeasonCalendar>,
}

impl Shelves {
    pub fn forget_errors(&self) {
        self.medals.forget_error();
        self.career.forget_error();
        self.seasons.forget_error();
    }
}

/// A file, or the error of its request.
pub(super) struct Shelf<T>(Mutex<Option<Result<Arc<T>, Error>>>);

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Shelf<T> {
    /// The outcome of the first request. Other threads wait for it: the deadline or the cancel token ends it.
    pub fn get(&self, fetch: impl FnOnce() -> Result<T, Error>) -> Result<Arc<T>, Error> {
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.get_or_insert_with(|| fetch().map(Arc::new)).clone()
    }

    fn forget_error(&self) {
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*file, Some(Err(_))) {
            *file = None;
        }
    }
}
