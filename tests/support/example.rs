//! The examples, as a user runs them.

use std::process::Command;

/// `cargo run` for an example. Its arguments go behind.
pub fn example(name: &str) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "-q", "--example", name, "--"]);
    // Cargo sets these variables for tests, and ring's build script asks for them: with other values, ring and all
    // crates above it would be compiled again.
    for (variable, _) in std::env::vars_os() {
        let name = variable.to_string_lossy();
        if name == "OUT_DIR" || name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&variable);
        }
    }
    command
}
