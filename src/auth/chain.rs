//! The sign-in chain: runs only the steps that a token needs.

use jiff::{SignedDuration, Timestamp};

use super::app::AzureApp;
use super::steps::exchange::{exchange, is_service_trouble, unexpected};
use super::steps::xbox::RelyingParty;
use super::steps::{halo, oauth, xbox};
use super::tokens::{ExpiringToken, TokenSet};
use crate::error::{Error, SignInErrorKind, SignInStep};
use crate::http::Transport;
use crate::models::auth::{Clearance, OAuth2Token, SpartanToken, XboxUserToken, XstsToken};
use crate::types::Secret;

/// How long a clearance is used. The service reports no expiry, and flights change with the game's updates.
const CLEARANCE_LIFETIME: SignedDuration = SignedDuration::from_hours(12);

/// Renews the tokens of a set, each only if it has expired.
///
/// Each method returns its token from the set if it is still valid. Otherwise it obtains the token of the
/// step before in the same way, and sends the request of its own step. If a service refuses a token before
/// it expires, the step is repeated once with a new token.
pub(super) struct Chain<'a> {
    pub app: &'a AzureApp,
    pub transport: &'a Transport,
    pub tokens: &'a mut TokenSet,
    /// Tokens that are not valid at this time are renewed.
    pub valid_at: Timestamp,
    pub now: Timestamp,
    /// Saves the set. Called before a rotated refresh token is used.
    pub save: &'a mut dyn FnMut(&TokenSet) -> Result<(), Error>,
}

impl Chain<'_> {
    /// Completes the set: renews all tokens that are not valid. The clearance may stay missing if its
    /// service has trouble.
    pub fn complete(&mut self) -> Result<(), Error> {
        self.xbox_authorization()?;
        self.spartan_token()?;
        self.clearance()?;
        Ok(())
    }

    /// Completes the set for a session, and ignores errors of the clearance: requests that carry a clearance
    /// renew it themselves, and the other requests must not fail because of it.
    pub fn complete_for_session(&mut self) -> Result<(), Error> {
        match self.complete() {
            Err(error) if is_from(&error, SignInStep::Clearance) => {
                log::warn!("continuing without a clearance: {error}");
                Ok(())
            }
            result => result,
        }
    }

    fn valid(&self, token: Option<&ExpiringToken>) -> Option<Secret> {
        token
            .filter(|token| token.is_valid_at(self.valid_at))
            .map(|token| token.token.clone())
    }

    fn access_token(&mut self) -> Result<Secret, Error> {
        if let Some(token) = self.valid(self.tokens.access_token.as_ref()) {
            return Ok(token);
        }
        let request = oauth::refresh(self.app, &self.tokens.refresh_token);
        let response: OAuth2Token = exchange(self.transport, self.app, SignInStep::RefreshToken, &request)?;
        let token = response.access_token.clone();
        self.tokens.update_oauth(response, self.now);
        (self.save)(self.tokens)?;
        Ok(token)
    }

    fn user_token(&mut self) -> Result<Secret, Error> {
        if let Some(token) = self.valid(self.tokens.user_token.as_ref()) {
            return Ok(token);
        }
        let step = SignInStep::XboxUserToken;
        let response: XboxUserToken = self.step_with(
            Self::access_token,
            |set| &mut set.access_token,
            |chain, access| exchange(chain.transport, chain.app, step, &xbox::user_token(access)?),
        )?;
        self.tokens.user_token = Some(ExpiringToken::new(response.token.clone(), response.not_after));
        Ok(response.token)
    }

    fn xsts_token(&mut self, step: SignInStep, party: RelyingParty) -> Result<XstsToken, Error> {
        let response: XstsToken = self.step_with(
            Self::user_token,
            |set| &mut set.user_token,
            |chain, user| exchange(chain.transport, chain.app, step, &xbox::xsts_token(user, party)?),
        )?;
        for claim in &response.display_claims.xui {
            if claim.xid.is_some() {
                self.tokens.xuid = claim.xid;
            }
            if claim.gtg.is_some() {
                self.tokens.gamertag.clone_from(&claim.gtg);
            }
        }
        Ok(response)
    }

    pub fn xbox_authorization(&mut self) -> Result<Secret, Error> {
        if let Some(header) = self.valid(self.tokens.xbox_authorization.as_ref()) {
            return Ok(header);
        }
        let step = SignInStep::XboxXstsToken;
        let response = self.xsts_token(step, RelyingParty::XboxLive)?;
        let Some(claim) = response.display_claims.xui.first() else {
            return Err(unexpected(
                step,
                200,
                "DisplayClaims.xui".into(),
                "the list is empty",
            ));
        };
        let header = Secret::from(["XBL3.0 x=", &claim.uhs, ";", response.token.expose()].concat());
        self.tokens.xbox_authorization = Some(ExpiringToken::new(header.clone(), response.not_after));
        Ok(header)
    }

    fn halo_xsts_token(&mut self) -> Result<Secret, Error> {
        if let Some(token) = self.valid(self.tokens.halo_xsts_token.as_ref()) {
            return Ok(token);
        }
        let response = self.xsts_token(SignInStep::HaloXstsToken, RelyingParty::Halo)?;
        self.tokens.halo_xsts_token = Some(ExpiringToken::new(response.token.clone(), response.not_after));
        Ok(response.token)
    }

    pub fn spartan_token(&mut self) -> Result<ExpiringToken, Error> {
        if let Some(token) = self
            .tokens
            .spartan_token
            .as_ref()
            .filter(|token| token.is_valid_at(self.valid_at))
        {
            return Ok(token.clone());
        }
        let step = SignInStep::SpartanToken;
        let response: SpartanToken = self.step_with(
            Self::halo_xsts_token,
            |set| &mut set.halo_xsts_token,
            |chain, xsts| exchange(chain.transport, chain.app, step, &halo::spartan_token(xsts)?),
        )?;
        let token = ExpiringToken::new(response.spartan_token, *response.expires_utc);
        self.tokens.spartan_token = Some(token.clone());
        Ok(token)
    }

    /// Returns the clearance; `None`, with a warning in the log, if its service has trouble. Nearly all
    /// requests work without it.
    pub fn clearance(&mut self) -> Result<Option<Secret>, Error> {
        if let Some(clearance) = self.valid(self.tokens.clearance.as_ref()) {
            return Ok(Some(clearance));
        }
        self.spartan_token()?;
        let step = SignInStep::Clearance;
        let response = self.step_with::<Clearance>(
            |chain| chain.spartan_token().map(|spartan| spartan.token),
            |set| &mut set.spartan_token,
            |chain, spartan| exchange(chain.transport, chain.app, step, &halo::clearance(spartan)?),
        );
        match response {
            Ok(response) => {
                let clearance = response.flight_configuration_id;
                let expires = self.now.checked_add(CLEARANCE_LIFETIME).unwrap_or(Timestamp::MAX);
                self.tokens.clearance = Some(ExpiringToken::new(clearance.clone(), expires));
                Ok(Some(clearance))
            }
            Err(error) if is_service_trouble(&error) && is_from(&error, step) => {
                log::warn!("continuing without a clearance: {error}");
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Runs a step with the token of the step before. If the service refuses that token before it expires,
    /// drops the token and repeats the step once with a new one.
    fn step_with<T>(
        &mut self,
        input: fn(&mut Self) -> Result<Secret, Error>,
        slot: fn(&mut TokenSet) -> &mut Option<ExpiringToken>,
        step: impl Fn(&Self, &Secret) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let old = slot(self.tokens).clone();
        let token = input(self)?;
        match step(self, &token) {
            Err(Error::SignIn(refused))
                if refused.kind == SignInErrorKind::TokenNotAccepted
                    // For the clearance, only 401 is about the token. Other statuses are about the player.
                    && (refused.step != SignInStep::Clearance || refused.status == 401)
                    && old.is_some_and(|old| old.token == token) =>
            {
                log::debug!("{}: the old token was refused; renewing it", refused.step);
                *slot(self.tokens) = None;
                let token = input(self)?;
                step(self, &token)
            }
            result => result,
        }
    }
}

/// Whether an error comes from a step.
fn is_from(error: &Error, step: SignInStep) -> bool {
    error.endpoint() == Some(step.endpoint())
}
