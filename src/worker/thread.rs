//! The thread of a worker.

use super::queue::Queue;
use crate::client::Client;
use crate::sync::survive;

/// A callback after each job.
pub(super) type OnDone = Box<dyn FnMut() + Send>;

/// Runs jobs until the queue ends.
pub(super) fn work(queue: &Queue, client: &Client, mut on_done: Option<OnDone>) {
    while let Some(entry) = queue.next() {
        // Besides the job, which catches its own panics, this drops values of the program and wakes its tasks.
        survive("the result of a job", || {
            if entry.cancel.is_cancelled() {
                queue.ended();
                drop(entry.task);
            } else {
                entry.task.run(client, &entry.cancel, &|| queue.ended());
            }
        });
        if let Some(callback) = &mut on_done
            && !queue.is_shut_down()
        {
            survive("the callback `on_done`", callback);
        }
    }
}
