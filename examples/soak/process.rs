//! Other processes that run this program, and exchange lines of JSON with it.

use std::env;
use std::error::Error;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Another process, as seen from this one.
pub struct Process {
    process: Child,
    input: ChildStdin,
    /// The lines of its output.
    output: Receiver<io::Result<String>>,
}

impl Process {
    /// Starts this program with arguments.
    pub fn start(arguments: &[&str]) -> Result<Self, Box<dyn Error>> {
        let mut process = Command::new(env::current_exe()?)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = process.stdin.take().ok_or("the process has no input")?;
        let output = process.stdout.take().ok_or("the process has no output")?;
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            let mut lines = BufReader::new(output).lines();
            while lines.next().is_some_and(|line| sender.send(line).is_ok()) {}
        });
        Ok(Self {
            process,
            input,
            output: lines,
        })
    }

    /// Sends a line.
    pub fn say(&mut self, value: &impl Serialize) -> Result<(), Box<dyn Error>> {
        Ok(writeln!(self.input, "{}", serde_json::to_string(value)?)?)
    }

    /// Receives a line, within a minute.
    pub fn receive<T: DeserializeOwned>(&self) -> Result<T, Box<dyn Error>> {
        let line = self.output.recv_timeout(Duration::from_secs(60))??;
        Ok(serde_json::from_str(&line)?)
    }

    /// Ends the process's input, and returns the last thing that it sends.
    pub fn end<T: DeserializeOwned>(mut self) -> Result<T, Box<dyn Error>> {
        drop(self.input);
        let line = self.output.recv_timeout(Duration::from_secs(60));
        self.process.kill()?;
        self.process.wait()?;
        Ok(serde_json::from_str(&line??)?)
    }
}

/// Sends a line to the process that started this one.
pub fn say(value: &impl Serialize) -> Result<(), Box<dyn Error>> {
    println!("{}", serde_json::to_string(value)?);
    Ok(())
}

/// Receives a line from the process that started this one.
pub fn receive<T: DeserializeOwned>() -> Result<T, Box<dyn Error>> {
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    Ok(serde_json::from_str(&line)?)
}
