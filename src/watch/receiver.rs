//! A watch on a thread of its own.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::error::WatchError;
use super::new_match::NewMatch;
use super::poller::{Poller, Step, Update};
use super::resume_point::ResumePoint;
use crate::sync::{CancelToken, survive};

/// An item of a watch.
pub(super) type Item = Result<NewMatch, WatchError>;

/// An item from the thread. The update of the resume point travels with its match, so that the point counts only matches
/// that the program has received.
struct Message {
    /// The outer error is a panic.
    item: thread::Result<Box<Item>>,
    update: Option<Update>,
}

/// The state that the thread and the receiver share.
#[derive(Default)]
struct Shared {
    /// The first known matches of players. They are no items: a full queue must not delay them, nor do they wake a
    /// program.
    known: Mutex<Vec<Update>>,
    /// Whether the receiver was dropped. Then the program is not woken any more.
    is_dropped: AtomicBool,
}

impl Shared {
    fn known(&self) -> MutexGuard<'_, Vec<Update>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A watch on a thread of its own, made by [`Watch::channel`](super::Watch::channel). Its iterator waits for the next
/// match, as [`recv`](Self::recv) does.
///
/// Dropping it stops the watch: its wait ends at once, and so does its request, as that of a cancelled client. `drop`
/// does not wait for the thread.
///
/// A panic in the program's code on the thread, such as a [`Credentials`](crate::auth::Credentials) or a
/// [`Clock`](crate::time::Clock), is propagated by the method that receives. Then the watch is over.
pub struct WatchReceiver {
    /// The lock is never taken. It makes the receiver `Sync`, for programs that keep it in shared data.
    messages: Mutex<Receiver<Message>>,
    stop: CancelToken,
    point: ResumePoint,
    shared: Arc<Shared>,
    is_over: bool,
}

impl WatchReceiver {
    /// Starts the thread, which holds the poller until the watch is over.
    pub(super) fn start(poller: &Arc<Mutex<Poller>>, capacity: usize) -> Result<Self, WatchError> {
        let (sender, messages) = sync_channel(capacity.max(1));
        let (stop, point) = {
            let poller = lock(poller);
            (poller.stop().clone(), poller.resume_point())
        };
        let shared = Arc::<Shared>::default();
        let (poller, of_thread) = (Arc::clone(poller), Arc::clone(&shared));
        let thread = thread::Builder::new().name("halo-watch".into());
        match thread.spawn(move || run(&mut lock(&poller), &of_thread, sender)) {
            Ok(_) => Ok(Self {
                messages: Mutex::new(messages),
                stop,
                point,
                shared,
                is_over: false,
            }),
            Err(error) => Err(WatchError::Thread(Arc::new(error))),
        }
    }

    /// Waits for the next match or error; `None` if the watch is over.
    pub fn recv(&mut self) -> Option<Result<NewMatch, WatchError>> {
        match self.messages().recv() {
            Ok(message) => Some(self.take(message)),
            Err(_) => self.end(),
        }
    }

    /// Returns a match or an error that is there, without a wait; otherwise `None`, as when the watch
    /// [is over](Self::is_over).
    pub fn try_recv(&mut self) -> Option<Result<NewMatch, WatchError>> {
        match self.messages().try_recv() {
            Ok(message) => Some(self.take(message)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => self.end(),
        }
    }

    /// Waits for the next match or error, but no longer than the timeout, in real time; otherwise `None`, as when the
    /// watch [is over](Self::is_over).
    pub fn recv_timeout(&mut self, timeout: Duration) -> Option<Result<NewMatch, WatchError>> {
        match self.messages().recv_timeout(timeout) {
            Ok(message) => Some(self.take(message)),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => self.end(),
        }
    }

    /// Whether the watch is over, and everything was received: the client's token was cancelled, or no player can be
    /// watched. Known after a method has returned `None`.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// The state after the last match that was received: see [`Watch::resume_point`](super::Watch::resume_point).
    pub fn resume_point(&self) -> ResumePoint {
        let mut point = self.point.clone();
        let known = self.shared.known();
        known.iter().for_each(|update| update.apply_if_first(&mut point));
        point
    }

    fn messages(&mut self) -> &Receiver<Message> {
        self.messages.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&mut self, message: Message) -> Item {
        if let Some(update) = message.update {
            update.apply(&mut self.point);
        }
        *message.item.unwrap_or_else(|panic| resume_unwind(panic))
    }

    fn end(&mut self) -> Option<Item> {
        self.is_over = true;
        None
    }
}

/// The poller, which no other thread uses while it is locked.
pub(super) fn lock(poller: &Mutex<Poller>) -> MutexGuard<'_, Poller> {
    poller.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sends the items until the watch is over or nobody receives them.
fn run(poller: &mut Poller, shared: &Shared, sender: SyncSender<Message>) {
    loop {
        let step = catch_unwind(AssertUnwindSafe(|| poller.step()));
        let has_panicked = step.is_err();
        let (item, update) = match step {
            Ok(Step::End) => break,
            Ok(Step::Nothing) => continue,
            Ok(Step::Known(update)) => {
                shared.known().push(update);
                continue;
            }
            Ok(Step::Found(new, update)) => (Ok(Box::new(Ok(*new))), Some(update)),
            Ok(Step::Failed(error)) => (Ok(Box::new(Err(error))), None),
            Err(panic) => (Err(panic), None),
        };
        if sender.send(Message { item, update }).is_err() {
            return;
        }
        if has_panicked {
            break;
        }
        wake(poller, shared);
    }
    // The program learns of the end, too.
    drop(sender);
    wake(poller, shared);
}

fn wake(poller: &mut Poller, shared: &Shared) {
    if !shared.is_dropped.load(Ordering::SeqCst) {
        survive("the callback `on_event`", &mut poller.wake);
    }
}

impl Iterator for WatchReceiver {
    type Item = Result<NewMatch, WatchError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.recv()
    }
}

impl Drop for WatchReceiver {
    fn drop(&mut self) {
        // First, so that the end that follows wakes nobody.
        self.shared.is_dropped.store(true, Ordering::SeqCst);
        self.stop.cancel();
    }
}

impl fmt::Debug for WatchReceiver {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("WatchReceiver")
            .field("is_over", &self.is_over)
            .finish_non_exhaustive()
    }
}
