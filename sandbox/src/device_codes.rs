//! Device codes: an app shows a short code and polls; the player enters the code elsewhere.

use crate::clock::{Clock, TICKS_PER_SECOND};
use crate::consent::Consent;
use crate::registration::Client;
use crate::rng::random;
use crate::secrets::Secrets;
use std::sync::{Arc, Mutex, PoisonError};

/// The lifetime of a device code, in seconds.
pub(crate) const LIFETIME: i64 = 900;
/// The initial time between polls, in seconds.
pub(crate) const INTERVAL: i64 = 5;
/// Each poll that comes too early adds this many seconds.
const SLOW_DOWN: i64 = 5;

/// The outcome of device codes that no player enters.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct DeviceConsent {
    pub(crate) consent: Consent,
    /// The number of pending polls before the decision.
    pub(crate) after_polls: usize,
}

/// A new device code.
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
    /// The time between polls, in ticks.
    interval: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Pending,
    Accepted,
    Declined,
    Used,
}

/// The reason to reject a poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PollError {
    Pending,
    TooFast,
    Declined,
    Expired,
    /// Used before, unknown to this sandbox, or issued to another client.
    Unknown,
}

/// Issues device codes and handles polls.
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

    /// Redeems an accepted device code and returns the granted scope.
    pub(crate) fn poll(&self, device_code: &str, client: Client) -> Result<String, PollError> {
        let now = self.clock.now();
        let mut codes = self.codes.lock().unwrap_or_else(PoisonError::into_inner);
        let code = codes
            .iter_mut()
            .find(|code| code.names.device_code == device_code && code.client == client)
            .ok_or(PollError::Unknown)?;
        if code.expires <= now {
            return Err(PollError::Expired);
        }
        if code
            .last_poll
            .replace(now)
            .is_some_and(|last| now - last < code.interval)
        {
            code.interval += SLOW_DOWN * TICKS_PER_SECOND;
            return Err(PollError::TooFast);
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
                Err(PollError::Pending)
            }
            State::Declined => Err(PollError::Declined),
            State::Used => Err(PollError::Unknown),
            State::Accepted => {
                code.state = State::Used;
                Ok(code.scope.clone())
            }
        }
    }

    /// Decides on a pending user code. Returns the app that asked, or `None` if no such code is pending.
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

/// Eight letters, without look-alikes and without vowels, so that they form no words.
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

/// Normalizes a user code: people omit the hyphen and type lower case.
fn letters(user_code: &str) -> String {
    user_code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_uppercase())
        .collect()
}
