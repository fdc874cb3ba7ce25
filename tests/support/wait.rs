//! Waits that end: where a test would hang, it fails.

use std::io::{Read, Write};
use std::panic::resume_unwind;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Condvar, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// The longest wait for something that takes far less time, even on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// The longest run of another program. It may have to be built first.
pub const LONGEST_RUN: Duration = Duration::from_secs(15 * 60);

/// Runs a task on another thread and returns its result. Panics if the task takes longer than the
/// limit.
pub fn within<T: Send + 'static>(limit: Duration, task: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    let thread = thread::spawn(move || {
        // Nobody receives a result that comes too late.
        let _ = sender.send(task());
    });
    match receiver.recv_timeout(limit) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => panic!("the task still runs after {limit:?}"),
        Err(RecvTimeoutError::Disconnected) => match thread.join() {
            Err(panic) => resume_unwind(panic),
            Ok(()) => unreachable!("the task neither returned nor panicked"),
        },
    }
}

/// Waits, without sleeping, until the condition holds.
pub fn until(condition_in_words: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < PATIENCE, "still waiting: {condition_in_words}");
        thread::yield_now();
    }
}

/// Waits until the thread ends and returns its result.
pub fn join<T>(thread: JoinHandle<T>) -> T {
    until("the thread ends", || thread.is_finished());
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

/// Waits for a message.
pub fn receive<T>(receiver: &Receiver<T>) -> T {
    receiver.recv_timeout(PATIENCE).expect("no message came")
}

/// Waits until the condition variable is notified.
pub fn notified<'a, T>(changed: &Condvar, state: MutexGuard<'a, T>) -> MutexGuard<'a, T> {
    let (state, timeout) = changed.wait_timeout(state, PATIENCE).unwrap();
    assert!(!timeout.timed_out(), "nothing has changed for {PATIENCE:?}");
    state
}

/// Another program. It is killed when this is dropped.
pub struct Process {
    child: Child,
    /// All of the standard output, once it has ended.
    stdout: Receiver<Vec<u8>>,
}

impl Process {
    pub fn spawn(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let stdout = read(child.stdout.take().unwrap());
        Self { child, stdout }
    }

    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits until the program ends. Returns what it wrote to its standard output.
    pub fn wait(&mut self, limit: Duration) -> (ExitStatus, Vec<u8>) {
        let stdout = self.stdout.recv_timeout(limit);
        let stdout = stdout.unwrap_or_else(|_| panic!("the program still runs after {limit:?}"));
        // With the end of its output the program is all but over.
        let mut status = None;
        until("the program ends", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        (status.unwrap(), stdout)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a program to its end, with this input.
pub fn output(command: &mut Command, input: &[u8]) -> Output {
    command.stdin(Stdio::piped()).stderr(Stdio::piped());
    let mut process = Process::spawn(command);
    let mut stdin = process.child.stdin.take().unwrap();
    let stderr = read(process.child.stderr.take().unwrap());
    let input = input.to_vec();
    // A program may end before it has read its input.
    thread::spawn(move || stdin.write_all(&input));
    let (status, stdout) = process.wait(LONGEST_RUN);
    let stderr = receive(&stderr);
    Output {
        status,
        stdout,
        stderr,
    }
}

/// Reads to the end on another thread.
fn read(mut pipe: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // A pipe breaks when its program is killed.
        let _ = pipe.read_to_end(&mut bytes);
        let _ = sender.send(bytes);
    });
    receiver
}
