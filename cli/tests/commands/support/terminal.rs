//! A terminal of a known width.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::Halo;
use super::wait::{PATIENCE, within};

/// The lines of the terminal.
const ROWS: u16 = 50;

/// What a run in a terminal left behind.
#[derive(Debug)]
pub struct Shown {
    /// The exit code.
    pub code: i32,
    /// All that was printed, in its order, with `\n` at the ends of lines.
    pub text: String,
    /// What the player sees in the end, without colours.
    pub screen: String,
}

/// The program in a terminal.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    // Dropping it would hang up.
    _master: Box<dyn MasterPty + Send>,
    reader: Box<dyn Read + Send>,
    writer: Box<dyn Write + Send>,
    printed: Vec<u8>,
    width: u16,
}

impl Terminal {
    /// Starts the program.
    pub fn start(halo: &Halo, width: u16, arguments: &str) -> Self {
        let size = PtySize {
            rows: ROWS,
            cols: width,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_halo"));
        command.env_clear();
        command.args(arguments.split_whitespace());
        command.env("HALO_HOME", halo.home());
        command.env("TZ", "UTC");
        command.env("TERM", "xterm-256color");
        for (name, value) in halo.variables() {
            command.env(name, value);
        }
        Self {
            child: pair.slave.spawn_command(command).unwrap(),
            reader: pair.master.try_clone_reader().unwrap(),
            writer: pair.master.take_writer().unwrap(),
            _master: pair.master,
            printed: Vec::new(),
            width,
        }
    }

    /// Types. The terminal keeps the input until the program reads it; `\x03` is Ctrl-C.
    pub fn enter(&mut self, text: &str) {
        self.writer.write_all(text.as_bytes()).unwrap();
    }

    /// Waits until the program has printed these words.
    pub fn wait_for(mut self, words: &'static str) -> Self {
        within(PATIENCE, move || {
            while !self.text().contains(words) {
                assert!(self.read(), "it ends without {words}: {}", self.text());
            }
            self
        })
    }

    /// Waits for the end of the program. Returns how long it took, too.
    pub fn finish(mut self) -> (Shown, Duration) {
        within(PATIENCE, move || {
            let start = Instant::now();
            while self.read() {}
            let code = self.child.wait().unwrap().exit_code().try_into().unwrap();
            let took = start.elapsed();
            // A screen has columns, even if the terminal says that it has none.
            let size = |size: u16| NonZeroU16::new(size.max(1)).unwrap();
            let mut screen = vt100::Parser::new(size(ROWS), size(self.width), 0);
            screen.process(&self.printed);
            let shown = Shown {
                code,
                text: self.text(),
                screen: screen.screen().contents(),
            };
            (shown, took)
        })
    }

    /// Reads a part of what the program prints; false after its end, which Linux reports as an error.
    fn read(&mut self) -> bool {
        let mut part = [0; 4096];
        let length = self.reader.read(&mut part).unwrap_or(0);
        self.printed.extend_from_slice(&part[..length]);
        length > 0
    }

    fn text(&self) -> String {
        // The end of what was read so far may be in the middle of a letter.
        String::from_utf8_lossy(&self.printed).replace("\r\n", "\n")
    }
}
