//! Other processes: this test program again, with one of the `role_` tests. These tests do nothing unless an
//! environment variable names them.

use std::path::{Path, PathBuf};
use std::process::Command;

const ROLE: &str = "HALO_TEST_ROLE";
const FOLDER: &str = "HALO_TEST_CACHE";

/// Runs a test of this folder in another process, with this folder for its cache.
pub(super) fn command(role: &str, folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    in_role(&mut command, role, folder);
    command
}

/// Lets this test program run in a role.
pub(super) fn in_role(command: &mut Command, role: &str, folder: &Path) {
    command
        .args(["--exact", &format!("cache::tests::{role}"), "--nocapture"])
        .env(ROLE, role)
        .env(FOLDER, folder);
}

/// The folder of a process that was started in this role; `None` in the test run itself.
pub(super) fn folder_in_role(role: &str) -> Option<PathBuf> {
    std::env::var(ROLE).ok().filter(|own_role| own_role == role)?;
    std::env::var_os(FOLDER).map(PathBuf::from)
}
