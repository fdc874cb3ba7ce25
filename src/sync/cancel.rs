//! Cancel tokens.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

/// Cancels requests from another thread.
///
/// Pass a token to a client ([`Client::with_cancel_token`](crate::Client::with_cancel_token)) or to a
/// sign-in, and keep a clone in the thread that may cancel, for example a signal handler or a window.
/// Requests end at once and return [`Error::Cancelled`](crate::Error::Cancelled), and so does every later request. That
/// holds while a request waits for a permit, for new tokens or for the next attempt, and for an HTTP exchange under way:
/// its connection is closed. The service may have received a request that ends so.
///
/// Some exchanges are not interrupted, and end by themselves within their timeout: those through an
/// [agent of your own](crate::ClientBuilder::agent) or without the feature `connector`, and those of a sign-in that
/// redeem a refresh token, since the new one would be lost.
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
    /// Kept alive, so that a token is cancelled with its grandparents even if nobody holds its parent.
    parents: Vec<Arc<Shared>>,
    children: Vec<Weak<Shared>>,
    /// The number of children at which dropped ones are removed.
    full: usize,
    callbacks: Vec<Weak<Callback>>,
}

type Callback = dyn Fn() + Send + Sync;

/// A callback for the cancellation of a token, until it is dropped.
#[must_use]
pub(crate) struct OnCancel {
    _callback: Arc<Callback>,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        // The state is consistent at each point at which a holder could panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Drops the parents that nobody else holds one by one: a long line of tokens must not exhaust the stack.
impl Drop for Shared {
    fn drop(&mut self) {
        let mut parents = std::mem::take(&mut self.state().parents);
        while let Some(parent) = parents.pop() {
            if let Some(parent) = Arc::into_inner(parent) {
                parents.append(&mut parent.state().parents);
            }
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
        // A list instead of recursion: a long line of children must not exhaust the stack.
        let mut tokens = vec![Arc::clone(&self.0)];
        while let Some(token) = tokens.pop() {
            let (parents, children, callbacks) = {
                let mut state = token.state();
                state.is_cancelled = true;
                (
                    std::mem::take(&mut state.parents),
                    std::mem::take(&mut state.children),
                    std::mem::take(&mut state.callbacks),
                )
            };
            token.cancelled.notify_all();
            callbacks
                .iter()
                .filter_map(Weak::upgrade)
                .for_each(|callback| callback());
            tokens.extend(children.iter().filter_map(Weak::upgrade));
            // Outside of the lock, as each drop of a token is.
            drop(parents);
        }
    }

    /// Whether the token was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.0.state().is_cancelled
    }

    /// A token that is cancelled with this one and can also be cancelled alone: for one task among many.
    ///
    /// It stays connected even if this token is dropped: it is also cancelled with the tokens of which this
    /// one is a child.
    pub fn child(&self) -> Self {
        let child = Self::new();
        self.adopt(&child);
        child
    }

    /// A token that is cancelled with any of these: for a call that both a window and its program may end.
    ///
    /// ```
    /// use halo_infinite::CancelToken;
    ///
    /// let (window, program) = (CancelToken::new(), CancelToken::new());
    /// let call = CancelToken::any_of([&window, &program]);
    /// program.cancel();
    /// assert!(call.is_cancelled() && !window.is_cancelled());
    /// ```
    pub fn any_of<'a>(tokens: impl IntoIterator<Item = &'a Self>) -> Self {
        let any = Self::new();
        tokens.into_iter().for_each(|token| token.adopt(&any));
        any
    }

    /// Whether the other token is a clone of this one.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Makes another token a child of this one. A token may have several parents.
    pub(crate) fn adopt(&self, child: &Self) {
        // First the child's side: once the parent knows the child, it may cancel it.
        child.0.state().parents.push(Arc::clone(&self.0));
        let mut state = self.0.state();
        if state.is_cancelled {
            drop(state);
            child.cancel();
            return;
        }
        if state.children.len() >= state.full {
            state.children.retain(|other| other.strong_count() > 0);
            // Twice as many as are left, so that many children cost each other little.
            state.full = (2 * state.children.len()).max(8);
        }
        state.children.push(Arc::downgrade(&child.0));
    }

    /// Calls a function when the token is cancelled, or at once if it is cancelled already. The function must return
    /// quickly and not panic.
    #[cfg_attr(not(feature = "connector"), expect(dead_code))]
    pub(crate) fn on_cancel(&self, callback: impl Fn() + Send + Sync + 'static) -> OnCancel {
        let callback: Arc<Callback> = Arc::new(callback);
        let is_cancelled = {
            let mut state = self.0.state();
            // Few are alive at once: one for each exchange under way.
            state.callbacks.retain(|other| other.strong_count() > 0);
            if !state.is_cancelled {
                state.callbacks.push(Arc::downgrade(&callback));
            }
            state.is_cancelled
        };
        if is_cancelled {
            callback();
        }
        OnCancel { _callback: callback }
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
    fn a_token_is_cancelled_with_a_grandparent_whose_child_was_dropped() {
        let root = CancelToken::new();
        let grandchild = root.child().child();
        let adopted = CancelToken::new();
        root.child().adopt(&adopted);
        assert!(!grandchild.is_cancelled() && !adopted.is_cancelled());
        root.cancel();
        assert!(grandchild.is_cancelled() && adopted.is_cancelled());
    }

    #[test]
    fn long_lines_of_tokens_are_cancelled_and_dropped_on_a_small_stack() {
        const LENGTH: usize = 200_000;
        let line = |root: &CancelToken| {
            let mut line = vec![root.child()];
            for place in 1..LENGTH {
                line.push(line[place - 1].child());
            }
            line
        };
        let test = move || {
            let root = CancelToken::new();
            let tokens = line(&root);
            root.cancel();
            assert!(tokens.iter().all(CancelToken::is_cancelled));
            // Dropped before it is cancelled: in order, from the end, and by its last token alone.
            drop(line(&root));
            let root = CancelToken::new();
            drop(line(&root));
            line(&root).into_iter().rev().for_each(drop);
            let last = line(&root).pop().unwrap();
            let watch = Arc::downgrade(&root.0);
            drop(root);
            assert!(watch.strong_count() > 0);
            drop(last);
            assert_eq!(watch.strong_count(), 0);
            // The last token alone keeps the line together.
            let root = CancelToken::new();
            let last = line(&root).pop().unwrap();
            root.cancel();
            assert!(last.is_cancelled());
        };
        let thread = std::thread::Builder::new().stack_size(128 * 1024);
        thread.spawn(test).unwrap().join().unwrap();
    }

    #[test]
    fn callbacks_are_called_once_until_they_are_dropped() {
        use std::sync::atomic::{AtomicUsize, Ordering};

        let calls = Arc::new(AtomicUsize::new(0));
        let on_cancel = |token: &CancelToken| {
            let calls = Arc::clone(&calls);
            token.on_cancel(move || {
                calls.fetch_add(1, Ordering::SeqCst);
            })
        };
        let parent = CancelToken::new();
        let child = parent.child();
        let _kept = (on_cancel(&parent), on_cancel(&child));
        for _ in 0..100 {
            drop(on_cancel(&child));
        }
        assert!(child.0.state().callbacks.len() <= 2);
        parent.cancel();
        parent.cancel();
        assert_eq!(calls.load(Ordering::SeqCst), 2);
        let _at_once = on_cancel(&child);
        assert_eq!(calls.load(Ordering::SeqCst), 3);
    }

    #[test]
    fn dropped_children_are_forgotten() {
        let parent = CancelToken::new();
        let kept: Vec<_> = (0..100).map(|_| parent.child()).collect();
        (0..10_000).for_each(|_| drop(parent.child()));
        assert!(parent.0.state().children.len() <= 2 * kept.len());
        parent.cancel();
        assert!(kept.iter().all(CancelToken::is_cancelled));
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
