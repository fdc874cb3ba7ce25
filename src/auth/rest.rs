//! Rests after failed renewals.

use std::time::Duration;

use crate::error::{Error, SignInErrorKind};

/// The rest after the first failure that may pass. Each further one doubles it.
const FIRST: Duration = Duration::from_secs(1);
/// The longest rest.
pub(super) const LONGEST: Duration = Duration::from_secs(60);

/// The rest after a failed renewal: no request is sent until its end, and the error is returned instead.
pub(super) struct Rest {
    pub error: Error,
    start: Duration,
    end: End,
    /// The number of failures in a row.
    failures: u32,
}

enum End {
    /// In the clock's time. Another attempt may mend the failure.
    Passing(Duration),
    /// In the clock's time, or with other tokens in the store. The same request will be refused again, until the
    /// player or the developer has done something.
    Refused(Duration),
    /// With other tokens in the store only: the refresh token is dead.
    Dead,
}

impl Rest {
    /// The rest after a renewal that failed now; `last` is the one before it.
    pub fn after(error: Error, last: Option<&Self>, now: Duration) -> Self {
        let failures = last.map_or(0, |last| last.failures).saturating_add(1);
        let end = match &error {
            Error::SignIn(refused) if refused.kind.needs_new_sign_in() => End::Dead,
            Error::SignIn(refused) if !refused.kind.may_pass() && refused.kind != SignInErrorKind::Other => {
                End::Refused(now.saturating_add(LONGEST))
            }
            _ => {
                let doubled = FIRST.saturating_mul(1 << (failures - 1).min(16));
                End::Passing(now.saturating_add(doubled.min(LONGEST)))
            }
        };
        Self {
            error,
            start: now,
            end,
            failures,
        }
    }

    /// Whether no request is sent now for a token that is still valid.
    pub fn lasts_for_a_valid_token(&self, now: Duration) -> bool {
        self.lasts(now) || now < self.start.saturating_add(LONGEST)
    }

    /// Whether no request is sent now.
    pub fn lasts(&self, now: Duration) -> bool {
        match self.end {
            End::Passing(end) | End::Refused(end) => now < end,
            End::Dead => true,
        }
    }

    /// Whether other tokens in the store end the rest.
    pub fn awaits_other_tokens(&self) -> bool {
        matches!(self.end, End::Refused(_) | End::Dead)
    }
}
