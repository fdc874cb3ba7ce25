//! Interrupts.

use std::cell::RefCell;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use ureq::unversioned::transport::ShutdownHandle;

/// The socket of a connection.
pub(crate) type Socket = Weak<dyn ShutdownHandle>;

/// Interrupts requests from another thread: those that [`run`](Self::run) sends. Clones are the same interrupt.
#[derive(Clone, Default)]
pub struct Interrupt(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    is_interrupted: bool,
    /// The sockets of the requests.
    sockets: Vec<Socket>,
    /// Ends the wait for a thread that looks a host up or connects.
    wake: Option<Box<dyn FnOnce() + Send>>,
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
        for socket in state.sockets.drain(..).filter_map(|socket| socket.upgrade()) {
            socket.shutdown();
        }
        if let Some(wake) = state.wake.take() {
            wake();
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

    /// Whether the interrupt of the requests that this thread sends is this one, or there is none and this one is.
    pub(crate) fn is_current(this: Option<&Self>) -> bool {
        CURRENT.with_borrow(|current| match (current, this) {
            (Some(current), Some(this)) => Arc::ptr_eq(&current.0, &this.0),
            (None, None) => true,
            _ => false,
        })
    }

    /// From now on, the interrupt applies to this connection too. Fails if it is interrupted already.
    pub(crate) fn add(&self, socket: &Socket) -> io::Result<()> {
        let mut state = self.state();
        if state.is_interrupted {
            return Err(interrupted());
        }
        state.sockets.push(Weak::clone(socket));
        Ok(())
    }

    /// From now on, the interrupt does not apply to this connection any more.
    pub(crate) fn remove(&self, socket: &Socket) {
        self.state().sockets.retain(|other| !Weak::ptr_eq(other, socket));
    }

    /// Calls a function if the interrupt comes, or at once if it has come already. `None` for no function.
    pub(crate) fn set_wake(&self, wake: Option<Box<dyn FnOnce() + Send>>) {
        let mut state = self.state();
        match wake {
            Some(wake) if state.is_interrupted => wake(),
            wake => state.wake = wake,
        }
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
