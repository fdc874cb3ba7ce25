//! Device codes: an app shows a short code, the player enters it elsewhere, the app polls meanwhile.

use crate::clock::{Clock, TICKS_PER_SECOND};
use crate::consent::Consent;
use crate::registration::Client;
use crate::rng::random;
use crate::secrets::Secrets;
use std::sync::{Arc, Mutex, PoisonError};

/// How many seconds a device code lives.
pub(crate) const LIFETIME: i64 = 900;
/// How many seconds an app has to leave between two polls, to begin with.
pub(crate) const INTERVAL: i64 = 5;
/// How much longer that becomes each time it does not.
const SLOWER: i64 = 5;

/// What becomes of device codes that nobody enters.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct DeviceConsent {
    pub(crate) consent: Consent,
    /// How many polls are answered that it is pending.
    pub(crate) after_polls: usize,
}

/// The two halves of a device code that was just made.
#[derive(Clone, Debug)]
pub(crate) struct Issued {
    pub(crate) device_code: String,
    pub(crate) user_code: String,
}

#[derive(Debug)]
struct DeviceCode {
    names: Issued,
    client: Client,
    scope: String,
    expires: i64,
    state: State,
    polls: usize,
    last_poll: Option<i64>,
    /// In ticks.
    interval: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Pending,
    Accepted,
    Declined,
    Used,
}

/// Why a poll gives no tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PollRefused {
    Pending,
    TooFast,
    Declined,
    Expired,
    /// Used up, not one of this sandbox's, or given to another client.
    Unknown,
}

/// Issues device codes and answers polls.
#[derive(Debug)]
pub(crate) struct DeviceCodes {
    clock: Clock,
    secrets: Arc<Secrets>,
    unattended: DeviceConsent,
    codes: Mutex<Vec<DeviceCode>>,
}

impl DeviceCodes {
    pub(crate) fn new(clock: Clock, secrets: Arc<Secrets>, unattended: DeviceConsent) -> Self {
        Self {
            clock,
            secrets,
            unattended,
            codes: Mutex::default(),
        }
    }

    pub(crate) fn issue(&self, client: Client, scope: &str) -> Issued {
        let mut codes = self.codes.lock().unwrap_or_else(PoisonError::into_inner);
        let mut user_code = new_user_code();
        while codes.iter().any(|code| code.names.user_code == user_code) {
            user_code = new_user_code();
        }
        let device_code = format!("SBX{:016x}{:016x}", random(), random());
        self.secrets.remember(&device_code);
        let names = Issued {
            device_code,
            user_code,
        };
        codes.push(DeviceCode {
            names: names.clone(),
            client,
            scope: scope.to_owned(),
            expires: self.clock.now().saturating_add(LIFETIME * TICKS_PER_SECOND),
            state: State::Pending,
            polls: 0,
            last_poll: None,
            interval: INTERVAL * TICKS_PER_SECOND,
        });
        names
    }

    /// Uses a device code up if it was accepted, and answers the scope that was granted.
    pub(crate) fn poll(&self, device_code: &str, client: Client) -> Result<String, PollRefused> {
        let now = self.clock.now();
        let mut codes = self.codes.lock().unwrap_or_else(PoisonError::into_inner);
        let code = codes
            .iter_mut()
            .find(|code| code.names.device_code == device_code && code.client == client)
            .ok_or(PollRefused::Unknown)?;
        if code.expires <= now {
            return Err(PollRefused::Expired);
        }
        if code
            .last_poll
            .replace(now)
            .is_some_and(|last| now - last < code.interval)
        {
            code.interval += SLOWER * TICKS_PER_SECOND;
            return Err(PollRefused::TooFast);
        }
        if code.state == State::Pending && code.polls >= self.unattended.after_polls {
            match self.unattended.consent {
                Consent::Ask => {}
                Consent::Accept => code.state = State::Accepted,
                Consent::Decline => code.state = State::Declined,
            }
        }
        match code.state {
            State::Pending => {
                code.polls += 1;
                Err(PollRefused::Pending)
            }
            State::Declined => Err(PollRefused::Declined),
            State::Used => Err(PollRefused::Unknown),
            State::Accepted => {
                code.state = State::Used;
                Ok(code.scope.clone())
            }
        }
    }

    /// Decides on the code that a player has entered. Answers the app that had asked, or `None` where no such code
    /// waits to be entered.
    pub(crate) fn enter(&self, user_code: &str, accept: bool) -> Option<Client> {
        let now = self.clock.now();
        let entered = letters(user_code);
        let mut codes = self.codes.lock().unwrap_or_else(PoisonError::into_inner);
        let code = codes
            .iter_mut()
            .find(|code| letters(&code.names.user_code) == entered)
            .filter(|code| code.state == State::Pending && now < code.expires)?;
        code.state = if accept { State::Accepted } else { State::Declined };
        Some(code.client)
    }
}

/// Eight letters that nobody mistakes for one another, and that make no words.
fn new_user_code() -> String {
    const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
    let mut dice = random();
    let mut four = || {
        let mut letters = String::new();
        for _ in 0..4 {
            letters.push(char::from(LETTERS[(dice % 20) as usize]));
            dice /= 20;
        }
        letters
    };
    format!("{}-{}", four(), four())
}

/// What counts of a user code: people leave the hyphen out, and type in lower case.
fn letters(user_code: &str) -> String {
    user_code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_uppercase())
        .collect()
}
