//! `halo`: Halo Infinite in the terminal.
//!
//! The folders, from the top: `commands` has a file or a folder for each command; `context` gives a command its client, its
//! player, its names and its output; `account` keeps profiles and reads the configuration; `show` prints; `save` writes
//! files; `globals` are the options of every command; `failure` has the exit codes.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod account;
mod commands;
mod context;
mod failure;
mod globals;
mod note;
mod save;
mod show;

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;

use clap::FromArgMatches;

use commands::CommandLine;
use context::Context;
use failure::Failure;

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args_os().collect();
    let line = commands::command_line().color(globals::colors_before_parsing(&arguments));
    let matches = match line.try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) => return wrong_use(&error, &arguments),
    };
    let line = CommandLine::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    #[cfg(feature = "sandbox")]
    let line = line.for_tour();
    let as_json = !line.globals.json.is_empty() || line.globals.jq.is_some();
    let command = matches.subcommand_name().unwrap_or_default();
    match run(line, command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(as_json),
    }
}

fn run(line: CommandLine, command: &str) -> Result<(), Failure> {
    line.globals.check()?;
    commands::check_fields(command, &line.globals.json)?;
    let context = Context::new(line.globals, line.command.needs_config())?;
    let result = context.finish(line.command.run(&context));
    // A command that Ctrl-C has cut short may have ended well by its own view.
    match context.cancel.is_cancelled() {
        true => Err(Failure::Interrupted),
        false => result,
    }
}

/// Prints the help that was asked for, or what is wrong with the arguments: as JSON if they ask for JSON.
fn wrong_use(error: &clap::Error, arguments: &[OsString]) -> ExitCode {
    let asks_for_json = arguments.iter().any(|argument| {
        let text = argument.to_string_lossy();
        ["--json", "--jq"]
            .iter()
            .any(|option| text.split('=').next() == Some(option))
    });
    if !error.use_stderr() || !asks_for_json {
        error.exit();
    }
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default();
    Failure::Usage(first.trim_start_matches("error: ").to_owned()).report(true)
}
