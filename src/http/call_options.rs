//! The deadline, the cancel token and the account of a request.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::sync::CancelToken;

/// The limits of a request: its deadline, its cancel token and its account.
#[derive(Debug, Clone)]
pub(crate) struct CallOptions {
    /// Limits the whole request: all waits and attempts.
    pub deadline: Duration,
    pub cancel: CancelToken,
    pub on_permit: OnPermit,
    /// The only account that may send the request; `None` for any.
    pub account: Option<usize>,
}

/// A callback for each permit of the rate limiter.
#[derive(Clone, Default)]
pub(crate) struct OnPermit(Option<Arc<dyn Fn() + Send + Sync>>);

impl OnPermit {
    pub fn new(callback: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(callback)))
    }

    pub fn call(&self) {
        if let Some(callback) = &self.0 {
            callback();
        }
    }
}

impl fmt::Debug for OnPermit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "OnPermit({})", self.0.is_some())
    }
}

impl Default for CallOptions {
    fn default() -> Self {
        Self {
            // Longer than three attempts of a minute each, with the waits between them.
            deadline: Duration::from_secs(300),
            cancel: CancelToken::new(),
            on_permit: OnPermit::default(),
            account: None,
        }
    }
}
