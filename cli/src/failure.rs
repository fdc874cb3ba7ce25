//! Failures: their words, their advice and their exit codes.

use std::fmt;
use std::io;
use std::process::ExitCode;

use halo_infinite::Error;
use halo_infinite::auth::SignInErrorKind;
use halo_infinite::error::{ArgumentError, ConsentError, InflateError, NetworkErrorKind, StoreError};
use serde_json::{Value, json};

use crate::account::variable_os;
use crate::note::note;
use crate::show;

/// The reason why a command ended early.
#[derive(Debug)]
pub enum Failure {
    /// A wrong argument or setting: the message says what to write instead.
    Usage(String),
    /// No player is signed in.
    SignInFirst(String),
    /// A request or a sign-in failed.
    Sdk(Box<Error>),
    /// The result cannot be printed or saved.
    Output {
        /// The place: a file, or the standard output.
        place: String,
        /// The cause.
        cause: io::Error,
    },
    /// Any other failure.
    Other {
        /// What happened.
        message: String,
        /// What to do.
        advice: Option<String>,
    },
    /// Parts of the result are missing: the rest is printed.
    Incomplete {
        /// The reason for each missing part.
        reasons: Vec<String>,
        /// The failure that the reasons explain; `None` if the command has printed what there is.
        failure: Option<Box<Failure>>,
    },
    /// The player pressed Ctrl-C.
    Interrupted,
    /// The reader of the output has gone.
    ClosedPipe,
}

/// The exit code of success.
const DONE: u8 = 0;
/// The exit code of a failure.
const FAILED: u8 = 1;
/// The exit code of wrong arguments.
const WRONG_USE: u8 = 2;
/// The exit code of a command that needs a sign-in first.
const SIGN_IN_FIRST: u8 = 4;
/// The exit code of a command that Ctrl-C has ended. Other signals have others.
pub const INTERRUPTED: u8 = 130;

impl Failure {
    /// A failure with a remedy.
    pub fn new(message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::Other {
            message: message.into(),
            advice: Some(advice.into()),
        }
    }

    /// Nobody is signed in with this profile.
    pub fn nobody(profile: &str) -> Self {
        Self::SignInFirst(format!("nobody is signed in with the profile {profile}"))
    }

    /// A file, or another place for output, that cannot be written.
    pub fn output(place: impl fmt::Display, cause: io::Error) -> Self {
        match cause.kind() {
            io::ErrorKind::BrokenPipe => Self::ClosedPipe,
            _ => Self::Output {
                place: place.to_string(),
                cause,
            },
        }
    }

    /// Whether nothing succeeds before a new sign-in.
    pub fn needs_sign_in(&self) -> bool {
        self.code() == SIGN_IN_FIRST
    }

    /// Whether the failure needs no message: the player ended the command, or nobody reads its output.
    pub fn is_silent(&self) -> bool {
        matches!(self, Self::ClosedPipe) || self.code() == INTERRUPTED
    }

    fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => WRONG_USE,
            Self::SignInFirst(_) => SIGN_IN_FIRST,
            Self::Sdk(error) => match &**error {
                Error::Argument(_) => WRONG_USE,
                Error::Cancelled { .. } => INTERRUPTED,
                Error::SignIn(error) if error.kind.needs_new_sign_in() => SIGN_IN_FIRST,
                Error::Store(error) if matches!(**error, StoreError::Damaged { .. }) => SIGN_IN_FIRST,
                // Another sign-in would be refused as well.
                Error::SignIn(_) => FAILED,
                error if error.status() == Some(401) => SIGN_IN_FIRST,
                _ => FAILED,
            },
            Self::Output { .. } | Self::Other { .. } => FAILED,
            Self::Incomplete { failure, .. } => failure.as_ref().map_or(FAILED, |failure| failure.code()),
            Self::Interrupted => INTERRUPTED,
            Self::ClosedPipe => DONE,
        }
    }

    /// The message and the remedy.
    pub fn words(&self) -> (String, Option<String>) {
        match self {
            Self::Usage(message) => (message.clone(), None),
            Self::SignInFirst(message) => (message.clone(), Some("run `halo login`".into())),
            Self::Sdk(error) => sdk_words(error),
            Self::Output { place, cause } => (
                format!("{place} cannot be written: {cause}"),
                Some("choose another place, or make this one writable".into()),
            ),
            Self::Other { message, advice } => (message.clone(), advice.clone()),
            Self::Incomplete { reasons, failure } => match (failure, reasons.as_slice()) {
                (Some(failure), _) => failure.words(),
                (None, [only]) => (format!("the result is incomplete: {only}"), None),
                (None, _) => ("the result is incomplete".into(), None),
            },
            Self::Interrupted => ("interrupted".into(), None),
            Self::ClosedPipe => ("the reader of the output has gone".into(), None),
        }
    }

    /// The failure as JSON, on one line.
    fn to_json(&self) -> Value {
        let (message, advice) = self.words();
        let mut error = json!({ "message": message, "advice": advice, "exit_code": self.code() });
        let cause = match self {
            Self::Incomplete {
                failure: Some(failure),
                ..
            } => failure,
            other => other,
        };
        if let (Self::Sdk(sdk), Some(fields)) = (cause, error.as_object_mut()) {
            let endpoint = sdk.endpoint().map(ToString::to_string);
            fields.insert("endpoint".into(), json!(endpoint));
            fields.insert("status".into(), json!(sdk.status()));
        }
        if let (Self::Incomplete { reasons, .. }, Some(fields)) = (self, error.as_object_mut()) {
            fields.insert("reasons".into(), json!(reasons));
        }
        json!({ "error": error })
    }

    /// Prints the failure on the standard error, and returns its exit code.
    pub fn report(&self, as_json: bool) -> ExitCode {
        match self {
            _ if self.is_silent() => {}
            _ if as_json => note(show::json(&self.to_json(), false)),
            Self::Incomplete { reasons, failure } if failure.is_some() || reasons.len() > 1 => {
                for reason in reasons {
                    note(format_args!("halo: {reason}"));
                }
                note(format_args!("halo: {self}"));
            }
            _ => note(format_args!("halo: {self}")),
        }
        ExitCode::from(self.code())
    }
}

/// An error of the SDK on one line, with the remedy, for notes.
pub fn in_words(error: &Error) -> String {
    joined(sdk_words(error))
}

fn joined((message, advice): (String, Option<String>)) -> String {
    match advice {
        Some(advice) => format!("{message}: {advice}"),
        None => message,
    }
}

fn sdk_words(error: &Error) -> (String, Option<String>) {
    if let Some(words) = damaged_tokens(error) {
        return (words, Some("run `halo login`".into()));
    }
    let message = error.to_string();
    let theirs = error.advice().unwrap_or_default();
    // Most messages hold the advice already.
    match (own_advice(error), message.contains(theirs)) {
        (Some(own), true) if !theirs.is_empty() => (message.replace(theirs, own), None),
        (Some(own), _) => (message, Some(own.into())),
        (None, true) => (message, None),
        (None, false) => (message, Some(theirs.into())),
    }
}

/// The message about tokens that cannot be read, without advice.
fn damaged_tokens(error: &Error) -> Option<String> {
    let Error::Store(error) = error else { return None };
    let StoreError::Damaged {
        path,
        moved_to,
        problem,
        ..
    } = &**error
    else {
        return None;
    };
    Some(format!(
        "the tokens in {} are damaged ({problem}), and were moved to {}",
        path.display(),
        moved_to.display()
    ))
}

/// The remedy in words of this program, if the SDK's is one for programmers.
fn own_advice(error: &Error) -> Option<&'static str> {
    Some(match error {
        Error::Store(error) => return store_advice(error),
        Error::Consent(ConsentError::Listen { .. } | ConsentError::Browser { .. }) => {
            "run `halo login --paste` or `halo login --device`"
        }
        Error::Consent(ConsentError::Timeout { .. }) => {
            "run `halo login` again; if the browser shows an error, `halo login --guide` shows the right settings"
        }
        Error::Consent(ConsentError::Redirect { .. }) => {
            "run `halo login` again; with --paste, paste the whole address at which the browser ends"
        }
        Error::SignIn(error) => match error.kind {
            SignInErrorKind::ClientSecretRequired => {
                "in the Azure portal, under \"Authentication\", enter http://localhost as a redirect URI of \"Mobile and \
                 desktop applications\" and allow public client flows; or set HALO_CLIENT_SECRET"
            }
            SignInErrorKind::ClientSecretNotAllowed => {
                "unset HALO_CLIENT_SECRET: the app registration allows no secret"
            }
            kind if kind.needs_new_sign_in() => "run `halo login`",
            _ => return None,
        },
        Error::Network { kind, .. } => match kind {
            NetworkErrorKind::UnknownIssuer if cfg!(feature = "platform-verifier") => {
                "if a virus scanner or a company's proxy decrypts connections, trust the system's certificates: `--tls \
                 system`, or HALO_TLS=system"
            }
            NetworkErrorKind::UnknownIssuer => {
                "if a virus scanner or a company's proxy decrypts connections, use a `halo` with the feature \
                 platform-verifier, and trust the system's certificates"
            }
            NetworkErrorKind::TimedOut => "check the network connection, and try again later",
            _ => return None,
        },
        Error::Status(error) => match error.status {
            // Another sign-in would change nothing: the variable comes first.
            401 if variable_os("HALO_SPARTAN_TOKEN").is_some() => {
                "the token in HALO_SPARTAN_TOKEN is wrong or has expired: renew it"
            }
            401 => "the services do not accept the tokens any more: run `halo login`",
            429 => "too many requests: wait a minute, and choose a lower --rate",
            _ => return None,
        },
        Error::Deadline { wait: Some(_), .. } => "choose a higher --rate, or try again later",
        Error::Deadline { wait: None, .. } => "try again later",
        Error::Film { cause, .. } => match **cause {
            InflateError::TooLong { .. } => "no real film has a chunk of this length: try another match",
            _ => return None,
        },
        Error::NotCached { .. } => "run the command once without --offline",
        _ => return None,
    })
}

fn store_advice(error: &StoreError) -> Option<&'static str> {
    match error {
        StoreError::Keyring { .. } => {
            Some("unlock the keyring, or keep the tokens in a file: `halo login --store file`")
        }
        StoreError::Newer { .. } => Some("update halo, or sign in with another --profile"),
        StoreError::NotSaved { cause, .. } => store_advice(cause),
        _ => None,
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&joined(self.words()))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Sdk(Box::new(error))
    }
}

impl From<ArgumentError> for Failure {
    fn from(error: ArgumentError) -> Self {
        Self::Usage(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::time::Duration;

    use halo_infinite::{Client, Environment};

    use super::*;

    #[test]
    fn a_timeout_names_no_setting_that_the_program_does_not_have() {
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", silent.local_addr().unwrap());
        let client = Client::builder()
            .environment(Environment::at(&url).unwrap())
            .spartan_token("token")
            .timeout(Duration::from_millis(50))
            .no_retries()
            .build()
            .unwrap();
        let error = client.gamecms_hacs().medal_metadata().send().unwrap_err();
        let words = Failure::from(error).to_string();
        assert!(words.contains("try again later"), "{words}");
        assert!(!words.contains("allow a longer timeout"), "{words}");
    }
}
