//! A player who signs in: reads the prompts of `halo login`, and answers them.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use halo_infinite::ureq::Agent;

use super::{Halo, Run};

/// The longest wait for a prompt.
const PATIENCE: Duration = Duration::from_secs(30);

/// `halo login`, which waits for its player.
pub struct Player {
    child: Child,
    stdin: ChildStdin,
    prompts: Receiver<String>,
    seen: String,
}

impl Player {
    /// Starts the program with arguments.
    pub fn start(halo: &Halo, arguments: &str) -> Self {
        let mut child = halo
            .command(arguments.split_whitespace())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (sender, prompts) = mpsc::channel();
        std::thread::spawn(move || {
            for line in stderr.lines() {
                // The test may have ended.
                if sender.send(line.unwrap()).is_err() {
                    break;
                }
            }
        });
        Self {
            stdin: child.stdin.take().unwrap(),
            child,
            prompts,
            seen: String::new(),
        }
    }

    /// The next prompt that begins so; `None` if the program ends without one.
    pub fn wait_for(&mut self, start: &str) -> Option<String> {
        loop {
            match self.prompts.recv_timeout(PATIENCE) {
                Ok(line) => {
                    self.seen += &line;
                    self.seen.push('\n');
                    if line.starts_with(start) {
                        return Some(line);
                    }
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => return None,
                Err(mpsc::RecvTimeoutError::Timeout) => panic!("no prompt {start}: {}", self.seen),
            }
        }
    }

    /// Opens the address that the program shows, as a browser does.
    pub fn browse(&mut self) {
        if let Some(url) = self.wait_for("http") {
            agent(10).get(&url).call().unwrap();
        }
    }

    /// Opens the address, and pastes the one at which the browser ends.
    pub fn paste(&mut self) {
        if let Some(url) = self.wait_for("http") {
            let redirect = agent(0).get(&url).call().unwrap();
            let address = redirect.headers()["location"].to_str().unwrap().to_owned();
            self.enter(&address);
        }
    }

    /// Types a line.
    pub fn enter(&mut self, line: &str) {
        writeln!(self.stdin, "{line}").unwrap();
    }

    /// Waits for the end of the program.
    pub fn finish(mut self) -> Run {
        while self.wait_for("\0").is_some() {}
        drop(self.stdin);
        let mut run = Run::of(self.child.wait_with_output().unwrap());
        run.err = self.seen;
        run
    }
}

/// An agent that follows this many redirects, and uses no proxy.
fn agent(max_redirects: u32) -> Agent {
    Agent::config_builder()
        .proxy(None)
        .max_redirects(max_redirects)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE))
        .build()
        .into()
}
