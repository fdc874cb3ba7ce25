//! The sign-in chain: runs only the steps that a token needs.

use jiff::{SignedDuration, Timestamp};

use super::steps::exchange::{Steps, unexpected};
use super::steps::response::StepResponse;
use super::steps::xbox::RelyingParty;
use super::steps::{halo, oauth, xbox};
use super::tokens::{ExpiringToken, TokenSet};
use crate::error::{Error, SignInErrorKind, SignInStep};
use crate::http::PreparedRequest;
use crate::models::auth::{Clearance, OAuth2Token, SpartanToken, XboxUserToken, XstsToken};
use crate::types::Secret;

/// How long a clearance is used. The service reports no expiry, and flights change with the game's updates.
const CLEARANCE_LIFETIME: SignedDuration = SignedDuration::from_hours(12);

/// The place of a token in a set.
type Slot = fn(&mut TokenSet) -> &mut Option<ExpiringToken>;

/// Renews the tokens of a set, each only if it has expired.
///
/// Each method returns its token from the set if it is still valid. Otherwise it obtains the token of the
/// step before in the same way, and sends the request of its own step. If a service refuses a token before
/// it expires, the step is repeated once with a new token.
pub(super) struct Chain<'a> {
    steps: &'a Steps,
    tokens: &'a mut TokenSet,
    /// Tokens that expire within this time are renewed.
    margin: SignedDuration,
    save: &'a mut dyn FnMut(&TokenSet) -> Result<(), Error>,
    /// The tokens that this chain obtained.
    issued: Vec<Secret>,
}

impl<'a> Chain<'a> {
    /// A chain that renews the tokens of a set which expire within the margin. `save` saves the set: it is called
    /// before a rotated refresh token is used.
    pub fn new(
        steps: &'a Steps,
        tokens: &'a mut TokenSet,
        margin: SignedDuration,
        save: &'a mut dyn FnMut(&TokenSet) -> Result<(), Error>,
    ) -> Self {
        Self {
            steps,
            tokens,
            margin,
            save,
            issued: Vec::new(),
        }
    }

    /// The same chain, whose set holds this token alone: no step before it can renew it.
    pub fn starting_with(mut self, token: Secret) -> Self {
        self.issued.push(token);
        self
    }

    /// Completes the set: renews all tokens that are not valid. The clearance may stay missing.
    pub fn complete(&mut self) -> Result<(), Error> {
        self.xbox_authorization()?;
        self.spartan_token()?;
        self.clearance()?;
        Ok(())
    }

    fn valid(&mut self, token: Slot) -> Option<ExpiringToken> {
        let now = self.steps.time.now();
        let time = now.saturating_add(self.margin).unwrap_or(Timestamp::MAX);
        let token = token(self.tokens).as_ref();
        token.filter(|token| token.is_valid_at(time)).cloned()
    }

    /// Returns the token of a slot if it is valid. Otherwise makes the token of the step before valid, whose
    /// response may correct the time, and looks again.
    fn valid_in_the_end(
        &mut self,
        token: Slot,
        before: fn(&mut Self) -> Result<Secret, Error>,
    ) -> Result<Option<ExpiringToken>, Error> {
        if let Some(token) = self.valid(token) {
            return Ok(Some(token));
        }
        before(self)?;
        Ok(self.valid(token))
    }

    fn set(&mut self, slot: Slot, token: Secret, expires: Timestamp) -> Secret {
        self.issued.push(token.clone());
        *slot(self.tokens) = Some(ExpiringToken::new(token.clone(), expires));
        token
    }

    fn exchange<T: StepResponse>(&mut self, step: SignInStep, request: &PreparedRequest) -> Result<T, Error> {
        let response = self.steps.exchange(step, request);
        self.tokens.clock_offset = self.steps.time.offset();
        response
    }

    fn access_token(&mut self) -> Result<Secret, Error> {
        if let Some(token) = self.valid(|set| &mut set.access_token) {
            return Ok(token.token);
        }
        let request = oauth::refresh(&self.steps.app, &self.tokens.refresh_token);
        let response: OAuth2Token = self.exchange(SignInStep::RefreshToken, &request)?;
        let token = response.access_token.clone();
        self.tokens.update_oauth(response, self.steps.time.now());
        self.issued.push(token.clone());
        (self.save)(self.tokens)?;
        Ok(token)
    }

    fn user_token(&mut self) -> Result<Secret, Error> {
        if let Some(token) = self.valid_in_the_end(|set| &mut set.user_token, Self::access_token)? {
            return Ok(token.token);
        }
        let step = SignInStep::XboxUserToken;
        let response: XboxUserToken = self.step_with(
            Self::access_token,
            |set| &mut set.access_token,
            |chain, access| chain.exchange(step, &xbox::user_token(access)?),
        )?;
        Ok(self.set(|set| &mut set.user_token, response.token, response.not_after))
    }

    fn xsts_token(&mut self, step: SignInStep, party: RelyingParty) -> Result<XstsToken, Error> {
        let response: XstsToken = self.step_with(
            Self::user_token,
            |set| &mut set.user_token,
            |chain, user| chain.exchange(step, &xbox::xsts_token(user, party)?),
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
        if let Some(header) = self.valid_in_the_end(|set| &mut set.xbox_authorization, Self::user_token)? {
            return Ok(header.token);
        }
        let step = SignInStep::XboxXstsToken;
        let response = self.xsts_token(step, RelyingParty::XboxLive)?;
        let Some(header) = response.authorization() else {
            return Err(unexpected(
                step,
                200,
                "DisplayClaims.xui".into(),
                "the list is empty",
            ));
        };
        Ok(self.set(|set| &mut set.xbox_authorization, header, response.not_after))
    }

    fn halo_xsts_token(&mut self) -> Result<Secret, Error> {
        if let Some(token) = self.valid_in_the_end(|set| &mut set.halo_xsts_token, Self::user_token)? {
            return Ok(token.token);
        }
        let response = self.xsts_token(SignInStep::HaloXstsToken, RelyingParty::Halo)?;
        Ok(self.set(|set| &mut set.halo_xsts_token, response.token, response.not_after))
    }

    pub fn spartan_token(&mut self) -> Result<Secret, Error> {
        if let Some(token) = self.valid_in_the_end(|set| &mut set.spartan_token, Self::halo_xsts_token)? {
            return Ok(token.token);
        }
        let step = SignInStep::SpartanToken;
        let response: SpartanToken = self.step_with(
            Self::halo_xsts_token,
            |set| &mut set.halo_xsts_token,
            |chain, xsts| chain.exchange(step, &halo::spartan_token(xsts)?),
        )?;
        let expires = *response.expires_utc;
        Ok(self.set(|set| &mut set.spartan_token, response.spartan_token, expires))
    }

    /// Returns the clearance; `None`, with a warning in the log, if its service returns none. Nearly all requests
    /// work without it.
    pub fn clearance(&mut self) -> Result<Option<Secret>, Error> {
        if let Some(clearance) = self.valid(|set| &mut set.clearance) {
            return Ok(Some(clearance.token));
        }
        self.spartan_token()?;
        match self.active_clearance() {
            Ok(response) => {
                let now = self.steps.time.now();
                let expires = now.saturating_add(CLEARANCE_LIFETIME).unwrap_or(Timestamp::MAX);
                let clearance = response.flight_configuration_id;
                Ok(Some(self.set(|set| &mut set.clearance, clearance, expires)))
            }
            Err(cancelled @ Error::Cancelled { .. }) => Err(cancelled),
            Err(error) if error.endpoint() == Some(SignInStep::Clearance.endpoint()) => {
                log::warn!("continuing without a clearance: {error}");
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Requests the clearance. Falls back to the player's own, then to a release's, if the service has no active
    /// flight or has trouble. If all fail, returns the first error.
    fn active_clearance(&mut self) -> Result<Clearance, Error> {
        let step = SignInStep::Clearance;
        let active = self.step_with::<Clearance>(
            Self::spartan_token,
            |set| &mut set.spartan_token,
            |chain, spartan| chain.exchange(step, &halo::clearance(spartan)?),
        );
        let Err(error) = active else {
            return active;
        };
        // A host that does not respond at all has no other endpoint either.
        if error.endpoint() != Some(step.endpoint()) || error.status().is_none() {
            return Err(error);
        }
        log::info!("falling back to another clearance: {error}");
        let spartan = self.spartan_token()?;
        let player = self
            .tokens
            .xuid
            .map(|xuid| halo::player_clearance(&spartan, xuid));
        let requests = [player.transpose()?, Some(halo::active_clearance())];
        for request in requests.into_iter().flatten() {
            match self.exchange(step, &request) {
                Err(cancelled @ Error::Cancelled { .. }) => return Err(cancelled),
                Ok(clearance) => return Ok(clearance),
                Err(_) => {}
            }
        }
        Err(error)
    }

    /// Runs a step with the token of the step before. If the service refuses an older token before it expires,
    /// drops the token and repeats the step once with a new one.
    fn step_with<T>(
        &mut self,
        input: fn(&mut Self) -> Result<Secret, Error>,
        slot: Slot,
        step: impl Fn(&mut Self, &Secret) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let token = input(self)?;
        match step(self, &token) {
            Err(Error::SignIn(refused))
                if refused.kind == SignInErrorKind::TokenNotAccepted
                    // For the clearance, only 401 is about the token. Other statuses are about the player.
                    && (refused.step != SignInStep::Clearance || refused.status == 401)
                    && !self.issued.contains(&token) =>
            {
                log::debug!("{}: the old token was refused; renewing it", refused.step);
                let old = slot(self.tokens).take();
                let token = input(self).inspect_err(|_| *slot(self.tokens) = old)?;
                step(self, &token)
            }
            result => result,
        }
    }
}
