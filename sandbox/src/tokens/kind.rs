//! The kinds of tokens, and their lifetimes.

use crate::authority::Authority;
use crate::clock::{TICKS_PER_SECOND, ticks};
use crate::registration::{Client, Registration};
use crate::rng::random;
use std::time::Duration;

pub(super) const HOUR: i64 = 3600 * TICKS_PER_SECOND;
/// Keeps the expiry date of a token that "never" expires within four-digit years.
const LONGEST: i64 = 1000 * 365 * 24 * HOUR;

/// The purpose of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Bound to an app and an authority.
    Refresh(Client),
    Access,
    User,
    XstsXbox,
    XstsHalo,
    Spartan,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Refresh(Client {
                authority,
                registration,
            }) => match (authority, registration) {
                (Authority::Live, Registration::Confidential) => "refresh-live-confidential",
                (Authority::Live, Registration::Public) => "refresh-live-public",
                (Authority::MicrosoftOnline, Registration::Confidential) => "refresh-online-confidential",
                (Authority::MicrosoftOnline, Registration::Public) => "refresh-online-public",
            },
            Self::Access => "access",
            Self::User => "user",
            Self::XstsXbox => "xsts-xbox",
            Self::XstsHalo => "xsts-halo",
            Self::Spartan => "spartan",
        }
    }
}

/// The lifetimes that a test can change.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lifetimes {
    pub(crate) access: Option<Duration>,
    pub(crate) spartan: Option<Duration>,
}

impl Lifetimes {
    /// The lifetime of a kind of token, in 100-nanosecond ticks.
    pub(crate) fn of(&self, kind: Kind) -> i64 {
        let custom = match kind {
            Kind::Access => self.access,
            Kind::Spartan => self.spartan,
            _ => None,
        };
        match custom {
            Some(custom) => ticks(custom).min(LONGEST),
            None => default(kind),
        }
    }
}

fn default(kind: Kind) -> i64 {
    match kind {
        Kind::Refresh(_) => 90 * 24 * HOUR,
        Kind::Access => HOUR,
        Kind::User | Kind::XstsXbox | Kind::XstsHalo => 16 * HOUR,
        // Just under four hours, and different each time.
        Kind::Spartan => 4 * HOUR - 10 * TICKS_PER_SECOND - (random() % 9_999_999) as i64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spartan_token_lives_just_under_four_hours() {
        let lifetime = Lifetimes::default().of(Kind::Spartan);
        assert!((4 * HOUR - 11 * TICKS_PER_SECOND..4 * HOUR).contains(&lifetime));
    }

    #[test]
    fn a_custom_lifetime_is_exact_and_capped() {
        let lifetimes = Lifetimes {
            access: Some(Duration::MAX),
            spartan: Some(Duration::from_secs(60)),
        };
        assert_eq!(lifetimes.of(Kind::Spartan), 60 * TICKS_PER_SECOND);
        assert_eq!(lifetimes.of(Kind::Access), LONGEST);
        assert_eq!(lifetimes.of(Kind::User), 16 * HOUR);
    }
}
