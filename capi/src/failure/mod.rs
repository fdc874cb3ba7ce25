//! Failures: code, message, advice and details.

mod details;

use std::fmt;

#[cfg(feature = "cache")]
use halo_infinite::cache::CacheError;
use halo_infinite::error::{ArgumentError, Error};
use halo_infinite::types::Endpoint;
use halo_infinite::watch::WatchError;
use serde_json::{Map, Value};

use crate::code::HaloCode;
use crate::text::Text;
use crate::words::{for_c, setting};

use details::{consent_details, sign_in_details, store_details};

/// The error of credentials without a player.
#[derive(Debug)]
pub(crate) struct SignedOut;

impl fmt::Display for SignedOut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("no player is signed in")
    }
}

impl std::error::Error for SignedOut {}

/// A failure of a function.
pub struct Failure {
    pub(crate) code: HaloCode,
    pub(crate) message: Text,
    pub(crate) advice: Option<Text>,
    pub(crate) details: Text,
}

impl Failure {
    pub(crate) fn new(code: HaloCode, message: impl Into<String>) -> Self {
        Self::with(code, message.into(), None, Map::new())
    }

    fn with(code: HaloCode, message: String, advice: Option<&str>, details: Map<String, Value>) -> Self {
        let message = advice.map_or(message.as_str(), |advice| without(&message, advice));
        Self {
            code,
            message: Text::new(for_c(message)),
            advice: advice.map(for_c).map(Text::new),
            details: Text::new(Value::Object(details).to_string()),
        }
    }

    /// The message, for tests.
    #[cfg(test)]
    pub(crate) fn message(&self) -> &str {
        self.message.as_str()
    }

    /// The same failure, with the place where it happened before its message.
    pub(crate) fn at(mut self, place: &str) -> Self {
        self.message = self.message.after(&format!("{place}: "));
        self
    }

    pub(crate) fn null(name: &str) -> Self {
        Self::new(
            HaloCode::NullPointer,
            format!("{name}: it is null, but must not be"),
        )
    }

    pub(crate) fn not_utf8(name: &str, valid: usize) -> Self {
        let message = format!("{name}: it is not UTF-8 from byte {valid} on");
        Self::new(HaloCode::NotUtf8, message)
    }

    pub(crate) fn closed(name: &str, kind: &str) -> Self {
        let message = format!("{name}: the {kind} is closed, or was never opened");
        Self::new(HaloCode::ClosedHandle, message)
    }

    pub(crate) fn wrong_handle(name: &str, found: &str, needed: &str) -> Self {
        let message = format!("{name}: the handle is that of a {found}, not of a {needed}");
        Self::new(HaloCode::WrongHandle, message)
    }

    pub(crate) fn signed_out() -> Self {
        Self::with(
            HaloCode::SignedOut,
            "session: no player is signed in".into(),
            Some(
                "sign the player in, by one of the functions halo_session_sign_in_…, halo_session_redeem or halo_session_import",
            ),
            Map::new(),
        )
    }

    /// A job that was cancelled before it began.
    pub(crate) fn cancelled(endpoint: &Endpoint) -> Self {
        let mut details = Map::new();
        add_endpoint(&mut details, endpoint);
        let message = format!("{endpoint}: cancelled before it began");
        Self::with(HaloCode::Cancelled, message, None, details)
    }

    /// A worker with results that the program does not receive.
    pub(crate) fn too_many_results() -> Self {
        let message = "the worker has as many jobs and results as it holds: receive results";
        Self::new(HaloCode::QueueFull, message)
    }

    /// A worker that has not done all its jobs.
    pub(crate) fn unfinished() -> Self {
        let message = "the worker has ended before all jobs were done: the others were cancelled";
        Self::new(HaloCode::Cancelled, message)
    }

    /// A handle that is closed, or that ends, while a callback still runs.
    pub(crate) fn busy(kind: &str) -> Self {
        let message = format!(
            "the {kind} has ended, but a callback of the program has not returned: its context must stay valid until it \
             returns. No other callback follows it"
        );
        Self::new(HaloCode::CallbackBusy, message)
    }

    pub(crate) fn missing_feature(what: &str, feature: &str) -> Self {
        let message = format!("{what} needs a build with the feature `{feature}`");
        Self::new(HaloCode::MissingFeature, message)
    }

    pub(crate) fn panic() -> Self {
        Self::new(
            HaloCode::Panic,
            "a defect of the library: it has panicked. The standard error may say more",
        )
    }
}

impl From<ArgumentError> for Failure {
    fn from(error: ArgumentError) -> Self {
        let argument = setting(error.argument);
        let mut details = Map::new();
        details.insert("argument".into(), argument.into());
        let message = format!("{argument}: {}", error.problem);
        Self::with(HaloCode::Argument, message, None, details)
    }
}

#[cfg(test)]
impl fmt::Debug for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}: {}", self.code, self.message())
    }
}

#[cfg(feature = "cache")]
impl From<CacheError> for Failure {
    fn from(error: CacheError) -> Self {
        match error {
            CacheError::TooSmall { .. } => ArgumentError::new("cache.max_size", error.to_string()).into(),
            _ => Self::new(HaloCode::File, error.to_string()),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        if let Error::Argument(error) = error {
            return error.into();
        }
        let message = error.to_string();
        Self::of(&error, message, Map::new())
    }
}

impl From<WatchError> for Failure {
    fn from(error: WatchError) -> Self {
        let message = error.to_string();
        match error {
            WatchError::Argument(error) => error.into(),
            WatchError::Poll { player, error, .. } => {
                let mut details = Map::new();
                details.insert("player".into(), player.to_string().into());
                Self::of(&error, message, details)
            }
            WatchError::Thread(_) => Self::new(HaloCode::Thread, message),
            _ => Self::new(HaloCode::Other, message),
        }
    }
}

impl Failure {
    /// The failure of an error, with details beside its own.
    fn of(error: &Error, message: String, mut details: Map<String, Value>) -> Self {
        let code = match error {
            Error::Argument(_) => HaloCode::Argument,
            Error::Network { .. } => HaloCode::Network,
            Error::Status(_) => HaloCode::Status,
            Error::Decode { .. } => HaloCode::Decode,
            Error::SignIn(_) => HaloCode::SignIn,
            Error::Consent(_) => HaloCode::Consent,
            Error::Store(_) => HaloCode::Store,
            Error::Credentials { 0: cause, .. } if cause.is::<SignedOut>() => return Self::signed_out(),
            Error::Film { .. } => HaloCode::Film,
            Error::Manifest { .. } => HaloCode::Manifest,
            Error::File { .. } => HaloCode::File,
            Error::Deadline { .. } => HaloCode::Deadline,
            #[cfg(feature = "cache")]
            Error::NotCached { .. } => HaloCode::NotCached,
            Error::Cancelled { .. } => HaloCode::Cancelled,
            Error::Thread { .. } => HaloCode::Thread,
            _ => HaloCode::Other,
        };
        if let Some(endpoint) = error.endpoint() {
            add_endpoint(&mut details, endpoint);
        }
        if let Some(status) = error.status() {
            details.insert("status".into(), status.into());
        }
        if let Error::Network { attempts, .. } = error {
            details.insert("attempts".into(), (*attempts).into());
        }
        match error {
            Error::SignIn(refused) => sign_in_details(refused, &mut details),
            Error::Consent(missing) => consent_details(missing, &mut details),
            Error::Store(unusable) => store_details(unusable, &mut details),
            _ => {}
        }
        Self::with(code, message, error.advice(), details)
    }
}

fn add_endpoint(details: &mut Map<String, Value>, endpoint: &Endpoint) {
    details.insert("service".into(), endpoint.service().name().into());
    details.insert("endpoint".into(), endpoint.to_string().into());
}

/// A message without the advice at its end: some errors of the SDK have it there, and in C it has a place of its own.
fn without<'m>(message: &'m str, advice: &str) -> &'m str {
    let ends = [format!(" ({advice})"), format!(": {advice}")];
    let shorter = ends.iter().find_map(|end| message.strip_suffix(end.as_str()));
    shorter.unwrap_or(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_does_not_repeat_its_advice() {
        for (message, expected) in [
            ("stats: status 503 (try later)", "stats: status 503"),
            ("login: refused: try later", "login: refused"),
            ("stats: try later, or not", "stats: try later, or not"),
        ] {
            assert_eq!(without(message, "try later"), expected);
        }
    }
}
