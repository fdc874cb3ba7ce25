//! The sign-in chain.

use std::time::Duration;

use serde::de::DeserializeOwned;

use super::refusal::refusal;
use super::xbox::RelyingParty;
use super::{AuthenticatedPlayer, AzureApp, Secret, SignInStep, halo, oauth, xbox};
use crate::decode::{DecodeError, decode};
use crate::environment::Environment;
use crate::error::{ArgumentError, Error};
use crate::models::auth::{Clearance, OAuth2Token, SpartanToken, XboxUserToken, XstsToken};
use crate::transport::{Call, Settings, Transport};

/// Signs a player in with a refresh token, against the real services with default settings.
///
/// # Errors
///
/// Those of [`SignIn::refresh_player_tokens`].
pub fn refresh_player_tokens(
    app: &AzureApp,
    refresh_token: impl Into<Secret>,
) -> Result<AuthenticatedPlayer, Error> {
    SignIn::new(app).refresh_player_tokens(refresh_token)
}

/// How to sign in: through which app, where, with which HTTP settings.
#[derive(Debug, Clone)]
pub struct SignIn {
    app: AzureApp,
    settings: Settings,
}

impl SignIn {
    /// Signs in through an app, against the real services.
    pub fn new(app: &AzureApp) -> Self {
        Self {
            app: app.clone(),
            settings: Settings::default(),
        }
    }

    /// Signs in where the services live: by default the real ones.
    #[must_use]
    pub fn environment(mut self, environment: Environment) -> Self {
        self.settings.environment = environment;
        self
    }

    /// How long a step may take in all; 60 seconds by default.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// Sends through a ready-made agent, whose own timeouts then hold.
    #[must_use]
    pub fn agent(mut self, agent: ureq::Agent) -> Self {
        self.settings.agent = Some(agent);
        self
    }

    /// Performs the whole chain, from a refresh token to Spartan token and clearance.
    ///
    /// A clearance service that has trouble (no answer, or a status of 500 and up) does not stop the
    /// sign-in: the clearance is then `None`, and a warning is logged.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`] names the step that was refused and what the player must do.
    /// [`Error::Network`] where a service could not be reached, [`Error::Decode`] where it answered
    /// something else, [`Error::Argument`] for an empty refresh token.
    pub fn refresh_player_tokens(
        &self,
        refresh_token: impl Into<Secret>,
    ) -> Result<AuthenticatedPlayer, Error> {
        let refresh_token = refresh_token.into();
        if refresh_token.expose().trim().is_empty() {
            return Err(ArgumentError::new("refresh_token", "it is empty").into());
        }
        let steps = Steps(Transport::new(&self.settings, None, None)?);

        let oauth: OAuth2Token = steps.take(
            SignInStep::RefreshToken,
            &oauth::refresh(&self.app, &refresh_token),
        )?;
        let user: XboxUserToken =
            steps.take(SignInStep::XboxUserToken, &xbox::user_token(&oauth.access_token))?;
        let live: XstsToken = steps.take(
            SignInStep::XboxXstsToken,
            &xbox::xsts_token(&user.token, RelyingParty::XboxLive),
        )?;
        let halo: XstsToken = steps.take(
            SignInStep::HaloXstsToken,
            &xbox::xsts_token(&user.token, RelyingParty::Halo),
        )?;
        let spartan: SpartanToken =
            steps.take(SignInStep::SpartanToken, &halo::spartan_token(&halo.token))?;
        let clearance = steps.clearance(&spartan.spartan_token)?;

        let claims = || live.display_claims.xui.iter().chain(&halo.display_claims.xui);
        let user_hash = claims().next().map(|claim| claim.uhs.as_str()).ok_or_else(|| {
            unexpected(
                SignInStep::XboxXstsToken,
                200,
                "DisplayClaims.xui".into(),
                "the list is empty",
            )
        })?;
        Ok(AuthenticatedPlayer {
            xuid: claims().find_map(|claim| claim.xid),
            gamertag: claims().find_map(|claim| claim.gtg.clone()),
            spartan_token: spartan.spartan_token,
            spartan_token_expires: *spartan.expires_utc,
            clearance,
            xbox_authorization: Secret::new(format!("XBL3.0 x={user_hash};{}", live.token.expose())),
            xbox_authorization_expires: live.not_after,
            refresh_token: oauth.refresh_token.unwrap_or(refresh_token),
        })
    }
}

struct Steps(Transport);

impl Steps {
    /// Makes a step's call and decodes its answer.
    fn take<T: DeserializeOwned>(&self, step: SignInStep, call: &Call) -> Result<T, Error> {
        let answer = self.0.send(call)?;
        if !answer.is_success() {
            return Err(refusal(step, &answer));
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

    fn clearance(&self, spartan_token: &Secret) -> Result<Option<Secret>, Error> {
        match self.take::<Clearance>(SignInStep::Clearance, &halo::clearance(spartan_token)?) {
            Ok(clearance) => Ok(Some(clearance.flight_configuration_id)),
            Err(error) if matches!(error, Error::Network { .. }) || error.status() >= Some(500) => {
                log::warn!("going on without clearance: {error}");
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

fn unexpected(step: SignInStep, status: u16, path: String, problem: &str) -> Error {
    Error::Decode {
        endpoint: step.endpoint(),
        status,
        source: Box::new(DecodeError {
            path,
            problem: problem.into(),
        }),
    }
}
