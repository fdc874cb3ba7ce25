//! The program `halo-infinite-sandbox`: a sandbox for programs in any language.

#![forbid(unsafe_code)]

mod arguments;
mod files;

use arguments::{Arguments, Command, USAGE};
use halo_infinite_sandbox::{Sandbox, SandboxBuilder};
use std::io::{self, Write};
use std::pin::pin;
use std::process::ExitCode;
use std::time::Duration;

/// The time between two removals of logged requests.
const CLEAN_UP: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let arguments = match Command::parse(lexopt::Parser::from_env()) {
        Ok(Command::Run(arguments)) => arguments,
        Ok(Command::Help) => return print(USAGE),
        Ok(Command::Version) => return print(concat!("halo-infinite-sandbox ", env!("CARGO_PKG_VERSION"))),
        Err(error) => {
            eprintln!("halo-infinite-sandbox: {error}\nUse --help for the options.");
            return ExitCode::from(2);
        }
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("halo-infinite-sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

fn print(text: &str) -> ExitCode {
    match writeln!(io::stdout(), "{text}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let script = arguments.faults.as_deref().map(files::read).transpose()?;
    let sandbox = builder(arguments).start().map_err(|error| error.to_string())?;
    if let (Some(script), Some(path)) = (script, &arguments.faults) {
        let loaded = sandbox.faults().load(&script);
        loaded.map_err(|error| format!("{}: {error}", path.display()))?;
    }
    if let Some(path) = &arguments.info {
        files::write(path, &format!("{:#}\n", sandbox.info()))?;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let served = runtime.and_then(|runtime| runtime.block_on(serve(&sandbox)));
    served.map_err(|error| error.to_string())
}

/// Says where the sandbox listens, and waits for Ctrl-C. A program that a script starts in the background may have been
/// told to ignore it; this one ends then too.
async fn serve(sandbox: &Sandbox) -> io::Result<()> {
    let mut interrupted = pin!(tokio::signal::ctrl_c());
    // The first look at it starts the watch, before anybody knows that the sandbox runs.
    tokio::select! {
        biased;
        ended = &mut interrupted => return ended,
        () = std::future::ready(()) => {}
    }
    // Without a reader of the standard output, the sandbox still serves.
    let _ = writeln!(
        io::stdout(),
        "Listening on {0}\nStart page: {0}/\nCtrl-C ends it.",
        sandbox.url()
    );
    let mut clean_up = tokio::time::interval(CLEAN_UP);
    loop {
        tokio::select! {
            ended = &mut interrupted => return ended,
            // Nothing reads the log here, and it would grow as long as the program runs.
            _ = clean_up.tick() => sandbox.clear_requests(),
        }
    }
}

fn builder(arguments: &Arguments) -> SandboxBuilder {
    let mut builder = Sandbox::builder()
        .port(arguments.port)
        .seed(arguments.seed)
        .matches(arguments.matches)
        .consent(arguments.consent)
        .device_consent(arguments.consent, 1);
    if let Some(folder) = &arguments.captures {
        builder = builder.captures(folder);
    }
    if arguments.verbose {
        builder = builder.trace(|line| {
            let _ = writeln!(io::stderr(), "{line}");
        });
    }
    builder
}
