//! The limit of a service: a bucket of this program, or one that programs share.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::bucket::{AcquireError, DeadlineExceeded, TokenBucket};
use super::queue::State;
use super::rate::Rate;
use super::record::Record;
use super::shared_file::SharedFile;
use crate::fs;
use crate::sync::{CancelToken, Clock, Wait};

/// Maximum wait of a request for the file's lock. Programs hold it for less than a millisecond, unless they are
/// stopped meanwhile, for example by a debugger.
const MAX_LOCK_WAIT: Duration = Duration::from_secs(10);
/// Maximum wait for the lock to note a pause or a change of the rate: the response that reports it has arrived, and
/// its request should not wait longer.
const MAX_NOTE_WAIT: Duration = Duration::from_secs(1);

/// The reason why a request got no permit.
#[derive(Debug)]
pub(crate) enum NoPermit {
    /// The permit would come only after the deadline.
    Late(DeadlineExceeded),
    Cancelled,
    /// The file that programs share cannot be used.
    File {
        path: PathBuf,
        cause: io::Error,
    },
}

impl From<AcquireError> for NoPermit {
    fn from(error: AcquireError) -> Self {
        match error {
            AcquireError::Late(late) => Self::Late(late),
            AcquireError::Cancelled => Self::Cancelled,
        }
    }
}

/// A folder with a file for each limit that programs share.
#[derive(Debug, Clone)]
pub(crate) struct SharedFolder {
    pub path: PathBuf,
    /// The longest pause. A longer one in a file is a damage.
    pub max_pause: Duration,
}

/// The bucket of a service.
///
/// A shared one has a file with its fill level. Requests of this program queue as in any bucket, and only the first
/// of them looks into the file: at the time of its permit, it locks the file, reads the level, and if the permit is
/// still available, takes it and writes the new level. Otherwise it waits until the next one. So all programs
/// together act as threads at one bucket: a program that dies takes nothing along but a permit that it had taken,
/// and the rate is kept exactly even if programs wake up late.
pub(crate) struct Limit {
    bucket: TokenBucket,
    shared: Option<Shared>,
}

struct Shared {
    file: SharedFile,
    max_pause: Duration,
}

impl Shared {
    fn failure(&self, cause: io::Error) -> NoPermit {
        NoPermit::File {
            path: self.file.path().to_owned(),
            cause,
        }
    }
}

impl Limit {
    /// A full bucket of this program.
    pub fn new(rate: Rate, clock: Arc<dyn Clock>) -> Self {
        Self {
            bucket: TokenBucket::with_clock(rate, clock),
            shared: None,
        }
    }

    /// The bucket of this name that programs share. Fails if its file cannot be used.
    pub fn shared(rate: Rate, clock: Arc<dyn Clock>, folder: &SharedFolder, name: &str) -> io::Result<Self> {
        fs::private_folder(&folder.path)?;
        let file = SharedFile::new(folder.path.join(format!("rate-{name}.json")));
        let limit = Self::new(rate, clock);
        // A file whose lock another program has at the moment can be used.
        if let Some(mut locked) = file.lock(&Wait::new(Duration::ZERO, &CancelToken::new()))? {
            locked.make_private()?;
            // If the disk is full, this fails, and later changes do not.
            let record = locked.read()?;
            let new = || {
                limit
                    .bucket
                    .update(|state, moment| Record::new(&state.level, moment))
            };
            locked.write(&record.unwrap_or_else(new))?;
        }
        Ok(Self {
            shared: Some(Shared {
                file,
                max_pause: folder.max_pause,
            }),
            ..limit
        })
    }

    pub fn rate(&self) -> Rate {
        self.bucket.rate()
    }

    /// The rate at the current pace, in requests per second; `None` for no limit.
    pub fn requests_per_second(&self) -> Option<f64> {
        self.bucket.requests_per_second()
    }

    /// The number of requests in the queue, of this program alone.
    #[cfg(test)]
    pub fn queued(&self) -> usize {
        self.bucket.update(|state, _| state.queued())
    }

    /// The wait of a request that arrives now, as far as this program knows.
    pub fn next_wait(&self) -> Duration {
        self.bucket.next_wait()
    }

    /// Waits for a permit. Returns the time waited. After an error no permit is taken, or one is lost if the file cannot
    /// be written.
    pub fn acquire(&self, deadline: Duration, cancel: &CancelToken) -> Result<Duration, NoPermit> {
        let Some(shared) = &self.shared else {
            return Ok(self.bucket.acquire_or_cancel(Some(deadline), cancel)?);
        };
        self.bucket.acquire_by(
            deadline,
            cancel,
            Some(&|ticket| {
                let time_left = deadline.saturating_sub(self.bucket.now());
                let wait = Wait::new(time_left.min(MAX_LOCK_WAIT), cancel);
                let taken = self.take(shared, ticket, deadline, &wait);
                match taken.map_err(|error| shared.failure(error))? {
                    Some(is_taken) => Ok(is_taken),
                    None if cancel.is_cancelled() => Err(NoPermit::Cancelled),
                    None => {
                        let problem = "another program does not release its lock";
                        Err(shared.failure(io::Error::new(io::ErrorKind::TimedOut, problem)))
                    }
                }
            }),
        )
    }

    /// Takes the permit of the first request in the queue if it is due. Returns whether it did; `None` if the file
    /// is locked.
    fn take(
        &self,
        shared: &Shared,
        ticket: u64,
        deadline: Duration,
        wait: &Wait,
    ) -> io::Result<Option<bool>> {
        let Some(mut locked) = shared.file.lock(wait)? else {
            return Ok(None);
        };
        let record = locked.read()?;
        let (is_taken, new) = self.bucket.update(|state, moment| {
            let is_right = match record {
                Some(record) => !record.merge_into(&mut state.level, moment, shared.max_pause),
                None => false,
            };
            let turn = state.turn(ticket, moment.now);
            let is_taken = turn.is_next && turn.due <= moment.now && moment.now <= deadline;
            match is_taken {
                true => state.grant(Some(ticket), moment.now),
                false => state.wake(moment.now),
            }
            let is_new = is_taken || !is_right;
            (is_taken, is_new.then(|| Record::new(&state.level, moment)))
        });
        if let Some(new) = new {
            locked.write(&new)?;
        }
        Ok(Some(is_taken))
    }

    /// Grants no permit before a time of the clock, to no program.
    pub fn pause_until(&self, time: Duration, cancel: &CancelToken) {
        self.change(cancel, |state, now| state.pause_until(time, now));
    }

    /// As [`TokenBucket::throttled`], for all programs.
    pub fn throttled(&self, sent_at: Duration, cancel: &CancelToken) {
        self.change(cancel, |state, now| state.throttled(sent_at, now));
    }

    /// As [`TokenBucket::succeeded`], for all programs.
    pub fn succeeded(&self, sent_at: Duration, cancel: &CancelToken) {
        // Nearly all successes change nothing, and cost no look into the file.
        if self.bucket.pace() < 1.0 {
            self.change(cancel, |state, now| state.succeeded(sent_at, now));
        }
    }

    /// Changes the level, in the file too. If the file cannot be used, the next permit reports that. If another program
    /// has its lock for too long, a pause still holds, but the next permit brings the file's pace back.
    fn change(&self, cancel: &CancelToken, change: impl Fn(&mut State, Duration)) {
        let Some(shared) = &self.shared else {
            return self.bucket.update(|state, moment| change(state, moment.now));
        };
        let wait = Wait::new(MAX_NOTE_WAIT, cancel);
        let opened = shared.file.lock(&wait).and_then(|locked| {
            let mut locked = locked.ok_or(io::ErrorKind::WouldBlock)?;
            let record = locked.read()?;
            Ok((locked, record))
        });
        let record = opened.as_ref().ok().and_then(|(_, record)| *record);
        let new = self.bucket.update(|state, moment| {
            if let Some(record) = record {
                record.merge_into(&mut state.level, moment, shared.max_pause);
            }
            change(state, moment.now);
            Record::new(&state.level, moment)
        });
        if let Err(error) = opened.and_then(|(mut locked, _)| locked.write(&new)) {
            let path = shared.file.path().display();
            log::warn!("{path}: other programs do not learn of a pause or of another rate: {error}");
        }
    }
}

impl fmt::Debug for Limit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.shared.as_ref().map(|shared| shared.file.path());
        formatter
            .debug_struct("Limit")
            .field("bucket", &self.bucket)
            .field("file", &file.map(Path::display))
            .finish()
    }
}
