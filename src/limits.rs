//! How long a call may take, and who may stop it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::cancel::CancelToken;

/// How long a call may take, and who may stop it.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    /// For the whole call: all waits and tries.
    pub deadline: Duration,
    pub cancel: CancelToken,
    pub on_turn: OnTurn,
}

/// Somebody who is told whenever the call has got its turn from the rate limit.
#[derive(Clone, Default)]
pub(crate) struct OnTurn(Option<Arc<dyn Fn() + Send + Sync>>);

impl OnTurn {
    pub fn new(tell: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(tell)))
    }

    pub fn tell(&self) {
        if let Some(tell) = &self.0 {
            tell();
        }
    }
}

impl fmt::Debug for OnTurn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "OnTurn({})", self.0.is_some())
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // Longer than three tries of a minute each with the waits between them.
            deadline: Duration::from_secs(300),
            cancel: CancelToken::new(),
            on_turn: OnTurn::default(),
        }
    }
}
