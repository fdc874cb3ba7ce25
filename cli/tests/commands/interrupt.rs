//! Ctrl-C, and the signals that ask a program to end.
#![cfg(unix)]

use std::io::{BufRead, Read};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use halo_infinite_sandbox::Sandbox;

use crate::support::{Halo, Terminal};

/// The time in which a command ends after Ctrl-C.
const LIMIT: Duration = Duration::from_millis(200);

/// Runs that are measured: on a busy machine, some of them take longer.
const RUNS: usize = 10;

/// Fails if none of some runs ends within the limit.
#[track_caller]
pub fn ends_at_once(what: &str, run: impl FnMut() -> Duration) {
    let mut least = Duration::MAX;
    let mut times = std::iter::repeat_with(run)
        .take(RUNS)
        .inspect(|took| least = least.min(*took));
    let is_soon = times.any(|took| took < LIMIT);
    println!("{what} ended {} ms after Ctrl-C", least.as_millis());
    assert!(is_soon, "{what}: {least:?}");
}

/// Presses Ctrl-C, and returns the exit code and the time until the program has ended.
pub fn interrupt(child: &mut Child) -> (Option<i32>, Duration) {
    signal(child, "INT");
    end_of(child)
}

/// Sends a signal.
fn signal(child: &Child, name: &str) {
    let mut kill = Command::new("kill");
    kill.args([format!("-{name}"), child.id().to_string()]);
    assert!(kill.status().unwrap().success());
}

/// Waits for the end of a program. Returns its exit code, and how long it took.
fn end_of(child: &mut Child) -> (Option<i32>, Duration) {
    let start = Instant::now();
    let end = start + Duration::from_secs(20);
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return (status.code(), start.elapsed());
        }
        if Instant::now() > end {
            child.kill().unwrap();
            panic!("the program goes on");
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_command_that_waits_for_a_dead_network_ends_at_once() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    for arguments in [&["history", "2533274800000001"][..], &["doctor"]] {
        ends_at_once(&format!("{arguments:?}"), || {
            let mut child = Halo::with([
                ("HALO_ENVIRONMENT", &*url),
                ("HALO_SPARTAN_TOKEN", "token"),
                ("HALO_CLEARANCE_TOKEN", "clearance"),
            ])
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
            // It has sent its request when the connection arrives.
            let (_connection, _) = silent.accept().unwrap();
            let (code, took) = interrupt(&mut child);
            assert_eq!(code, Some(130), "{arguments:?}");
            let mut words = String::new();
            child.stderr.take().unwrap().read_to_string(&mut words).unwrap();
            assert_eq!(words, "", "{arguments:?}");
            took
        });
    }
}

#[test]
fn a_sign_in_that_waits_for_its_player_ends_at_once() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::with([
        ("HALO_ENVIRONMENT", sandbox.url()),
        ("HALO_BROWSER", "no-such-browser"),
    ]);
    for way in ["", "--device", "--paste"] {
        let line = format!("login --client-id {} {way}", sandbox.public_client_id());
        ends_at_once(&line, || {
            let mut child = halo
                .command(line.split_whitespace())
                .stdin(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let mut stderr = child.stderr.take().unwrap();
            let mut part = [0; 1];
            stderr.read_exact(&mut part).unwrap();
            let (code, took) = interrupt(&mut child);
            assert_eq!(code, Some(130), "{way}");
            took
        });
    }
}

#[test]
fn a_command_that_waits_for_names_prints_nothing_after_ctrl_c() {
    // One request in 20 seconds: the matches arrive, and their names wait.
    let mut child = Halo::in_sandbox()
        .command(["history", "-v", "-n", "5", "--rate", "0.05"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut requests = std::io::BufReader::new(child.stderr.take().unwrap()).lines();
    requests
        .find(|line| line.as_ref().unwrap().contains("discovery_ugc"))
        .unwrap()
        .unwrap();
    let (code, _) = interrupt(&mut child);
    assert_eq!(code, Some(130));
    let mut printed = String::new();
    child.stdout.take().unwrap().read_to_string(&mut printed).unwrap();
    assert_eq!(printed, "");
}

#[test]
fn a_command_that_shows_progress_ends_at_once() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let halo = Halo::with([("HALO_ENVIRONMENT", &*url), ("HALO_SPARTAN_TOKEN", "token")]);
    ends_at_once("a command with progress", || {
        let terminal = Terminal::start(&halo, 80, "collection 2533274800000001");
        let mut terminal = terminal.wait_for("collection");
        terminal.enter("\x03");
        let (shown, took) = terminal.finish();
        assert_eq!(shown.code, 130, "{shown:?}");
        // The last thing is that the bar is erased.
        assert!(shown.text.ends_with("\r\u{1b}[2K"), "{shown:?}");
        took
    });
}

#[test]
fn each_signal_has_its_exit_code() {
    for (name, code) in [("HUP", 129), ("INT", 130), ("TERM", 143)] {
        let mut child = running(Halo::fresh().command(["sandbox"]));
        signal(&child, name);
        assert_eq!(end_of(&mut child).0, Some(code), "{name}");
    }
}

/// As `nohup` does, and the shell with commands in the background.
#[cfg(target_os = "linux")]
#[test]
fn a_signal_that_was_ignored_stays_ignored() {
    let halo = Halo::fresh();
    let program = halo.command(["sandbox"]);
    let mut command = Command::new("sh");
    command
        .args(["-c", "trap '' HUP INT; exec \"$0\" \"$@\""])
        .arg(program.get_program())
        .args(program.get_args());
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let mut child = running(command);
    for name in ["HUP", "INT", "TERM"] {
        signal(&child, name);
    }
    // The first two would end it with their own codes.
    assert_eq!(end_of(&mut child).0, Some(143));
}

/// Starts a program, and waits until it prints.
fn running(mut command: Command) -> Child {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdout.as_mut().unwrap().read_exact(&mut [0; 1]).unwrap();
    child
}

#[test]
fn a_command_that_nobody_reads_ends_at_once() {
    let halo = Halo::fresh();
    ends_at_once("a command that prints", || {
        let mut child = halo
            .command(["api", "--list", "--json", "all"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // The list is longer than a pipe is, so the program waits for its reader.
        let mut pipe = child.stdout.take().unwrap();
        pipe.read_exact(&mut [0; 1]).unwrap();
        let (code, took) = interrupt(&mut child);
        assert_eq!(code, Some(130));
        let mut rest = Vec::new();
        pipe.read_to_end(&mut rest).unwrap();
        assert!(serde_json::from_slice::<serde_json::Value>(&rest).is_err());
        took
    });
}
