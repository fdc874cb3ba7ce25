//! A running program.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// Only a safeguard against hanging tests.
const LONGEST: Duration = Duration::from_secs(60);

/// Runs the program to its end. Returns its exit code, its output and its errors.
pub fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut program = Program::spawn(arguments);
    let output = rest(&program.output);
    let errors = rest(&program.errors);
    let status = program.child.wait().expect("the end of the program");
    (status.code(), output, errors)
}

/// The lines until the program ends.
fn rest(lines: &Receiver<String>) -> String {
    let mut text = String::new();
    loop {
        match lines.recv_timeout(LONGEST) {
            Ok(line) => text = text + &line + "\n",
            Err(RecvTimeoutError::Disconnected) => return text,
            Err(RecvTimeoutError::Timeout) => panic!("the program still runs: {text}"),
        }
    }
}

/// A program that serves, until this is dropped.
pub struct Program {
    child: Child,
    pub url: String,
    output: Receiver<String>,
    errors: Receiver<String>,
}

impl Program {
    /// Starts it, and waits for the line with its URL.
    pub fn start(arguments: &[&str]) -> Self {
        let mut program = Self::spawn(arguments);
        let first = program.output.recv_timeout(LONGEST).unwrap_or_else(|_| {
            let errors: Vec<String> = program.errors.try_iter().collect();
            panic!("no line; errors: {errors:?}")
        });
        let url = first
            .strip_prefix("Listening on ")
            .expect("the line with the URL");
        program.url = url.to_owned();
        program
    }

    fn spawn(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_halo-infinite-sandbox"))
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let output = lines(child.stdout.take().expect("its output"));
        let errors = lines(child.stderr.take().expect("its errors"));
        Self {
            child,
            url: String::new(),
            output,
            errors,
        }
    }

    pub fn next_error_line(&self) -> String {
        self.errors.recv_timeout(LONGEST).expect("a line")
    }

    /// Presses Ctrl-C.
    #[cfg(unix)]
    pub fn interrupt(&self) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &pid]).status().expect("kill");
        assert!(sent.success());
    }

    /// Waits for its end: its output ends with it.
    pub fn ended(&self) {
        rest(&self.output);
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads lines on a thread, so that waiting for one can be bounded.
fn lines(output: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    receiver
}

/// A temporary folder, removed on drop.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("halo-sandbox-program-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    pub fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("UTF-8").to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A failure leaves the folder to the system's own cleanup.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
