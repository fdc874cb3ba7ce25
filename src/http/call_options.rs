//! The deadline, the cancel token and the account of a request.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::sync::CancelToken;
use crate::types::Endpoint;

/// The limits of a request: its deadline, its cancel token and its account.
#[derive(Debug, Clone)]
pub(crate) struct CallOptions {
    /// Limits the whole request: all waits and attempts.
    pub deadline: Duration,
    pub cancel: CancelToken,
    pub on_permit: OnPermit,
    /// The only account that may send the request; `None` for any.
    pub account: Option<usize>,
    pub availability: Availability,
}

/// For how long 404 means that the data is not available yet.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Availability {
    wait: Duration,
    /// Whether this holds for all endpoints, not only for those whose data appears later.
    of_any: bool,
}

impl Availability {
    /// A wait for any data.
    pub fn of_any(wait: Duration) -> Self {
        Self { wait, of_any: true }
    }

    /// A wait for data that appears some time after its match.
    pub fn of_late_data(wait: Duration) -> Self {
        Self { wait, of_any: false }
    }

    /// The wait of a request; zero for none.
    pub fn wait(self, endpoint: &Endpoint) -> Duration {
        let waits = endpoint.is_idempotent() && (self.of_any || endpoint.appears_late());
        if waits { self.wait } else { Duration::ZERO }
    }
}

/// A callback for each permit of the rate limiter.
#[derive(Clone, Default)]
pub struct OnPermit(Option<Arc<dyn Fn() + Send + Sync>>);

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
            availability: Availability::default(),
        }
    }
}
