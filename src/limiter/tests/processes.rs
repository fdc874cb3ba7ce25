//! Processes that share a limit, and processes that are killed.
//!
//! The other processes are this test program again, with one of the `role_` tests. These do nothing unless an
//! environment variable names them.

use std::fs::TryLockError;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::world::Folder;
use crate::limiter::Rate;
use crate::sync::{CancelToken, Clock, SystemClock};

const ROLE: &str = "HALO_TEST_ROLE";
const FOLDER: &str = "HALO_TEST_RATE";
const PROCESSES: usize = 8;
/// Far longer than any step takes, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// The time of the test, from the first permit on.
const TIME: Duration = Duration::from_secs(4);
/// The line of a process that has the lock.
const LOCKED: &str = "locked";

fn rate() -> Rate {
    Rate::new(50.0, 1).unwrap()
}

fn folder_in_role(role: &str) -> Option<PathBuf> {
    std::env::var(ROLE).ok().filter(|own_role| own_role == role)?;
    std::env::var_os(FOLDER).map(PathBuf::from)
}

/// The system's clock, which remembers its last time of day: at a permit, that of the permit.
#[derive(Default)]
struct PermitClock {
    clock: SystemClock,
    last: Mutex<Timestamp>,
}

impl Clock for PermitClock {
    fn now(&self) -> Duration {
        self.clock.now()
    }

    fn sleep_until(&self, time: Duration) {
        self.clock.sleep_until(time);
    }

    fn sleep_until_or_cancelled(&self, time: Duration, cancel: &CancelToken) {
        self.clock.sleep_until_or_cancelled(time, cancel);
    }

    fn timestamp(&self) -> Timestamp {
        let mut last = self.last.lock().unwrap();
        *last = Timestamp::now();
        *last
    }
}

/// Prints the time of each permit, until it is killed or its parent is gone.
#[test]
fn role_take_permits() {
    let Some(folder) = folder_in_role("role_take_permits") else {
        return;
    };
    let folder = std::mem::ManuallyDrop::new(Folder(folder));
    let clock = Arc::new(PermitClock::default());
    let limit = folder.limit(rate(), clock.clone());
    while clock.now() < PATIENCE {
        limit.acquire(Duration::MAX, &CancelToken::new()).unwrap();
        println!("permit {}", clock.last.lock().unwrap().as_nanosecond());
    }
}

/// Locks the file, and keeps the lock until it is killed.
#[test]
fn role_keep_the_lock() {
    let Some(folder) = folder_in_role("role_keep_the_lock") else {
        return;
    };
    let folder = std::mem::ManuallyDrop::new(Folder(folder));
    let file = crate::fs::open_or_create(&folder.file()).unwrap();
    file.lock().unwrap();
    println!("{LOCKED} {}", Timestamp::now().as_nanosecond());
    CancelToken::new().wait(PATIENCE);
}

/// A process, which is killed when this is dropped, and the times in its lines.
struct Process {
    child: Child,
    lines: Receiver<(String, i128)>,
}

impl Process {
    fn start(role: &str, folder: &Folder) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                &format!("limiter::tests::processes::{role}"),
                "--nocapture",
            ])
            .env(ROLE, role)
            .env(FOLDER, &folder.0)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout: Box<dyn Read + Send> = Box::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                // The first line follows the test's name. A process may be killed within a line.
                let mut words = line.rsplit(' ');
                let time = words.next().and_then(|word| word.parse().ok());
                let name = words.next().map(str::to_owned);
                if let (Some(time), Some(name)) = (time, name) {
                    // The test may have ended.
                    let _ = sender.send((name, time));
                }
            }
        });
        Self { child, lines }
    }

    fn next_time(&self) -> i128 {
        self.lines.recv_timeout(PATIENCE).expect("the process is stuck").1
    }

    /// Kills the process. Returns the times that it has printed, but not those that were returned already.
    fn kill(mut self) -> Vec<i128> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.lines.iter().map(|(_, time)| time).collect()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn busy_wait(time: Duration) {
    let end = Instant::now() + time;
    while Instant::now() < end {
        thread::yield_now();
    }
}

fn is_locked(folder: &Folder) -> bool {
    let file = crate::fs::open_or_create(&folder.file()).unwrap();
    matches!(file.try_lock(), Err(TryLockError::WouldBlock))
}

#[test]
fn processes_share_a_rate_while_some_are_killed() {
    let folder = Folder::new("processes");
    let mut processes: Vec<_> = (0..PROCESSES)
        .map(|_| Process::start("role_take_permits", &folder))
        .collect();
    // All are at work, so that each of them gets permits.
    let mut permits: Vec<i128> = processes.iter().map(Process::next_time).collect();
    let start = *permits.iter().max().unwrap();
    busy_wait(TIME / 2);

    // One is killed at any moment.
    permits.extend(processes.pop().unwrap().kill());

    // Another one is killed while it has the lock.
    let holder = Process::start("role_keep_the_lock", &folder);
    let locked_at = holder.next_time();
    assert!(is_locked(&folder));
    busy_wait(rate().interval() * 5);
    assert!(is_locked(&folder), "nobody had to wait for the lock");
    let killed_at = Timestamp::now().as_nanosecond();
    holder.kill();

    // The others go on.
    for process in &processes {
        loop {
            let time = process.next_time();
            permits.push(time);
            if time > killed_at {
                break;
            }
        }
    }
    let goes_on_at = *permits.iter().max().unwrap();
    busy_wait(TIME / 2);
    let end = Timestamp::now().as_nanosecond();
    let mut counts = Vec::new();
    for process in processes {
        let times = process.kill();
        counts.push(times.len());
        permits.extend(times);
    }

    permits.sort_unstable();
    let early = permits.iter().find(|time| (locked_at..killed_at).contains(*time));
    assert_eq!(early, None, "a permit was granted without the lock");
    let interval = rate().interval().as_nanos() as i128;
    let gaps: Vec<_> = permits.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(
        gaps.iter().all(|gap| *gap >= interval),
        "two permits came within an interval: {gaps:?}"
    );
    // It is 0.97 on a machine with some other work, and was 0.69 with four busy programs for each core: then all
    // processes wake up late. The benchmark `bulk` measures it.
    let share = |from: i128, to: i128| {
        let count = permits.iter().filter(|time| (from..to).contains(*time)).count();
        count as f64 * interval as f64 / (to - from) as f64
    };
    let shares = [share(start, locked_at), share(goes_on_at, end)];
    println!("{shares:?} of the rate; the last permits by process: {counts:?}");
    assert!(shares.iter().all(|share| *share > 0.25), "{shares:?}");
}
