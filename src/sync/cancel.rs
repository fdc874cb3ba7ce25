//! Cancel tokens.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

/// Cancels requests from another thread.
///
/// Pass a token to a client ([`Client::with_cancel_token`](crate::Client::with_cancel_token)) or to a
/// sign-in, and keep a clone in the thread that may cancel, for example a signal handler or a window.
/// Requests that wait for a permit, for new tokens or for the next attempt wake up and return
/// [`Error::Cancelled`](crate::Error::Cancelled), and so does every later request. An HTTP exchange that is
/// under way is not interrupted: it ends by itself, no later than its timeout.
///
/// Clones are the same token. Cancelling cannot be undone: start again with a new token.
///
/// ```
/// use halo_infinite::{CancelToken, Error};
///
/// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
/// # let client = sandbox.client()?;
/// let stop = CancelToken::new();
/// let client = client.with_cancel_token(&stop);
/// stop.cancel(); // from any thread
/// let error = client.profile().current_user().send().unwrap_err();
/// assert!(matches!(error, Error::Cancelled { .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct CancelToken(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    cancelled: Condvar,
}

#[derive(Default)]
struct State {
    is_cancelled: bool,
    children: Vec<Weak<Shared>>,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        // The state is consistent at each point at which a holder could panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cancel(&self) {
        let children = {
            let mut state = self.state();
            state.is_cancelled = true;
            std::mem::take(&mut state.children)
        };
        self.cancelled.notify_all();
        for child in children.iter().filter_map(Weak::upgrade) {
            child.cancel();
        }
    }
}

impl CancelToken {
    /// A token that is not cancelled.
    pub fn new() -> Self {
        Self::default()
    }

    /// Cancels the requests and sign-ins that hold this token, and its [children](Self::child).
    pub fn cancel(&self) {
        self.0.cancel();
    }

    /// Whether the token was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.0.state().is_cancelled
    }

    /// A token that is cancelled with this one and can also be cancelled alone: for one task among many.
    pub fn child(&self) -> Self {
        let child = Self::new();
        self.adopt(&child);
        child
    }

    /// Whether the other token is a clone of this one.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Makes another token a child of this one. A token may have several parents.
    pub(crate) fn adopt(&self, child: &Self) {
        let mut state = self.0.state();
        if state.is_cancelled {
            drop(state);
            child.cancel();
        } else {
            state.children.retain(|other| other.strong_count() > 0);
            state.children.push(Arc::downgrade(&child.0));
        }
    }

    /// Waits until the token is cancelled or the timeout has passed. Returns whether the token was cancelled.
    ///
    /// A [`Clock`](crate::time::Clock) of your own can wait with this.
    pub fn wait(&self, timeout: Duration) -> bool {
        // A timeout too large to represent means no timeout.
        let end = Instant::now().checked_add(timeout);
        let mut state = self.0.state();
        while !state.is_cancelled {
            state = match end {
                None => self
                    .0
                    .cancelled
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner),
                Some(end) => {
                    let left = end.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return false;
                    }
                    self.0
                        .cancelled
                        .wait_timeout(state, left)
                        .unwrap_or_else(PoisonError::into_inner)
                        .0
                }
            };
        }
        true
    }
}

impl fmt::Debug for CancelToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CancelToken")
            .field("is_cancelled", &self.is_cancelled())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cancelling_reaches_children_but_not_parents() {
        let parent = CancelToken::new();
        let (first, second) = (parent.child(), parent.child());
        first.cancel();
        assert!(first.is_cancelled() && !second.is_cancelled() && !parent.is_cancelled());
        let grandchild = second.child();
        parent.clone().cancel();
        assert!(second.is_cancelled() && grandchild.is_cancelled());
        assert!(parent.child().is_cancelled());
    }

    #[test]
    fn cancelling_wakes_waiting_threads() {
        let parent = CancelToken::new();
        let child = parent.child();
        let waiting = std::thread::spawn(move || child.wait(Duration::MAX));
        parent.cancel();
        assert!(waiting.join().unwrap());
        assert!(!CancelToken::new().wait(Duration::from_millis(1)));
    }
}
