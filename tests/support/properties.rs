//! The number of cases of each property.
//!
//! `PROPTEST_CASES` scales it: 256 is the default, 2560 ten times as many. Failed cases are saved in the
//! target directory and run first the next time.

use proptest::test_runner::{Config, FileFailurePersistence};

/// A configuration for a property with this many cases by default.
pub fn config(cases: u32) -> Config {
    let usual = Config::default();
    Config {
        cases: (u64::from(cases) * u64::from(usual.cases) / 256).max(1) as u32,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(concat!(
            env!("CARGO_TARGET_TMPDIR"),
            "/properties.txt"
        )))),
        ..usual
    }
}
