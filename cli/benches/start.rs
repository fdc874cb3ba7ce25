//! The time that the program takes from its start to its end: `cargo bench -p halo-cli --bench start`.
//!
//! Each command runs in turns with a process that does nothing, so that a busy machine slows both. The medians count.

use std::error::Error;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use halo_infinite_sandbox::{Consent, Sandbox};
use support::Halo;

// The tests use the rest.
#[allow(dead_code)]
#[path = "../tests/commands/support/mod.rs"]
mod support;

const ROUNDS: usize = 101;

/// The commands, and the time that each may take, if that is a goal.
const COMMANDS: [(&str, &[&str], Option<u64>); 4] = [
    ("halo --version", &["--version"], Some(20)),
    ("halo whoami --offline", &["whoami", "--offline"], Some(20)),
    ("halo history --offline", &["history", "--offline"], None),
    (
        "halo match last --offline",
        &["match", "last", "--offline"],
        Some(50),
    ),
];

fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::builder().consent(Consent::Accept).start()?;
    let player = Halo::without_browser(&sandbox);
    player.sign_in(&sandbox, "").success();
    let halo = |arguments: &[&str]| quiet(player.command(arguments));
    println!("| ms from start to end, {ROUNDS} runs | median | fastest | an empty process, median | goal |");
    println!("|---|---:|---:|---:|---:|");
    for (name, arguments, goal) in COMMANDS {
        // The first run fills the cache, unless the command sends nothing.
        let online: Vec<_> = arguments
            .iter()
            .copied()
            .filter(|argument| *argument != "--offline")
            .collect();
        if name.contains("--offline") && name != "halo whoami --offline" {
            halo(&online).status()?;
        }
        let tried = halo(arguments).stderr(Stdio::piped()).output()?;
        if !tried.status.success() {
            return Err(format!("{name}: {}", String::from_utf8_lossy(&tried.stderr)).into());
        }
        let (mut ours, mut empty) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            ours.push(time(halo(arguments))?);
            empty.push(time(nothing())?);
        }
        let goal = goal.map_or_else(String::new, |goal| format!("{goal}"));
        let (ours, empty) = (sorted(ours), sorted(empty));
        println!(
            "| {name} | {:.1} | {:.1} | {:.1} | {goal} |",
            median(&ours),
            ours.first().copied().unwrap_or_default(),
            median(&empty)
        );
    }
    Ok(())
}

/// The command, which prints nothing.
fn quiet(mut command: Command) -> Command {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// A process that does nothing.
fn nothing() -> Command {
    let mut command = Command::new(if cfg!(windows) { "cmd" } else { "true" });
    if cfg!(windows) {
        command.args(["/C", "exit"]);
    }
    quiet(command)
}

fn time(mut command: Command) -> Result<Duration, Box<dyn Error>> {
    let start = Instant::now();
    let status = command.status()?;
    let time = start.elapsed();
    match status.success() {
        true => Ok(time),
        false => Err(format!("{command:?} failed").into()),
    }
}

/// Milliseconds, the shortest first.
fn sorted(times: Vec<Duration>) -> Vec<f64> {
    let mut times: Vec<_> = times.iter().map(|time| time.as_secs_f64() * 1000.0).collect();
    times.sort_by(f64::total_cmp);
    times
}

fn median(sorted: &[f64]) -> f64 {
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
