//! The observer of a client or a sign-in.

use std::fmt;
use std::sync::Arc;

use super::attempt::Attempt;
#[cfg(feature = "tracing")]
use super::trace;

/// The callback for each attempt, if there is one. With the feature `tracing`, subscribers observe too.
#[derive(Clone, Default)]
pub(crate) struct Observer(Option<Arc<Callback>>);

type Callback = dyn Fn(&Attempt) + Send + Sync;

impl Observer {
    pub fn new(callback: impl Fn(&Attempt) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(callback)))
    }

    /// Whether anybody observes. Otherwise no report is made.
    pub fn is_on(&self) -> bool {
        #[cfg(feature = "tracing")]
        if trace::is_on() {
            return true;
        }
        self.0.is_some()
    }

    pub fn report(&self, attempt: &Attempt) {
        #[cfg(feature = "tracing")]
        trace::event(attempt);
        if let Some(callback) = &self.0 {
            callback(attempt);
        }
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Observer({})", self.0.is_some())
    }
}
