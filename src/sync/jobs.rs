//! Several jobs at once.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

/// A job, which borrows from its caller.
pub(crate) type Job<'j> = Box<dyn FnOnce() + Send + 'j>;

/// The maximum number of threads for jobs. The rate limits allow few requests per second anyway.
const THREADS: usize = 8;

/// A job whose result is in the cell afterwards.
pub(crate) fn job<'j, T: Send + Sync>(
    result: &'j OnceLock<T>,
    work: impl FnOnce() -> T + Send + 'j,
) -> Job<'j> {
    Box::new(move || {
        result.get_or_init(work);
    })
}

/// Runs the jobs on this thread and on a few others. Returns when all are done.
pub(crate) fn run_jobs(jobs: Vec<Job<'_>>) {
    let others = jobs.len().saturating_sub(1).min(THREADS - 1);
    let queue = Mutex::new(jobs);
    let work = || {
        loop {
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop();
            match next {
                Some(job) => job(),
                None => break,
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..others {
            let thread = thread::Builder::new().name("halo-jobs".into());
            // If the system cannot start another thread, the others do its jobs.
            if thread.spawn_scoped(scope, work).is_err() {
                break;
            }
        }
        work();
    });
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::time::Duration;

    use super::*;

    #[test]
    fn every_job_runs_once() {
        for count in [0, 1, 2, 30] {
            let done = AtomicUsize::new(0);
            let job = || {
                done.fetch_add(1, Ordering::Relaxed);
            };
            run_jobs((0..count).map(|_| Box::new(job) as Job<'_>).collect());
            assert_eq!(done.load(Ordering::Relaxed), count);
        }
    }

    #[test]
    fn jobs_run_at_the_same_time() {
        const PATIENCE: Duration = Duration::from_secs(60);
        let ((left, from_left), (right, from_right)) = (channel(), channel());
        let meet = |own: Sender<()>, other: Receiver<()>| {
            own.send(()).unwrap();
            other.recv_timeout(PATIENCE).unwrap();
        };
        run_jobs(vec![
            Box::new(move || meet(left, from_right)),
            Box::new(move || meet(right, from_left)),
        ]);
    }
}
