//! `halo sandbox`.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::support::Halo;

/// A sandbox that runs until it is dropped.
struct Served {
    child: Child,
    first: Vec<String>,
}

impl Served {
    /// Starts it, and reads this many lines of its output.
    fn start(halo: &Halo, arguments: &str, lines: usize) -> Self {
        let mut child = halo
            .command(arguments.split_whitespace())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let first = out.lines().take(lines).map(Result::unwrap).collect();
        Self { child, first }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        self.child.wait().unwrap();
    }
}

#[test]
fn other_programs_use_the_sandbox_at_its_address() {
    let served = Served::start(&Halo::fresh(), "sandbox --matches 7 --seed 3 --json all", 1);
    let running: Value = serde_json::from_str(&served.first[0]).unwrap();
    let text = |name: &str| running[name].as_str().unwrap().to_owned();
    let client = Halo::with([
        ("HALO_ENVIRONMENT", &*text("url")),
        ("HALO_SPARTAN_TOKEN", &text("spartan_token")),
        ("HALO_CLEARANCE_TOKEN", &text("clearance")),
    ]);
    let history = client
        .run_with(["history", &text("xuid"), "--json", "match_id"])
        .json();
    assert_eq!(history.as_array().unwrap().len(), 7);
    // A port that is taken is an error.
    let port = text("url").rsplit_once(':').unwrap().1.to_owned();
    let failure = client.run_with(["sandbox", "--port", &port]).failure(1);
    assert!(failure.contains("--port"), "{failure}");
    let failure = client.run("sandbox --matches 100001").failure(2);
    assert!(failure.contains("at most 100000"), "{failure}");
}

#[cfg(unix)]
#[test]
fn it_says_how_it_is_used_and_ends_with_ctrl_c() {
    let mut served = Served::start(&Halo::fresh(), "sandbox -v", 5);
    let text = served.first.join("\n");
    let url = text
        .split_whitespace()
        .find(|word| word.starts_with("http://127.0.0.1:"))
        .unwrap();
    assert!(text.contains(&format!("export HALO_ENVIRONMENT={url}")), "{text}");
    assert!(text.contains("halo login --client-id "), "{text}");
    let (code, took) = crate::interrupt::interrupt(&mut served.child);
    assert_eq!(code, Some(130));
    assert!(took.as_secs() < 1, "{took:?}");
    // It ended by itself, and was not cut short.
    let mut words = String::new();
    let mut stderr = served.child.stderr.take().unwrap();
    stderr.read_to_string(&mut words).unwrap();
    assert!(words.ends_with("\n0 requests\n"), "{words}");
}
