//! The sign-in chain: which steps are needed for a token, and no others.

use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use zeroize::Zeroize;

use crate::auth::steps::refusal::refusal;
use crate::auth::steps::xbox::RelyingParty;
use crate::auth::steps::{halo, oauth, xbox};
use crate::auth::tokens::ExpiringToken;
use crate::auth::tokens::TokenSet;
use crate::decode::{DecodeError, decode};
use crate::error::Error;
use crate::error::{SignInErrorKind, SignInStep};
use crate::http::PreparedRequest;
use crate::http::{RawResponse, Transport};
use crate::models::auth::{Clearance, OAuth2Token, SpartanToken, XboxUserToken, XstsToken};
use crate::types::Secret;

/// How long a clearance is kept: the service does not say, and flights change with the game's
/// updates.
const CLEARANCE_LIFETIME: SignedDuration = SignedDuration::from_hours(12);

/// Renews the tokens of a set, each only when it has expired.
///
/// Every method gives its token from the set where that lives on; else it gets the token of the step
/// before, in the same way, and makes its own call. A token that is refused before its time is
/// dropped and the step tried once more with a new one.
pub(super) struct Chain<'a> {
    pub app: &'a super::AzureApp,
    pub transport: &'a Transport,
    pub tokens: &'a mut TokenSet,
    /// Tokens must live beyond this time.
    pub until: Timestamp,
    pub now: Timestamp,
    /// Keeps the set: called before a rotated refresh token is put to use.
    pub save: &'a mut dyn FnMut(&TokenSet) -> Result<(), Error>,
}

impl Chain<'_> {
    /// Completes the set: every token lives, as far as the services let it.
    pub fn complete(&mut self) -> Result<(), Error> {
        self.xbox_authorization()?;
        self.spartan_token()?;
        self.clearance()?;
        Ok(())
    }

    /// Completes the set as far as a session needs: calls that take a clearance ask for it themselves,
    /// and the others must not wait for whatever its service has against this player.
    pub fn complete_for_calls(&mut self) -> Result<(), Error> {
        match self.complete() {
            Err(error) if is_of(&error, SignInStep::Clearance) => {
                log::warn!("going on without clearance: {error}");
                Ok(())
            }
            done => done,
        }
    }

    fn living(&self, token: Option<&ExpiringToken>) -> Option<Secret> {
        token
            .filter(|token| token.outlives(self.until))
            .map(|token| token.token.clone())
    }

    fn access_token(&mut self) -> Result<Secret, Error> {
        if let Some(token) = self.living(self.tokens.access_token.as_ref()) {
            return Ok(token);
        }
        let call = oauth::refresh(self.app, &self.tokens.refresh_token);
        let answer: OAuth2Token = take(self.transport, SignInStep::RefreshToken, &call)?;
        let token = answer.access_token.clone();
        self.tokens.take_oauth(answer, self.now);
        (self.save)(self.tokens)?;
        Ok(token)
    }

    fn user_token(&mut self) -> Result<Secret, Error> {
        if let Some(token) = self.living(self.tokens.user_token.as_ref()) {
            return Ok(token);
        }
        let step = SignInStep::XboxUserToken;
        let answer: XboxUserToken = self.with(
            Self::access_token,
            |set| &mut set.access_token,
            |chain, access| take(chain.transport, step, &xbox::user_token(access)?),
        )?;
        self.tokens.user_token = Some(ExpiringToken::new(answer.token.clone(), answer.not_after));
        Ok(answer.token)
    }

    fn xsts_token(&mut self, step: SignInStep, party: RelyingParty) -> Result<XstsToken, Error> {
        let answer: XstsToken = self.with(
            Self::user_token,
            |set| &mut set.user_token,
            |chain, user| take(chain.transport, step, &xbox::xsts_token(user, party)?),
        )?;
        for claim in &answer.display_claims.xui {
            if claim.xid.is_some() {
                self.tokens.xuid = claim.xid;
            }
            if claim.gtg.is_some() {
                self.tokens.gamertag.clone_from(&claim.gtg);
            }
        }
        Ok(answer)
    }

    pub fn xbox_authorization(&mut self) -> Result<Secret, Error> {
        if let Some(header) = self.living(self.tokens.xbox_authorization.as_ref()) {
            return Ok(header);
        }
        let step = SignInStep::XboxXstsToken;
        let answer = self.xsts_token(step, RelyingParty::XboxLive)?;
        let Some(claim) = answer.display_claims.xui.first() else {
            return Err(unexpected(
                step,
                200,
                "DisplayClaims.xui".into(),
                "the list is empty",
            ));
        };
        let header = Secret::new(format!("XBL3.0 x={};{}", claim.uhs, answer.token.expose()));
        self.tokens.xbox_authorization = Some(ExpiringToken::new(header.clone(), answer.not_after));
        Ok(header)
    }

    fn halo_xsts_token(&mut self) -> Result<Secret, Error> {
        if let Some(token) = self.living(self.tokens.halo_xsts_token.as_ref()) {
            return Ok(token);
        }
        let answer = self.xsts_token(SignInStep::HaloXstsToken, RelyingParty::Halo)?;
        self.tokens.halo_xsts_token = Some(ExpiringToken::new(answer.token.clone(), answer.not_after));
        Ok(answer.token)
    }

    pub fn spartan_token(&mut self) -> Result<ExpiringToken, Error> {
        if let Some(token) = self
            .tokens
            .spartan_token
            .as_ref()
            .filter(|token| token.outlives(self.until))
        {
            return Ok(token.clone());
        }
        let step = SignInStep::SpartanToken;
        let answer: SpartanToken = self.with(
            Self::halo_xsts_token,
            |set| &mut set.halo_xsts_token,
            |chain, xsts| take(chain.transport, step, &halo::spartan_token(xsts)?),
        )?;
        let token = ExpiringToken::new(answer.spartan_token, *answer.expires_utc);
        self.tokens.spartan_token = Some(token.clone());
        Ok(token)
    }

    /// The clearance; `None`, with a warning in the log, where its service has trouble: nearly all
    /// calls work without it.
    pub fn clearance(&mut self) -> Result<Option<Secret>, Error> {
        if let Some(clearance) = self.living(self.tokens.clearance.as_ref()) {
            return Ok(Some(clearance));
        }
        self.spartan_token()?;
        let step = SignInStep::Clearance;
        let answer = self.with::<Clearance>(
            |chain| chain.spartan_token().map(|spartan| spartan.token),
            |set| &mut set.spartan_token,
            |chain, spartan| take(chain.transport, step, &halo::clearance(spartan)?),
        );
        match answer {
            Ok(answer) => {
                let clearance = answer.flight_configuration_id;
                let expires = self.now.checked_add(CLEARANCE_LIFETIME).unwrap_or(Timestamp::MAX);
                self.tokens.clearance = Some(ExpiringToken::new(clearance.clone(), expires));
                Ok(Some(clearance))
            }
            Err(error) if is_trouble(&error) && is_of(&error, step) => {
                log::warn!("going on without clearance: {error}");
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Makes a step with the token of the step before. When that token is refused although it had
    /// not expired, drops it and tries once more with a new one.
    fn with<T>(
        &mut self,
        input: fn(&mut Self) -> Result<Secret, Error>,
        slot: fn(&mut TokenSet) -> &mut Option<ExpiringToken>,
        step: impl Fn(&Self, &Secret) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let kept = slot(self.tokens).clone();
        let token = input(self)?;
        match step(self, &token) {
            Err(Error::SignIn(refused))
                if refused.kind == SignInErrorKind::TokenNotAccepted
                    // Services say 401 of a token, and other things of what is asked with it.
                    && (refused.step != SignInStep::Clearance || refused.status == 401)
                    && kept.is_some_and(|kept| kept.token == token) =>
            {
                log::debug!(
                    "{}: the kept token was not accepted, getting a new one",
                    refused.step
                );
                *slot(self.tokens) = None;
                let token = input(self)?;
                step(self, &token)
            }
            answer => answer,
        }
    }
}

/// Whether a service had trouble, rather than something against the request.
pub(super) fn is_trouble(error: &Error) -> bool {
    matches!(error, Error::Network { .. } | Error::Deadline { .. }) || error.status() >= Some(500)
}

fn is_of(error: &Error, step: SignInStep) -> bool {
    error.endpoint() == Some(step.endpoint())
}

/// Makes a step's call and decodes its answer.
pub(super) fn take<T: DeserializeOwned>(
    transport: &Transport,
    step: SignInStep,
    call: &PreparedRequest,
) -> Result<T, Error> {
    log::debug!("signing in: {step}");
    let mut answer = transport.send(call)?;
    let read = read(step, &answer);
    answer.body.zeroize();
    read
}

/// Decodes a step's answer.
pub(super) fn read<T: DeserializeOwned>(step: SignInStep, answer: &RawResponse) -> Result<T, Error> {
    if !answer.is_success() {
        return Err(refusal(step, answer));
    }
    // A decode error's own words can quote the document, and here it holds tokens.
    decode(&answer.body).map_err(|error| {
        unexpected(
            step,
            answer.status,
            error.path,
            "this is not what the step answers with",
        )
    })
}

pub(super) fn unexpected(step: SignInStep, status: u16, path: String, problem: &str) -> Error {
    Error::Decode {
        endpoint: step.endpoint(),
        status,
        cause: Box::new(DecodeError {
            path,
            problem: problem.into(),
        }),
    }
}
