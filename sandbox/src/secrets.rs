//! The secrets that a sandbox has sent or received.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// All secrets so far, each once.
#[derive(Default)]
pub(crate) struct Secrets(Mutex<BTreeSet<String>>);

impl Secrets {
    pub(crate) fn remember(&self, secret: &str) {
        let mut secrets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !secrets.contains(secret) {
            secrets.insert(secret.to_owned());
        }
    }

    pub(crate) fn all(&self) -> Vec<String> {
        let secrets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        secrets.iter().cloned().collect()
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secrets")
    }
}
