//! The accounts that players closed.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// The XUIDs of closed accounts. Their matches and statistics remain, but they have no profile.
#[derive(Debug, Default)]
pub(crate) struct ClosedAccounts(Mutex<BTreeSet<u64>>);

impl ClosedAccounts {
    pub(crate) fn close(&self, xuid: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(xuid);
    }

    pub(crate) fn contains(&self, xuid: u64) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(&xuid)
    }
}
