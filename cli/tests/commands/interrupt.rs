//! Ctrl-C.
#![cfg(unix)]

use std::io::{BufRead, Read};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use halo_infinite_sandbox::Sandbox;

use crate::support::Halo;

/// Presses Ctrl-C, and returns the exit code and the time until the program has ended.
pub fn interrupt(child: &mut Child) -> (Option<i32>, Duration) {
    let start = Instant::now();
    let kill = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(kill.success());
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
        println!("{arguments:?} ended {} ms after Ctrl-C", took.as_millis());
        assert_eq!(code, Some(130), "{arguments:?}");
        assert!(took < Duration::from_secs(1), "{arguments:?}: {took:?}");
        let mut words = String::new();
        child.stderr.take().unwrap().read_to_string(&mut words).unwrap();
        assert_eq!(words, "", "{arguments:?}");
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
        println!("login {way} ended {} ms after Ctrl-C", took.as_millis());
        assert_eq!(code, Some(130), "{way}");
        assert!(took < Duration::from_secs(1), "{way}: {took:?}");
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
