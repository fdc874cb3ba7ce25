//! The steps of the sign-in one by one, and sign-ins that begin in the middle of the chain.

use jiff::{SignedDuration, Timestamp};

use super::chain::Chain;
use super::halo_tokens::HaloTokens;
use super::sign_in::SignIn;
use super::steps::response::StepResponse;
use super::steps::xbox::RelyingParty;
use super::steps::{halo, oauth, xbox};
use super::tokens::{ExpiringToken, TokenSet};
use crate::error::{Error, SignInStep};
use crate::http::PreparedRequest;
use crate::models::auth::{Clearance, OAuth2Token, SpartanToken, XboxUserToken, XstsToken};
use crate::types::{ArgumentError, Secret};

/// The steps of the chain one by one, for programs that get a token elsewhere, or save each token themselves. Each
/// sends one request and returns its response; a refused step is [`Error::SignIn`], an empty token
/// [`Error::Argument`]. The other errors are those of [`refresh_player_tokens`](Self::refresh_player_tokens).
///
/// The app matters only for [`oauth_token`](Self::oauth_token): for the others, any will do.
///
/// ```
/// use halo_infinite::auth::{RelyingParty, SignIn};
///
/// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
/// # let (app, refresh_token) = (sandbox.app(), sandbox.refresh_token());
/// let sign_in = SignIn::new(&app);
/// # let sign_in = sign_in.environment(sandbox.environment());
/// let oauth = sign_in.oauth_token(refresh_token)?;
/// let user = sign_in.xbox_user_token(oauth.access_token)?;
/// let xbox = sign_in.xsts_token(user.token.clone(), RelyingParty::XboxLive)?;
/// println!("signed in as {:?}", xbox.display_claims.xui[0].gtg);
/// let halo = sign_in.xsts_token(user.token, RelyingParty::Halo)?;
/// let spartan = sign_in.spartan_token(halo.token)?;
/// let clearance = sign_in.clearance(spartan.spartan_token)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl SignIn {
    /// Exchanges a refresh token for an access token and the next refresh token. Save the latter: it replaces the one
    /// that was used.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`] if Microsoft refuses the refresh token or the app.
    pub fn oauth_token(&self, refresh_token: impl Into<Secret>) -> Result<OAuth2Token, Error> {
        let token = checked("refresh_token", refresh_token)?;
        self.step(SignInStep::RefreshToken, &oauth::refresh(&self.app, &token))
    }

    /// Exchanges a Microsoft access token for an Xbox user token.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`] if Xbox Live refuses the access token.
    pub fn xbox_user_token(&self, access_token: impl Into<Secret>) -> Result<XboxUserToken, Error> {
        let token = checked("access_token", access_token)?;
        self.step(SignInStep::XboxUserToken, &xbox::user_token(&token)?)
    }

    /// Exchanges an Xbox user token for the XSTS token that Halo or Xbox Live accepts.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`] if Xbox Live refuses the user token or the account.
    pub fn xsts_token(&self, user_token: impl Into<Secret>, party: RelyingParty) -> Result<XstsToken, Error> {
        let token = checked("user_token", user_token)?;
        let step = match party {
            RelyingParty::XboxLive => SignInStep::XboxXstsToken,
            RelyingParty::Halo => SignInStep::HaloXstsToken,
        };
        self.step(step, &xbox::xsts_token(&token, party)?)
    }

    /// Exchanges the XSTS token for Halo for a Spartan token.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`] if Halo refuses the XSTS token.
    pub fn spartan_token(&self, xsts_token: impl Into<Secret>) -> Result<SpartanToken, Error> {
        let token = checked("xsts_token", xsts_token)?;
        self.step(SignInStep::SpartanToken, &halo::spartan_token(&token)?)
    }

    /// Requests the clearance that is active for retail players. Its service has bad days, and nearly all requests work
    /// without one; the whole chain falls back to other clearances.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`] if the service returns none.
    pub fn clearance(&self, spartan_token: impl Into<Secret>) -> Result<Clearance, Error> {
        let token = checked("spartan_token", spartan_token)?;
        self.step(SignInStep::Clearance, &halo::clearance(&token)?)
    }

    /// Runs the rest of the chain from a Microsoft access token, which another program or library obtained.
    ///
    /// ```
    /// use halo_infinite::Client;
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let sign_in = halo_infinite::auth::SignIn::new(&sandbox.app()).environment(sandbox.environment());
    /// # let builder = Client::builder().environment(sandbox.environment());
    /// # let access_token = sign_in.oauth_token(sandbox.refresh_token())?.access_token;
    ///
    /// let tokens = sign_in.tokens_from_access_token(access_token)?;
    /// # stringify!(
    /// let builder = Client::builder();
    /// # );
    /// let client = builder.credentials(tokens).build()?;
    /// client.profile().current_user().send()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`refresh_player_tokens`](Self::refresh_player_tokens).
    pub fn tokens_from_access_token(&self, access_token: impl Into<Secret>) -> Result<HaloTokens, Error> {
        let token = checked("access_token", access_token)?;
        self.run_from(|set| &mut set.access_token, token, |chain| chain.complete())
    }

    /// Runs the rest of the chain from an XSTS token for Halo. The result has neither the player's XUID and gamertag
    /// nor a token for Xbox Live itself.
    ///
    /// # Errors
    ///
    /// As [`refresh_player_tokens`](Self::refresh_player_tokens).
    pub fn tokens_from_xsts_token(&self, xsts_token: impl Into<Secret>) -> Result<HaloTokens, Error> {
        let token = checked("xsts_token", xsts_token)?;
        self.run_from(
            |set| &mut set.halo_xsts_token,
            token,
            |chain| {
                chain.spartan_token()?;
                chain.clearance().map(drop)
            },
        )
    }

    fn run_from(
        &self,
        slot: fn(&mut TokenSet) -> &mut Option<ExpiringToken>,
        token: Secret,
        run: impl FnOnce(&mut Chain<'_>) -> Result<(), Error>,
    ) -> Result<HaloTokens, Error> {
        let mut tokens = TokenSet::from_refresh_token("");
        // Only its service knows when it expires.
        *slot(&mut tokens) = Some(ExpiringToken::new(token.clone(), Timestamp::MAX));
        let steps = self.steps(0)?;
        run(
            &mut Chain::new(&steps, &mut tokens, SignedDuration::ZERO, &mut |_| Ok(())).starting_with(token),
        )?;
        HaloTokens::of(tokens)
    }

    fn step<T: StepResponse>(&self, step: SignInStep, request: &PreparedRequest) -> Result<T, Error> {
        self.steps(0)?.exchange(step, request)
    }
}

fn checked(name: &'static str, token: impl Into<Secret>) -> Result<Secret, ArgumentError> {
    let token = token.into();
    match token.is_blank() {
        true => Err(ArgumentError::new(name, "it is empty")),
        false => Ok(token),
    }
}
