//! Sign-in on another device.

use std::fmt;
use std::time::Duration;

use zeroize::Zeroize;

use super::paste::grant;
use crate::auth::sign_in::SignIn;
use crate::auth::steps::oauth;
use crate::auth::steps::refusal::refusal;
use crate::auth::tokens::TokenSet;
use crate::error::{Error, SignInError, SignInErrorKind, SignInStep};
use crate::models::auth::DeviceCode;
use crate::models::common::Seconds;

/// The page and the code for the player to enter on another device. Dropping it wipes the code.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DevicePrompt {
    /// The page to open.
    pub verification_uri: String,
    /// The code to enter.
    pub user_code: String,
    /// The time until the code expires.
    pub expires_in: Duration,
}

/// Shows an instruction for the player, such as `Open https://… and enter the code …`.
impl fmt::Display for DevicePrompt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Open {} and enter the code {}",
            self.verification_uri, self.user_code
        )
    }
}

impl Drop for DevicePrompt {
    fn drop(&mut self) {
        self.user_code.zeroize();
    }
}

/// Does not show the code, which is as secret as a password until it expires.
impl fmt::Debug for DevicePrompt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DevicePrompt")
            .field("verification_uri", &self.verification_uri)
            .field("expires_in", &self.expires_in)
            .finish_non_exhaustive()
    }
}

impl SignIn {
    /// Signs a player in with a code that the player enters in a browser on any device.
    ///
    /// `show` receives the page and the code, and shows them to the player. Then waits until the player has
    /// consented, at most until the code expires. In the meantime, polls Microsoft at the interval that it
    /// sets.
    ///
    /// # Errors
    ///
    /// - [`Error::SignIn`] if the player declines or lets the code expire, or Microsoft refuses the app.
    /// - [`Error::Network`] if Microsoft cannot be reached before the code expires.
    /// - [`Error::Cancelled`] if the [cancel token](Self::cancel_token) is cancelled.
    pub fn with_device_code(&self, show: impl FnOnce(&DevicePrompt)) -> Result<TokenSet, Error> {
        /// Added to the interval when Microsoft asks for slower polling, or has trouble.
        const SLOWDOWN: Duration = Duration::from_secs(5);
        let step = SignInStep::DeviceCode;
        let steps = self.steps(0)?;
        let code: DeviceCode = steps.exchange(step, &oauth::device_code(&self.app))?;
        let seconds =
            |seconds: Seconds| Duration::from_secs(seconds.get().clamp(1, 24 * 3600).unsigned_abs());
        let expires_in = seconds(code.expires_in);
        let mut interval = seconds(code.interval.unwrap_or(5.into()));
        let end = self.clock.now().saturating_add(expires_in);
        show(&DevicePrompt {
            verification_uri: code.verification_uri,
            user_code: code.user_code.expose().to_owned(),
            expires_in,
        });

        let cancel = &self.settings.options.cancel;
        loop {
            // Polls once more when the code expires, even if the interval is not over.
            let next = self.clock.now().saturating_add(interval).min(end);
            self.clock.sleep_until_or_cancelled(next, cancel);
            let refused = match steps.send(&oauth::device_token(&self.app, &code.device_code)) {
                Ok(response) if response.is_success() => return grant(&steps, step, &response),
                Ok(response) => refusal(self.app.has_secret(), step, &response),
                Err(error @ (Error::Network { .. } | Error::Deadline { .. })) if self.clock.now() < end => {
                    log::warn!("still waiting for the player: {error}");
                    interval += SLOWDOWN;
                    continue;
                }
                Err(error) => return Err(error),
            };
            match refused.code.as_deref() {
                Some("authorization_pending") => {}
                Some("slow_down") => interval += SLOWDOWN,
                // The player may be entering the code: a transient failure does not end the sign-in.
                _ if refused.kind.may_pass() => {
                    log::warn!("still waiting for the player: {refused}");
                    interval += SLOWDOWN;
                }
                _ => return Err(refused.into()),
            }
            if self.clock.now() >= end {
                return Err(SignInError {
                    kind: SignInErrorKind::DeviceCodeExpired,
                    ..refused
                }
                .into());
            }
        }
    }
}
