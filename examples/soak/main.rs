//! Sends requests for minutes, from two programs with many threads each, that share one token store. One response of
//! twenty is faulty in some way; tokens expire within a minute, the disk is full at times, a hung program locks the
//! store, credentials are slow, one program's clock is a day wrong, and strangers visit the port of a sign-in. Every
//! call has to end with a model or a typed error, no service may receive more requests than the rate allows, and
//! memory has to stay flat.
//!
//! ```text
//! cargo run --release --example soak -- --minutes 10
//! ```

mod backend;
mod clock;
mod load;
mod memory;
mod process;
mod troubles;

use std::env;
use std::error::Error;
use std::fs;
use std::time::Duration;

use backend::{Address, Report};
use load::{Load, Tally};
use process::Process;

struct Arguments {
    minutes: f64,
    threads: usize,
    /// Requests a second to each service.
    rate: f64,
    /// The faulty share of all responses.
    faults: f64,
}

fn arguments() -> Result<Arguments, lexopt::Error> {
    use lexopt::prelude::*;
    let mut arguments = Arguments {
        minutes: 0.25,
        threads: 16,
        rate: 50.0,
        faults: 0.05,
    };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("minutes") => arguments.minutes = parser.value()?.parse()?,
            Long("threads") => arguments.threads = parser.value()?.parse()?,
            Long("rate") => arguments.rate = parser.value()?.parse()?,
            Long("faults") => arguments.faults = parser.value()?.parse()?,
            other => return Err(other.unexpected()),
        }
    }
    Ok(arguments)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [backend::ARGUMENT, share, rate] => backend::run(share.parse()?, rate.parse()?),
        [load::ARGUMENT] => load::run_as_second(),
        _ => soak(&self::arguments()?),
    }
}

fn soak(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let Arguments {
        minutes,
        threads,
        rate,
        faults,
    } = *arguments;
    let mut backend = Process::start(&[backend::ARGUMENT, &faults.to_string(), &rate.to_string()])?;
    let address: Address = backend.receive()?;
    let folder = env::temp_dir().join(format!("halo-soak-{}", std::process::id()));
    let first = Load {
        address,
        store: folder.join("tokens.json"),
        minutes,
        threads: threads / 2,
        rate: rate / 2.0,
        hours_ahead: 0,
    };
    // The first program signs in, and the second finds its tokens in the store.
    let player = first.start()?;
    let mut second = Process::start(&[load::ARGUMENT])?;
    second.say(&Load {
        hours_ahead: -24,
        ..first.clone()
    })?;
    let () = second.receive()?;
    backend.say(&())?;
    second.say(&())?;
    let tallies: [Tally; 2] = [player.play()?, second.end()?];
    let report: Report = backend.end()?;
    fs::remove_dir_all(folder)?;

    println!(
        "{minutes:.1} minutes, 2 programs with {} threads each, {rate} calls a second and service, {} of {} responses went wrong",
        threads / 2,
        report.faults,
        report.requests,
    );
    let mut is_well = true;
    for tally in &tallies {
        println!("{tally}");
        is_well &= tally.is_well(minutes);
    }
    // A thread delayed between its permit and the socket makes the requests after it look too early.
    let allowed = Duration::from_millis(500);
    for (service, arrivals) in &report.services {
        println!(
            "{service}: {} requests; at most {} in a second, {:.0?} ahead of the rate ({allowed:?} allowed)",
            arrivals.all, arrivals.in_one_second, arrivals.lead,
        );
        is_well &= arrivals.lead <= allowed;
    }
    println!("resident memory of the sandbox: {}", report.memory);
    if !is_well {
        return Err("a bound was exceeded: see above".into());
    }
    Ok(())
}
