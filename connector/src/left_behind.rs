//! Work that cannot be interrupted, on threads that can be left behind.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use ureq::Error;
use ureq::unversioned::transport::NextTimeout;

use super::interrupt::{Interrupt, interrupted};

/// The time that work may take beyond its timeout, to report that itself.
const GRACE: Duration = Duration::from_secs(1);

/// Runs work on a thread of its own, and returns its result. If the interrupt comes or the timeout passes before, the
/// thread is left behind and its result is dropped.
pub(crate) fn run<T: Send + 'static>(
    interrupt: Option<&Interrupt>,
    timeout: NextTimeout,
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let (sender, receiver) = mpsc::channel();
    let wake = sender.clone();
    if let Some(interrupt) = interrupt {
        interrupt.set_wake(Some(Box::new(move || {
            // The receiver waits as long as this function is set.
            let _ = wake.send(Err(interrupted().into()));
        })));
    }
    let work = move || {
        // The thread has printed the reason of a panic.
        let result = catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Error::ConnectionFailed));
        // Nobody receives the result of work that was left behind.
        let _ = sender.send(result);
    };
    let thread = thread::Builder::new().name("halo-connect".into());
    let result = match thread.spawn(work) {
        // The thread ends by itself, no later than its own timeout.
        Ok(_left_behind) => match timeout.not_zero() {
            None => receiver.recv().unwrap_or(Err(Error::ConnectionFailed)),
            Some(length) => match receiver.recv_timeout(length.saturating_add(GRACE)) {
                Ok(result) => result,
                Err(_) => Err(Error::Timeout(timeout.reason)),
            },
        },
        Err(error) => Err(error.into()),
    };
    if let Some(interrupt) = interrupt {
        interrupt.set_wake(None);
    }
    result
}

#[cfg(test)]
mod tests {
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
        // An interrupt that came before has the same effect.
        let (_end, work) = endless();
        assert!(run(Some(&interrupt), timeout(time::Duration::NotHappening), work).is_err());
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
