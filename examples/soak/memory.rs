//! The memory of a process over time.

use std::fmt;
use std::fs;

use serde::{Deserialize, Serialize};

/// Samples of the resident memory of this process, in MiB.
#[derive(Default, Serialize, Deserialize)]
pub struct Memory(Vec<f64>);

impl Memory {
    /// Takes a sample, if the system reports the memory.
    pub fn take(&mut self) {
        self.0.extend(resident_mib());
    }

    /// Whether the last third uses at most a fifth and 8 MiB more than the first.
    pub fn is_flat(&self) -> bool {
        let (first, last) = self.first_and_last_third();
        last < 1.2 * first + 8.0
    }

    /// The medians of both.
    fn first_and_last_third(&self) -> (f64, f64) {
        let third = self.0.len() / 3;
        let (first, rest) = self.0.split_at(third);
        let (_, last) = rest.split_at(rest.len() - third);
        (median(first), median(last))
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = self.first_and_last_third();
        let most = self.0.iter().copied().fold(0.0, f64::max);
        write!(
            formatter,
            "{first:.1} MiB in the first third, {last:.1} MiB in the last, {most:.1} MiB at most"
        )
    }
}

fn resident_mib() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib / 1024.0)
}

/// The median, or 0 without values.
fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
