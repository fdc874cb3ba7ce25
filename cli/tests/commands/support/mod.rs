//! Runs of the program.

mod player;
mod terminal;
// Other tests use the rest.
#[allow(dead_code)]
#[path = "../../../../tests/support/wait.rs"]
pub mod wait;

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use halo_infinite_sandbox::Sandbox;
use tempfile::TempDir;

pub use player::Player;
pub use terminal::{Shown, Terminal};

/// The program with a home folder of its own, against the built-in sandbox or another one.
pub struct Halo {
    home: TempDir,
    variables: Vec<(String, String)>,
}

/// What a run left behind.
#[derive(Debug)]
pub struct Run {
    /// The exit code.
    pub code: i32,
    /// The standard output.
    pub out: String,
    /// The standard error.
    pub err: String,
}

impl Halo {
    /// The program for a player who has never used it. Nothing reaches the real services: they are at a port that
    /// nothing listens on.
    pub fn fresh() -> Self {
        let dead = "http://127.0.0.1:9";
        Self::with([("HALO_ENVIRONMENT", dead)])
    }

    /// The program against its built-in sandbox, as with `--sandbox`.
    pub fn in_sandbox() -> Self {
        Self::with([("HALO_SANDBOX", "1")])
    }

    /// The program against this sandbox, with the tokens of its demo player.
    pub fn at(sandbox: &Sandbox) -> Self {
        Self::with([
            ("HALO_ENVIRONMENT", sandbox.url()),
            ("HALO_SPARTAN_TOKEN", &sandbox.spartan_token()),
            ("HALO_CLEARANCE_TOKEN", &sandbox.clearance()),
        ])
    }

    /// The program against this sandbox, for a player whose browser is elsewhere.
    pub fn without_browser(sandbox: &Sandbox) -> Self {
        Self::with([
            ("HALO_ENVIRONMENT", sandbox.url()),
            ("HALO_BROWSER", "no-such-browser"),
        ])
    }

    /// The program with these variables, and none of the tests' own that concern it.
    pub fn with<'v>(variables: impl IntoIterator<Item = (&'v str, &'v str)>) -> Self {
        let variables = variables
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self {
            home: tempfile::tempdir().unwrap(),
            variables: variables.collect(),
        }
    }

    /// The home folder of the program.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Sets a variable for the next runs.
    pub fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// The program with arguments, to be started by the test.
    pub fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_halo"));
        for (name, _) in std::env::vars_os() {
            let name_text = name.to_string_lossy();
            if name_text.starts_with("HALO_") || name_text.to_ascii_lowercase().ends_with("_proxy") {
                command.env_remove(&name);
            }
        }
        command
            .args(arguments)
            .env("HALO_HOME", self.home())
            .env("TZ", "UTC")
            .env_remove("COLUMNS")
            .env_remove("NO_COLOR")
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        command
    }

    /// Runs the program with arguments, such as `history me -n 3`: a blank ends each.
    pub fn run(&self, arguments: &str) -> Run {
        self.run_with(arguments.split_whitespace())
    }

    /// Runs the program with arguments that may have blanks.
    pub fn run_with<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Run {
        Run::of(self.command(arguments).output().unwrap())
    }

    /// Signs the demo player of this sandbox in, who agrees in another browser.
    pub fn sign_in(&self, sandbox: &Sandbox, options: &str) -> Run {
        let line = format!("login --client-id {} {options}", sandbox.public_client_id());
        let mut player = Player::start(self, &line);
        player.browse();
        player.finish()
    }

    /// Runs the program in a terminal of this width. Returns what the player sees of a run that succeeded, with colours.
    #[track_caller]
    pub fn in_terminal(&self, width: u16, arguments: &str) -> String {
        self.in_terminal_with(width, arguments, "")
    }

    /// As [`in_terminal`](Self::in_terminal), and the player types this.
    #[track_caller]
    pub fn in_terminal_with(&self, width: u16, arguments: &str, typed: &str) -> String {
        let shown = self.shown(width, arguments, typed);
        assert_eq!(shown.code, 0, "{}", shown.text);
        shown.text
    }

    /// As [`in_terminal_with`](Self::in_terminal_with), whatever the exit code.
    pub fn shown(&self, width: u16, arguments: &str, typed: &str) -> Shown {
        let mut terminal = Terminal::start(self, width, arguments);
        terminal.enter(typed);
        terminal.finish().0
    }

    fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.variables
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl Run {
    /// What a process left behind.
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code().expect("the program was killed"),
            out: String::from_utf8(output.stdout).expect("the standard output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("the standard error is UTF-8"),
        }
    }

    /// The standard output of a run that succeeded.
    #[track_caller]
    pub fn success(self) -> String {
        assert_eq!(self.code, 0, "{}", self.err);
        self.out
    }

    /// The standard error of a run that failed with this code, and printed nothing else.
    #[track_caller]
    pub fn failure(self, code: i32) -> String {
        assert_eq!((self.code, self.out.as_str()), (code, ""), "{}", self.err);
        assert!(self.err.ends_with('\n'), "{}", self.err);
        self.err
    }

    /// The standard output of a run whose result lacks a part, which the standard error explains with these words.
    #[track_caller]
    pub fn incomplete(self, words: &str) -> String {
        assert_eq!(self.code, 1, "{}", self.err);
        assert!(self.err.contains(words), "{}", self.err);
        assert!(!self.out.is_empty(), "{}", self.err);
        self.out
    }

    /// The standard output of a run that succeeded, as JSON.
    #[track_caller]
    pub fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.success()).unwrap()
    }
}
