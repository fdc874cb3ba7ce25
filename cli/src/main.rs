//! `halo`: Halo Infinite in the terminal.
//!
//! The folders, from the top: `commands` has a file for each command; `context` gives a command its client, its player,
//! its names and its output; `account` keeps profiles and reads the configuration; `show` prints; `save` writes
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

use std::process::ExitCode;

use clap::FromArgMatches;

use commands::CommandLine;
use context::Context;

fn main() -> ExitCode {
    let matches = commands::command_line().get_matches();
    let mut line = CommandLine::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    #[cfg(feature = "sandbox")]
    line.command.choose_backend(&mut line.globals);
    let as_json = !line.globals.json.is_empty() || line.globals.jq.is_some();
    let result = Context::new(line.globals, line.command.needs_config()).and_then(|context| {
        let result = line.command.run(&context);
        context.finish();
        result
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(as_json),
    }
}
