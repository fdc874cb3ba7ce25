//! Work that cannot be interrupted, on threads that can be left behind.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread;

use ureq::Error;
use ureq::unversioned::transport::{NextTimeout, ShutdownHandle};

use super::interrupt::{Interrupt, interrupted};

/// Ends the wait for a thread.
struct Wake<T>(Sender<Result<T, Error>>);

impl<T: Send> ShutdownHandle for Wake<T> {
    fn shutdown(&self) {
        // If the wait has ended, nobody receives it.
        let _ = self.0.send(Err(interrupted().into()));
    }
}

/// Runs work on a thread of its own, and returns its result. If the interrupt comes or the timeout passes before, the
/// thread is left behind and its result is dropped.
pub(crate) fn run<T: Send + 'static>(
    interrupt: Option<&Interrupt>,
    timeout: NextTimeout,
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let (sender, receiver) = mpsc::channel();
    let wake: Arc<dyn ShutdownHandle> = Arc::new(Wake(sender.clone()));
    let wait = Arc::downgrade(&wake);
    if let Some(interrupt) = interrupt {
        interrupt.add(&wait)?;
    }
    let work = move || {
        // The thread has printed the reason of a panic.
        let result = catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Error::ConnectionFailed));
        // Nobody receives the result of work that was left behind.
        let _ = sender.send(result);
    };
    let thread = thread::Builder::new().name("halo-connect".into());
    let result = match thread.spawn(work) {
        // The thread ends by itself: a connection no later than the same timeout, a lookup by the system's.
        Ok(_left_behind) => match timeout.not_zero() {
            None => receiver.recv().unwrap_or(Err(Error::ConnectionFailed)),
            Some(length) => match receiver.recv_timeout(*length) {
                Ok(result) => result,
                Err(_) => Err(Error::Timeout(timeout.reason)),
            },
        },
        Err(error) => Err(error.into()),
    };
    if let Some(interrupt) = interrupt {
        interrupt.remove(&wait);
    }
    result
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use ureq::Timeout;
    use ureq::unversioned::transport::time;

    use super::*;

    /// The longest wait of these tests.
    const LIMIT: Duration = Duration::from_secs(60);

    fn timeout(after: time::Duration) -> NextTimeout {
        NextTimeout {
            after,
            reason: Timeout::Resolve,
            ..NextTimeout::default()
        }
    }

    /// Work that lasts until the sender is dropped.
    fn endless() -> (mpsc::Sender<()>, impl FnOnce() -> Result<(), Error> + Send) {
        let (end, ended) = mpsc::channel();
        let work = move || {
            let _ = ended.recv_timeout(LIMIT);
            Ok(())
        };
        (end, work)
    }

    #[test]
    fn the_result_is_returned() {
        let timeout = timeout(time::Duration::NotHappening);
        let interrupt = Interrupt::new();
        for interrupt in [None, Some(&interrupt)] {
            assert_eq!(run(interrupt, timeout, || Ok(7)).unwrap(), 7);
            let error = run::<()>(interrupt, timeout, || Err(Error::HostNotFound));
            assert!(matches!(error, Err(Error::HostNotFound)));
            let panic = run::<()>(interrupt, timeout, || std::panic::resume_unwind(Box::new("")));
            assert!(matches!(panic, Err(Error::ConnectionFailed)));
        }
    }

    #[test]
    fn an_interrupt_leaves_the_work_behind() {
        let (_end, work) = endless();
        let interrupt = Interrupt::new();
        let remote = interrupt.clone();
        let thread = thread::spawn(move || remote.interrupt());
        let error = run(Some(&interrupt), timeout(time::Duration::NotHappening), work);
        assert!(matches!(error, Err(Error::Io(_))), "{error:?}");
        thread.join().unwrap();
        // An interrupt that came before starts no thread.
        let work = || -> Result<(), Error> { unreachable!() };
        assert!(run(Some(&interrupt), timeout(time::Duration::NotHappening), work).is_err());
    }

    #[test]
    fn an_interrupt_ends_the_waits_of_several_threads() {
        let interrupt = Interrupt::new();
        let (begin, begun) = mpsc::channel();
        thread::scope(|scope| {
            let (ends, waits): (Vec<_>, Vec<_>) = (0..3)
                .map(|_| {
                    let (end, work) = endless();
                    let (begin, interrupt) = (begin.clone(), &interrupt);
                    let work = move || {
                        begin.send(()).unwrap();
                        work()
                    };
                    let wait = move || run(Some(interrupt), timeout(time::Duration::NotHappening), work);
                    (end, scope.spawn(wait))
                })
                .unzip();
            for _ in &ends {
                begun.recv_timeout(LIMIT).unwrap();
            }
            interrupt.interrupt();
            for wait in waits {
                assert!(matches!(wait.join().unwrap(), Err(Error::Io(_))));
            }
        });
    }

    #[test]
    fn a_timeout_leaves_the_work_behind() {
        let (_end, work) = endless();
        let error = run(None, timeout(time::Duration::from_millis(1)), work);
        assert!(
            matches!(error, Err(Error::Timeout(Timeout::Resolve))),
            "{error:?}"
        );
    }
}
