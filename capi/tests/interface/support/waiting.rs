//! Waits, and the threads of the process.

use std::process::Command;
use std::time::{Duration, Instant};

/// The longest wait for something that takes far less time, even on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// The same, for the interface.
pub const PATIENCE_MS: u64 = 60_000;
/// A response that does not come while a test runs.
pub const NEVER: Duration = Duration::from_secs(50);
/// Far longer than a stop may take, and far shorter than a stalled response.
pub const SOON: Duration = Duration::from_secs(10);

/// Waits, without sleeping, until the condition holds.
pub fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < PATIENCE, "still waiting: {what}");
        std::thread::yield_now();
    }
}

/// The number of this process's threads with a name.
#[cfg(target_os = "linux")]
pub fn threads(name: &str) -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    let names = tasks.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("comm")).ok());
    names.filter(|other| other.trim_end() == name).count()
}

/// Runs a test once more in a process of its own, where no other test has threads. Returns whether this is that process.
pub fn is_alone(test: &str) -> bool {
    const ALONE: &str = "HALO_TEST_ALONE";
    if std::env::var_os(ALONE).is_some() {
        return true;
    }
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program)
        .args(["--exact", test, "--test-threads=1", "--nocapture"])
        .env(ALONE, "1")
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{words}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(words.contains("1 passed"), "{words}");
    false
}
