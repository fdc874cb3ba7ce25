//! `halo`: Halo Infinite in the terminal.
//!
//! The folders, from the top: `commands` has a file or a folder for each command; `context` gives a command its client, its
//! player, its names and its output; `account` keeps profiles and reads the configuration; `show` prints; `save` writes
//! files, by `fs`; `globals` are the options of every command; `failure` has the exit codes;
//! `numbers` reads those of options.

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
mod fs;
mod globals;
mod note;
mod numbers;
mod save;
mod show;

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
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
    let line = match CommandLine::from_arg_matches(&matches) {
        Ok(line) => line,
        Err(error) => return wrong_use(&error, &arguments),
    };
    #[cfg(feature = "sandbox")]
    let line = line.for_tour();
    let as_json = !line.globals.json.is_empty() || line.globals.jq.is_some();
    let command = matches.subcommand_name().unwrap_or_default();
    match run(line, command) {
        Ok(code) => code,
        Err(failure) => failure.report(as_json),
    }
}

fn run(line: CommandLine, command: &str) -> Result<ExitCode, Failure> {
    line.globals.check()?;
    commands::check_output(command, &line.globals)?;
    let context = Context::new(line.globals, line.command.needs_config())?;
    let result = context.finish(line.command.run(&context));
    // A command that Ctrl-C has cut short may have ended well by its own view.
    match context.interrupted() {
        Some(code) => Ok(ExitCode::from(code)),
        None => result.map(|()| ExitCode::SUCCESS),
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
    match (error.use_stderr(), asks_for_json) {
        (true, true) => Failure::Usage(problem(error)).report(true),
        // With the usage, in colours.
        (true, false) => error.exit(),
        (false, _) => match error.print().and_then(|()| io::stdout().flush()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(cause) => Failure::output("the standard output", cause).report(asks_for_json),
        },
    }
}

/// What is wrong with the arguments, on one line, without the usage.
fn problem(error: &clap::Error) -> String {
    let text = error.to_string();
    let lines = text.lines().map(str::trim);
    let lines =
        lines.take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more information"));
    let lines: Vec<_> = lines.filter(|line| !line.is_empty()).collect();
    lines.join(" ").trim_start_matches("error: ").to_owned()
}
