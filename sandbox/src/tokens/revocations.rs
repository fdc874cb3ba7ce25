//! Tokens that are rejected before they expire.

use super::kind::Kind;
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

/// The revocations, by kind of token.
#[derive(Debug, Default)]
pub(super) struct Revocations(Mutex<HashMap<&'static str, Revocation>>);

#[derive(Debug)]
struct Revocation {
    /// Tokens issued up to this time are revoked …
    until: i64,
    /// … except those issued later at the same clock reading.
    spared: HashSet<String>,
}

impl Revocations {
    pub(super) fn revoke(&self, kind: Kind, now: i64) {
        let revocation = Revocation {
            until: now,
            spared: HashSet::new(),
        };
        self.lock().insert(kind.name(), revocation);
    }

    pub(super) fn note_issued(&self, kind: Kind, issued: i64, nonce: &str) {
        if let Some(revocation) = self.lock().get_mut(kind.name())
            && issued <= revocation.until
        {
            revocation.spared.insert(nonce.to_owned());
        }
    }

    pub(super) fn covers(&self, kind: Kind, issued: i64, nonce: &str) -> bool {
        let revocations = self.lock();
        revocations
            .get(kind.name())
            .is_some_and(|revocation| issued <= revocation.until && !revocation.spared.contains(nonce))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<&'static str, Revocation>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
