//! Sign-in by paste: the player pastes the address at which the browser ended.

use super::consent::Consent;
use crate::auth::sign_in::SignIn;
use crate::auth::steps::exchange::{decode_response, unexpected};
use crate::auth::steps::oauth;
use crate::auth::tokens::TokenSet;
use crate::error::{Error, SignInStep};
use crate::http::RawResponse;
use crate::models::auth::OAuth2Token;
use crate::types::Secret;

impl SignIn {
    /// Starts a sign-in in a browser that this program does not control.
    ///
    /// Show [`Consent::url`] to the player, and pass the address that the player pastes to
    /// [`redeem`](Self::redeem).
    ///
    /// # Errors
    ///
    /// [`Error::Consent`] if the system has no random numbers.
    pub fn consent(&self) -> Result<Consent, Error> {
        Consent::new(&self.app, &self.settings.environment)
    }

    /// Exchanges a consent for tokens. `pasted` is the whole address at which the browser ended, or the bare
    /// code in it.
    ///
    /// # Errors
    ///
    /// - [`Error::Consent`] if the text has no code, or belongs to another sign-in.
    /// - [`Error::SignIn`] if the player declined, or Microsoft refuses the code.
    /// - [`Error::Network`] and [`Error::Decode`] as in
    ///   [`refresh_player_tokens`](Self::refresh_player_tokens).
    pub fn redeem(&self, consent: &Consent, pasted: &str) -> Result<TokenSet, Error> {
        let code = consent.code_in(pasted)?;
        self.exchange(consent, &code)
    }

    pub(super) fn exchange(&self, consent: &Consent, code: &Secret) -> Result<TokenSet, Error> {
        let request = oauth::exchange_code(&self.app, code, &consent.verifier);
        let step = SignInStep::AuthorizationCode;
        let response = self.transport()?.send(&request)?;
        self.grant(step, &response)
    }

    /// Reads the first tokens after the player's consent.
    pub(super) fn grant(&self, step: SignInStep, response: &RawResponse) -> Result<TokenSet, Error> {
        let token: OAuth2Token = decode_response(&self.app, step, response)?;
        TokenSet::from_oauth(token, self.clock.timestamp()).ok_or_else(|| {
            unexpected(
                step,
                200,
                "refresh_token".into(),
                "it is missing: the app's registration must allow offline access",
            )
        })
    }
}
