//! How thoroughly properties are tried.
//!
//! `PROPTEST_CASES` sets it: 256 is the usual, 2560 ten times as many. What failed is kept in the
//! target directory and tried first the next time.

use proptest::test_runner::{Config, FileFailurePersistence};

/// A configuration for a property that is usually tried as many times.
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
