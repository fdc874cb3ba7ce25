//! The arguments of the command line.

use halo_infinite_sandbox::Consent;
use lexopt::prelude::*;
use std::ffi::{OsStr, OsString};
use std::num::ParseIntError;
use std::path::PathBuf;
use std::str::FromStr;

pub const USAGE: &str = "\
A fake of the Halo Infinite web backend, on a port of 127.0.0.1.

Usage: halo-infinite-sandbox [OPTIONS]

Options:
      --port N            Port to listen on [default: a free one]
      --seed N            Seed of the world: the same seed, the same players and matches [default: 0]
      --matches N         Matches of the home player, at most 100000 [default: 60]
      --captures DIR      Serve the captured payloads of a folder, listed in its manifest.tsv, instead of a world
      --consent DECISION  Reply to sign-ins: ask (a page with two buttons), accept or decline [default: ask]
      --faults FILE       Fault script in JSON: {\"rules\": [{\"on\": \"/stats/\", \"every\": 10, \"faults\":
                          [{\"fault\": \"reset\"}]}]}; the documentation of `Faults::load` has all faults
      --info FILE         Write the base URL, tokens, players, matches and hosts to a JSON file
  -v, --verbose           Print a line for each request to the standard error
  -h, --help              Print this help
  -V, --version           Print the version";

/// The request of the command line.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    Run(Arguments),
    Help,
    Version,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Arguments {
    pub port: u16,
    pub seed: u64,
    pub matches: usize,
    pub captures: Option<PathBuf>,
    pub consent: Consent,
    pub faults: Option<PathBuf>,
    pub info: Option<PathBuf>,
    pub verbose: bool,
}

impl Default for Arguments {
    fn default() -> Self {
        Self {
            port: 0,
            seed: 0,
            matches: 60,
            captures: None,
            consent: Consent::Ask,
            faults: None,
            info: None,
            verbose: false,
        }
    }
}

impl Command {
    pub fn parse(mut parser: lexopt::Parser) -> Result<Self, lexopt::Error> {
        let mut arguments = Arguments::default();
        while let Some(argument) = parser.next()? {
            match argument {
                Long("port") => arguments.port = number("--port", &parser.value()?)?,
                Long("seed") => arguments.seed = number("--seed", &parser.value()?)?,
                Long("matches") => arguments.matches = number("--matches", &parser.value()?)?,
                Long("captures") => arguments.captures = Some(path("--captures", parser.value()?)?),
                Long("consent") => arguments.consent = parser.value()?.parse_with(consent)?,
                Long("faults") => arguments.faults = Some(path("--faults", parser.value()?)?),
                Long("info") => arguments.info = Some(path("--info", parser.value()?)?),
                Short('v') | Long("verbose") => arguments.verbose = true,
                Short('h') | Long("help") => return Ok(Self::Help),
                Short('V') | Long("version") => return Ok(Self::Version),
                other => return Err(other.unexpected()),
            }
        }
        Ok(Self::Run(arguments))
    }
}

/// lexopt's own message does not name the option.
fn number<N: FromStr<Err = ParseIntError>>(option: &str, value: &OsStr) -> Result<N, String> {
    let text = value.to_string_lossy();
    text.parse()
        .map_err(|error| format!("{option} {text:?}: {error}"))
}

fn path(option: &str, value: OsString) -> Result<PathBuf, String> {
    if value.is_empty() || value == "-" {
        return Err(format!(
            "{option} {value:?}: the name of a file or a folder is needed"
        ));
    }
    Ok(value.into())
}

fn consent(text: &str) -> Result<Consent, String> {
    match text {
        "ask" => Ok(Consent::Ask),
        "accept" => Ok(Consent::Accept),
        "decline" => Ok(Consent::Decline),
        _ => Err("use ask, accept or decline".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Command, String> {
        let arguments = arguments.iter().map(OsString::from);
        Command::parse(lexopt::Parser::from_args(arguments)).map_err(|error| error.to_string())
    }

    #[test]
    fn all_options_are_read() {
        assert_eq!(parse(&[]), Ok(Command::Run(Arguments::default())));
        let all = [
            "--port=8117",
            "--seed",
            "7",
            "--matches",
            "10000",
            "--captures",
            "folder",
            "--consent",
            "accept",
            "--faults",
            "faults.json",
            "--info",
            "info.json",
            "-v",
        ];
        let expected = Arguments {
            port: 8117,
            seed: 7,
            matches: 10_000,
            captures: Some("folder".into()),
            consent: Consent::Accept,
            faults: Some("faults.json".into()),
            info: Some("info.json".into()),
            verbose: true,
        };
        assert_eq!(parse(&all), Ok(Command::Run(expected)));
        assert_eq!(parse(&["-h"]), Ok(Command::Help));
        assert_eq!(parse(&["--version"]), Ok(Command::Version));
    }

    #[test]
    fn every_option_is_in_the_help() {
        for option in [
            "--port",
            "--seed",
            "--matches",
            "--captures",
            "--consent",
            "--faults",
            "--info",
            "-v",
            "-V",
            "-h",
        ] {
            assert!(USAGE.contains(option), "{option}");
        }
    }

    #[test]
    fn wrong_options_are_errors() {
        for (arguments, problem) in [
            (&["--port", "70000"][..], "--port \"70000\": number too large"),
            (&["--seed", "x"], "--seed \"x\": invalid digit"),
            (&["--info", "-"], "--info \"-\""),
            (&["--info", ""], "--info \"\""),
            (&["--faults="], "--faults \"\""),
            (&["--captures", ""], "--captures \"\""),
            (&["--port"], "missing argument"),
            (&["--consent", "perhaps"], "use ask, accept or decline"),
            (&["--nonsense"], "--nonsense"),
            (&["world"], "world"),
            (&["--matches", "-1"], "-1"),
        ] {
            let error = parse(arguments).expect_err("an error");
            assert!(error.contains(problem), "{arguments:?}: {error}");
        }
    }
}
