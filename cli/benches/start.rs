//! The time that the program takes from its start to its end: `cargo bench -p halo-cli --bench start`.
//!
//! Each command runs in turns with a process that does nothing, so that a busy machine slows both. The medians count.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use halo_infinite_sandbox::Sandbox;

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
    let home = tempfile::tempdir()?;
    let sandbox = Sandbox::start()?;
    let me = sandbox.world().home();
    let profile = home.path().join("profiles/main");
    fs::create_dir_all(&profile)?;
    fs::write(
        profile.join("profile.toml"),
        format!("xuid = {}\ngamertag = \"{}\"\n", me.xuid(), me.gamertag()),
    )?;
    let halo = |arguments: &[&str]| {
        let mut command = quiet(env!("CARGO_BIN_EXE_halo"), arguments);
        command
            .env("HALO_HOME", home.path())
            .env("HALO_ENVIRONMENT", sandbox.url())
            .env("HALO_SPARTAN_TOKEN", sandbox.spartan_token())
            .env("HALO_CLEARANCE_TOKEN", sandbox.clearance());
        command
    };
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
            let why = String::from_utf8_lossy(&tried.stderr);
            let why = why.lines().next().unwrap_or_default();
            println!("| {name} | not measured: {why} | | | |");
            continue;
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

/// A process that prints nothing.
fn quiet(program: impl AsRef<Path>, arguments: &[&str]) -> Command {
    let mut command = Command::new(program.as_ref());
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn nothing() -> Command {
    match cfg!(windows) {
        true => quiet("cmd", &["/C", "exit"]),
        false => quiet("true", &[]),
    }
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
