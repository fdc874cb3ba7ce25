//! A terminal of a known width.

use std::io::{Read, Write};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use super::Halo;

/// What a run in a terminal left behind.
#[derive(Debug)]
pub struct Shown {
    /// The exit code.
    pub code: u32,
    /// All that was printed, in its order, with `\n` at the ends of lines.
    pub text: String,
}

/// Runs the program in a terminal, in which the player types.
pub fn run(halo: &Halo, width: u16, arguments: &str, typed: &str) -> Shown {
    let size = PtySize {
        rows: 50,
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
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    // The terminal keeps the input until the program reads it.
    let mut writer = pair.master.take_writer().unwrap();
    writer.write_all(typed.as_bytes()).unwrap();
    let mut printed = Vec::new();
    let mut reader = pair.master.try_clone_reader().unwrap();
    // Linux reports the end of a terminal's output as an error.
    let mut part = [0; 4096];
    while let Ok(length @ 1..) = reader.read(&mut part) {
        printed.extend_from_slice(&part[..length]);
    }
    Shown {
        code: child.wait().unwrap().exit_code(),
        text: String::from_utf8(printed).unwrap().replace("\r\n", "\n"),
    }
}
