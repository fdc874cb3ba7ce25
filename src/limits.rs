//! How long a call may take, and who may stop it.

use std::time::Duration;

use crate::cancel::CancelToken;

/// How long a call may take, and who may stop it.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    /// For the whole call: all waits and tries.
    pub deadline: Duration,
    pub cancel: CancelToken,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // Longer than three tries of a minute each with the waits between them.
            deadline: Duration::from_secs(300),
            cancel: CancelToken::new(),
        }
    }
}
