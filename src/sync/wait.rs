//! Waits that end.

use std::convert::Infallible;
use std::fs::{File, TryLockError as TryFileLockError};
use std::io;
use std::sync::{Mutex, MutexGuard, TryLockError};
use std::time::{Duration, Instant};

use super::cancel::CancelToken;

/// The first pause between two attempts.
const MIN_PAUSE: Duration = Duration::from_millis(1);
/// The longest pause between two attempts.
const MAX_PAUSE: Duration = Duration::from_millis(50);

/// The limits of a wait for something that only repeated attempts can notice, such as a lock of another
/// process: an end, and a cancel token.
#[derive(Debug, Clone)]
pub(crate) struct Wait {
    /// `None` if the time is too large to represent: the wait has no end.
    end: Option<Instant>,
    cancel: CancelToken,
}

impl Wait {
    /// A wait of this length, from now.
    pub fn new(length: Duration, cancel: &CancelToken) -> Self {
        Self {
            end: Instant::now().checked_add(length),
            cancel: cancel.clone(),
        }
    }

    /// Repeats the attempt until it returns a value or an error, with growing pauses. The first attempt is
    /// always made. Returns `None` if the wait ends or is cancelled before.
    pub fn poll<T, E>(&self, mut attempt: impl FnMut() -> Result<Option<T>, E>) -> Result<Option<T>, E> {
        let mut pause = MIN_PAUSE;
        loop {
            if let Some(value) = attempt()? {
                return Ok(Some(value));
            }
            let left = self.time_left();
            if left.is_zero() || self.cancel.wait(pause.min(left)) {
                return Ok(None);
            }
            pause = (pause * 2).min(MAX_PAUSE);
        }
    }

    /// Locks a mutex. Returns `None` if another thread still holds it at the end of the wait. A panic of
    /// another thread is ignored: the content must be intact at each point at which a holder could panic.
    pub fn lock<'m, T>(&self, mutex: &'m Mutex<T>) -> Option<MutexGuard<'m, T>> {
        let locked = self.poll(|| {
            Ok::<_, Infallible>(match mutex.try_lock() {
                Ok(guard) => Some(guard),
                Err(TryLockError::Poisoned(panicked)) => Some(panicked.into_inner()),
                Err(TryLockError::WouldBlock) => None,
            })
        });
        locked.unwrap_or_else(|never| match never {})
    }

    /// Locks a file among all processes, until it is closed. Returns `None` if another process, or another
    /// handle of this one, still holds the lock at the end of the wait.
    pub fn lock_file(&self, file: &File) -> io::Result<Option<()>> {
        self.poll(|| match file.try_lock() {
            Ok(()) => Ok(Some(())),
            Err(TryFileLockError::WouldBlock) => Ok(None),
            Err(TryFileLockError::Error(error)) => Err(error),
        })
    }

    pub fn time_left(&self) -> Duration {
        self.end
            .map_or(Duration::MAX, |end| end.saturating_duration_since(Instant::now()))
    }
}

#[cfg(feature = "cache")]
impl Wait {
    /// This wait, with this length at most.
    pub fn at_most(&self, length: Duration) -> Self {
        Self::new(length.min(self.time_left()), &self.cancel)
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    fn never() -> Result<Option<()>, Infallible> {
        Ok(None)
    }

    #[test]
    fn a_wait_ends_at_its_end_or_when_it_is_cancelled() {
        let cancel = CancelToken::new();
        for length in [Duration::ZERO, Duration::from_millis(5)] {
            assert_eq!(Wait::new(length, &cancel).poll(never), Ok(None));
        }
        let wait = Wait::new(Duration::MAX, &cancel);
        let waiting = thread::spawn(move || wait.poll(never));
        cancel.cancel();
        assert_eq!(waiting.join().unwrap(), Ok(None));
    }

    #[test]
    fn the_attempt_is_made_at_least_once_and_its_result_returned() {
        let cancel = CancelToken::new();
        cancel.cancel();
        let wait = Wait::new(Duration::ZERO, &cancel);
        assert_eq!(wait.poll(|| Ok::<_, ()>(Some(1))), Ok(Some(1)));
        assert_eq!(wait.poll(|| Err::<Option<()>, _>(2)), Err(2));
        let mut attempts = 0;
        let third = || {
            attempts += 1;
            Ok::<_, ()>((attempts == 3).then_some(attempts))
        };
        assert_eq!(
            Wait::new(Duration::MAX, &CancelToken::new()).poll(third),
            Ok(Some(3))
        );
    }
}
