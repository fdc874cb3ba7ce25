//! The options that every command has.
//!
//! [`Globals::check`] refuses options that exclude each other: clap would do so only for options on the same side of the
//! command. `--no-cache` works where `HALO_CACHE` is set, and `--sandbox` where `HALO_PROFILE` is: the option that allows less
//! counts.
//!
//! [`Globals::complete`] reads the variables. clap would take an empty one for a value, and name the option in its
//! errors.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::{Args, ColorChoice, ValueEnum};

use crate::account::{settings, variable, variable_os};
use crate::failure::Failure;
#[cfg(feature = "sandbox")]
use crate::numbers::whole;

/// The options that every command has.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Globals {
    /// Asks the built-in sandbox, signed in as its demo player: needs no account and no network
    #[cfg(feature = "sandbox")]
    #[arg(long, global = true, env = "HALO_SANDBOX", value_parser = clap::builder::FalseyValueParser::new(), hide_env = true)]
    pub sandbox: bool,
    /// Shows the view for people in pipes too: for the tour
    #[cfg(feature = "sandbox")]
    #[arg(skip)]
    pub always_view: bool,
    /// Number of matches that the sandbox's demo player has played
    #[cfg(feature = "sandbox")]
    #[arg(
        long,
        global = true,
        value_name = "N",
        default_value_t = 60,
        value_parser = whole,
        hide_default_value = true
    )]
    pub sandbox_matches: usize,
    /// The account: each profile has its own sign-in
    #[arg(long, global = true, value_name = "NAME")]
    pub profile: Option<String>,
    /// The language of names, such as de-DE
    #[arg(long, global = true, value_name = "TAG")]
    pub language: Option<String>,
    /// Requests per second to each service, at most
    #[arg(long, global = true, value_name = "N")]
    pub rate: Option<f64>,
    /// The folder of cached responses
    #[arg(long, global = true, value_name = "DIR")]
    pub cache: Option<PathBuf>,
    /// Neither reads nor writes cached responses
    #[arg(long, global = true)]
    pub no_cache: bool,
    /// Sends nothing: all responses come from the cache
    #[arg(long, global = true)]
    pub offline: bool,
    /// Prints these fields as JSON, such as `map,kills`, or `all`
    #[arg(long, global = true, value_name = "FIELDS", value_delimiter = ',', value_parser = field)]
    pub json: Vec<String>,
    /// Prints the results of a jq filter over the JSON
    #[arg(long, global = true, value_name = "FILTER")]
    pub jq: Option<String>,
    /// Prints this template for each record, such as `{{ map }}: {{ kills }}`
    #[arg(long, global = true, value_name = "TEXT")]
    pub template: Option<String>,
    /// Prints comma-separated values with a heading
    #[arg(long, global = true)]
    pub csv: bool,
    /// Prints tab-separated values with a heading
    #[arg(long, global = true)]
    pub tsv: bool,
    /// Explains the numbers below the tables
    #[arg(long, global = true)]
    pub explain: bool,
    /// Prints no progress and no notes
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Prints each request on the standard error
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: When,
    /// The address of all services, such as that of a sandbox that runs elsewhere
    #[arg(long, global = true, value_name = "URL")]
    pub environment: Option<String>,
    /// The proxy; defaults to that of the environment
    #[arg(long, global = true, value_name = "URL")]
    pub proxy: Option<String>,
    /// The certificates to trust
    #[cfg(feature = "platform-verifier")]
    #[arg(long, global = true, value_name = "WHOSE")]
    pub tls: Option<Certificates>,
}

/// The name of a field, without blanks around it.
fn field(text: &str) -> Result<String, &'static str> {
    match text.trim() {
        "" => Err("name fields, such as `map,kills`, or write `all`"),
        name => Ok(name.to_owned()),
    }
}

impl Globals {
    /// The chosen options of the form of the output.
    pub fn forms(&self) -> Vec<&'static str> {
        let forms = [
            ("--json", !self.json.is_empty()),
            ("--jq", self.jq.is_some()),
            ("--template", self.template.is_some()),
            ("--csv", self.csv),
            ("--tsv", self.tsv),
        ];
        forms
            .into_iter()
            .filter(|(_, is_chosen)| *is_chosen)
            .map(|(name, _)| name)
            .collect()
    }

    /// Fails if two options exclude each other.
    pub fn check(&self) -> Result<(), Failure> {
        let chosen = self.forms();
        if let [first, second, ..] = chosen.as_slice()
            && chosen != ["--json", "--jq"]
        {
            return Err(Failure::Usage(format!(
                "{first} and {second} exclude each other: choose one"
            )));
        }
        if self.offline && self.no_cache {
            let problem = "--offline reads the cache, and --no-cache forbids it: choose one";
            return Err(Failure::Usage(problem.into()));
        }
        #[cfg(feature = "sandbox")]
        if self.offline && self.sandbox {
            let problem = "--sandbox has no cache, and needs no network: leave --offline out";
            return Err(Failure::Usage(problem.into()));
        }
        Ok(())
    }
}

impl Globals {
    /// Takes from the variables what the options leave open, and checks both.
    pub fn complete(&mut self) -> Result<(), Failure> {
        for (option, name) in [
            (&mut self.profile, "HALO_PROFILE"),
            (&mut self.environment, "HALO_ENVIRONMENT"),
            (&mut self.proxy, "HALO_PROXY"),
        ] {
            if option.is_none() {
                *option = variable(name)?;
            }
        }
        if self.cache.is_none() {
            self.cache = variable_os("HALO_CACHE").map(PathBuf::from);
        }
        match self.rate {
            Some(rate) => checked("--rate", settings::check_rate(rate))?,
            None => self.rate = parsed("HALO_RATE", settings::rate)?,
        }
        self.language = match self.language.take() {
            Some(tag) => Some(checked("--language", settings::language(&tag))?),
            None => parsed("HALO_LANGUAGE", settings::language)?,
        };
        #[cfg(feature = "platform-verifier")]
        if self.tls.is_none() {
            self.tls = parsed("HALO_TLS", |text| {
                Certificates::from_str(text, false)
                    .map_err(|_| format!("`{}` is neither bundled nor system", text.escape_debug()))
            })?;
        }
        Ok(())
    }
}

/// The value of a variable; `None` if it is unset or empty.
fn parsed<T>(name: &str, parse: impl Fn(&str) -> Result<T, String>) -> Result<Option<T>, Failure> {
    let text = variable(name)?;
    text.map(|text| checked(name, parse(&text))).transpose()
}

/// The value of an option or a variable, or a failure that names its place.
fn checked<T>(place: &str, value: Result<T, String>) -> Result<T, Failure> {
    value.map_err(|problem| Failure::Usage(format!("{place}: {problem}")))
}

/// When to use colours, for what is printed before the options are read: the help, and what is wrong with the options.
pub fn colors_before_parsing(arguments: &[OsString]) -> ColorChoice {
    let mut chosen = When::Auto;
    let mut arguments = arguments.iter().map(|argument| argument.to_string_lossy());
    while let Some(argument) = arguments.next() {
        let text = match argument.strip_prefix("--color") {
            Some("") => arguments.next(),
            Some(rest) => rest.strip_prefix('=').map(|text| text.to_owned().into()),
            None => None,
        };
        if let Some(when) = text.and_then(|text| When::from_str(&text, false).ok()) {
            chosen = when;
        }
    }
    match chosen.on(io::stdout().is_terminal() && io::stderr().is_terminal()) {
        When::Auto => ColorChoice::Auto,
        When::Always => ColorChoice::Always,
        When::Never => ColorChoice::Never,
    }
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On terminals, unless `NO_COLOR` is set
    Auto,
    /// Also in pipes and files
    Always,
    /// Never
    Never,
}

impl When {
    /// The choice for a terminal or a pipe. `CLICOLOR_FORCE=0` forces nothing, by convention.
    pub fn on(self, is_terminal: bool) -> Self {
        let is_off = || env::var_os("CLICOLOR_FORCE").is_some_and(|force| force == "0");
        match self {
            Self::Auto if !is_terminal && is_off() => Self::Never,
            chosen => chosen,
        }
    }
}

/// The certificates to trust.
#[cfg(feature = "platform-verifier")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certificates {
    /// Those of Mozilla, which are built in
    Bundled,
    /// Those of the system, such as those of virus scanners and companies
    System,
}
