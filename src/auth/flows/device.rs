//! Signing in on another device.

use std::fmt;
use std::time::Duration;

use crate::auth::chain::{is_trouble, take};
use crate::auth::sign_in::SignIn;
use crate::auth::steps::oauth;
use crate::auth::steps::refusal::refusal;
use crate::auth::tokens::TokenSet;
use crate::error::{Error, SignInError};
use crate::error::{SignInErrorKind, SignInStep};
use crate::models::auth::{DeviceCode, OAuth2Error};
use crate::types::Secret;

/// What the player must do on another device: open a page and enter a code there.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DevicePrompt {
    /// The page to open.
    pub verification_uri: String,
    /// The code to enter.
    pub user_code: String,
    /// How long the code is good for.
    pub expires_in: Duration,
}

/// Says what to do, in a sentence.
impl fmt::Display for DevicePrompt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Open {} and enter the code {}",
            self.verification_uri, self.user_code
        )
    }
}

/// The code is as good as a password for a while: it is not shown.
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
    /// Signs a player in with a code that is entered in a browser on any device.
    ///
    /// `show` is given what to tell the player. Then waits until the player has consented, asking
    /// Microsoft at the pace that it sets.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`] where the player declined, let the code expire, or where Microsoft refuses
    /// the app; [`Error::Network`] where it could not be reached.
    pub fn with_device_code(&self, show: impl FnOnce(&DevicePrompt)) -> Result<TokenSet, Error> {
        const SLOWER: Duration = Duration::from_secs(5);
        let step = SignInStep::DeviceCode;
        let transport = self.transport()?;
        let code: DeviceCode = take(&transport, step, &oauth::device_code(&self.app))?;
        let seconds = |seconds: i64| Duration::from_secs(seconds.clamp(1, 24 * 3600).unsigned_abs());
        let expires_in = seconds(code.expires_in);
        let mut interval = seconds(code.interval.unwrap_or(5));
        let end = self.clock.now().saturating_add(expires_in);
        show(&DevicePrompt {
            verification_uri: code.verification_uri,
            user_code: code.user_code.expose().to_owned(),
            expires_in,
        });

        let device_code: Secret = code.device_code;
        let cancel = &self.settings.options.cancel;
        loop {
            // The code may expire before Microsoft wants to be asked again.
            let next = self.clock.now().saturating_add(interval).min(end);
            self.clock.sleep_until_or_cancelled(next, cancel);
            let status = match transport.send(&oauth::device_token(&self.app, &device_code)) {
                Ok(answer) if answer.is_success() => return self.grant(step, &answer),
                Ok(answer) => {
                    let refused = refusal(step, &answer);
                    let error = crate::decode::decode::<OAuth2Error>(&answer.body).map(|body| body.error);
                    match error.as_deref() {
                        Ok("authorization_pending") => {}
                        Ok("slow_down") => interval += SLOWER,
                        // The player is busy in the browser meanwhile: a bad moment ends nothing.
                        _ if answer.status == 429 || answer.status >= 500 => {
                            log::warn!("still waiting for the player: {refused}");
                            interval += SLOWER;
                        }
                        _ => return Err(refused),
                    }
                    answer.status
                }
                Err(error) if is_trouble(&error) && self.clock.now() < end => {
                    log::warn!("still waiting for the player: {error}");
                    interval += SLOWER;
                    continue;
                }
                Err(error) => return Err(error),
            };
            if self.clock.now() >= end {
                return Err(SignInError {
                    step,
                    endpoint: step.endpoint(),
                    status,
                    code: None,
                    kind: SignInErrorKind::DeviceCodeExpired,
                }
                .into());
            }
        }
    }
}
