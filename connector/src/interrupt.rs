//! Interrupts.

use std::cell::RefCell;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use ureq::unversioned::transport::ShutdownHandle;

/// A part of a request that an interrupt ends: the socket of its connection, or its wait for another thread.
pub(crate) type Part = Weak<dyn ShutdownHandle>;

/// Interrupts requests from another thread: those that [`run`](Self::run) sends. Clones are the same interrupt.
#[derive(Clone, Default)]
pub struct Interrupt(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    is_interrupted: bool,
    /// The parts of the requests under way.
    parts: Vec<Part>,
}

thread_local! {
    /// The interrupt of the requests that this thread sends.
    static CURRENT: RefCell<Option<Interrupt>> = const { RefCell::new(None) };
}

impl Interrupt {
    /// An interrupt that has not been used.
    pub fn new() -> Self {
        Self::default()
    }

    /// Interrupts the requests that `run` is sending, and all later ones. They fail with an
    /// [I/O error](ureq::Error::Io). Returns at once.
    ///
    /// A body whose length the service has not told may end early instead: check
    /// [`is_interrupted`](Self::is_interrupted) afterwards.
    pub fn interrupt(&self) {
        let mut state = self.state();
        state.is_interrupted = true;
        // Under the lock, so that no other request has taken over a connection in the meantime.
        for part in state.parts.drain(..).filter_map(|part| part.upgrade()) {
            part.shutdown();
        }
    }

    /// Whether [`interrupt`](Self::interrupt) was called.
    pub fn is_interrupted(&self) -> bool {
        self.state().is_interrupted
    }

    /// Runs the closure. The interrupt applies to all requests that the closure sends and reads on this thread, through
    /// agents that [`Addresses::agent`](crate::Addresses::agent) made. A closure within the closure may have an interrupt
    /// of its own.
    pub fn run<T>(&self, send: impl FnOnce() -> T) -> T {
        struct Restore(Option<Interrupt>);
        impl Drop for Restore {
            fn drop(&mut self) {
                CURRENT.set(self.0.take());
            }
        }
        let _restore = Restore(CURRENT.replace(Some(self.clone())));
        send()
    }

    /// The interrupt of the requests that this thread sends.
    pub(crate) fn current() -> Option<Self> {
        CURRENT.with_borrow(Clone::clone)
    }

    /// Whether this is the interrupt of the requests that this thread sends. `None` means: no interrupt.
    pub(crate) fn is_current(this: Option<&Self>) -> bool {
        CURRENT.with_borrow(|current| match (current, this) {
            (Some(current), Some(this)) => Arc::ptr_eq(&current.0, &this.0),
            (None, None) => true,
            _ => false,
        })
    }

    /// From now on, the interrupt applies to this part too. Fails if it is interrupted already.
    pub(crate) fn add(&self, part: &Part) -> io::Result<()> {
        let mut state = self.state();
        if state.is_interrupted {
            return Err(interrupted());
        }
        // Few are alive at once, also if the interrupt serves many requests: those of the requests under way.
        state.parts.retain(|other| other.strong_count() > 0);
        state.parts.push(Weak::clone(part));
        Ok(())
    }

    /// From now on, the interrupt does not apply to this part any more.
    pub(crate) fn remove(&self, part: &Part) {
        self.state().parts.retain(|other| !Weak::ptr_eq(other, part));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The error of a request that is interrupted.
pub(crate) fn interrupted() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionAborted, "the request was interrupted")
}

impl fmt::Debug for Interrupt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Interrupt({})", self.is_interrupted())
    }
}
