//! Prints the highlight events of a film's chunk, one JSON object a line.
//!
//! ```text
//! cargo run --example film_events -- --film-version N FILE
//! ```
//!
//! FILE is the chunk, downloaded or inflated; `-` is the standard input.
//! N is the manifest's `FilmMajorVersion`. With `--sandbox` in place of both, the chunk of a match of
//! the built-in sandbox is read.

use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::process::ExitCode;

use halo_infinite::film::{self, HighlightEvent, Layout};
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

const USAGE: &str = "usage: film_events --film-version N FILE, or film_events --sandbox";

/// A chunk, and the version of its film.
type Chunk = (Vec<u8>, i64);

fn chunk() -> Result<Chunk, Box<dyn Error>> {
    use lexopt::prelude::*;

    let mut version = None;
    let mut file: Option<OsString> = None;
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("film-version") => {
                version = Some(arguments.value()?.parse()?);
            }
            Long("sandbox") => return from_sandbox(),
            Value(path) if file.is_none() => file = Some(path),
            other => return Err(other.unexpected().into()),
        }
    }
    let file = file.ok_or(USAGE)?;
    let version = version.ok_or_else(|| format!("which version is the film? {USAGE}"))?;
    let mut bytes = Vec::new();
    if file == "-" {
        io::stdin()
            .read_to_end(&mut bytes)
            .map_err(|error| format!("the standard input cannot be read: {error}"))?;
    } else {
        bytes = fs::read(&file).map_err(|error| format!("{}: {error}", file.to_string_lossy()))?;
    }
    Ok((bytes, version))
}

/// The chunk of the home player's last match in the sandbox.
fn from_sandbox() -> Result<Chunk, Box<dyn Error>> {
    let sandbox = Sandbox::start()?;
    let (client, me) = (sandbox.client()?, sandbox.world().home().xuid());
    let history = client.stats().match_history(me).count(1).send()?;
    let last = history.results.first().ok_or("no match has been played yet")?;
    let film = client.discovery_ugc().film_by_match_id(last.match_id).send()?;
    let chunk = film.highlight_events().ok_or("the match is not over yet")?;
    let file = client.films().chunk(&film, chunk).send()?;
    Ok((file.bytes, film.custom_data.film_major_version))
}

fn print(event: &HighlightEvent, out: &mut impl Write) -> io::Result<()> {
    let line = json!({
        "xuid": event.xuid.get(),
        "gamertag": event.gamertag,
        "kind": event.kind.name(),
        "time_ms": event.time_ms(),
        "medal_code": event.code,
        "medal_name": event.medal.filter(|medal| medal.name_id().is_some()).map(|medal| medal.display_name()),
    });
    writeln!(out, "{line}")
}

fn run() -> Result<(), Box<dyn Error>> {
    let (bytes, version) = chunk()?;
    if bytes.is_empty() {
        return Err("the chunk is empty".into());
    }
    let mut events = film::read_highlight_events(&bytes, version)?;
    if Layout::of_version(version).is_none() {
        eprintln!("version {version} is not known, read as: {}", events.layout());
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut count, mut skipped) = (0, 0);
    let written = events.try_for_each(|event| match event {
        Ok(event) => {
            count += 1;
            print(&event, &mut out)
        }
        Err(damaged) => {
            skipped += 1;
            eprintln!("skipped: {damaged}");
            Ok(())
        }
    });
    match written.and_then(|()| out.flush()) {
        // The reader has closed the pipe.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(error.into()),
        Ok(()) if count == 0 && skipped > 0 => Err("none of its events can be read: is it damaged?".into()),
        Ok(()) => {
            if count == 0 {
                eprintln!("no highlight events found: is it the chunk of type 3?");
            }
            Ok(())
        }
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("film_events: {error}");
            ExitCode::FAILURE
        }
    }
}
