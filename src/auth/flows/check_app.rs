//! Asking Microsoft about the app, before a player is asked to sign in.

use ureq::http::{HeaderValue, header};

use super::pkce;
use crate::auth::sign_in::SignIn;
use crate::auth::steps::oauth::{self, Endpoints};
use crate::auth::steps::refusal::{OAuthRefusal, refusal};
use crate::error::{Error, SignInErrorKind, SignInStep};
use crate::http::{PreparedRequest, RawResponse};

/// Microsoft's words on a page that arrives as a success: the app is unknown, or the redirect URI is not the app's.
const REFUSALS: [&str; 4] = [
    "not enabled for consumers",
    "matches a redirect URI registered",
    "AADSTS700016",
    "AADSTS50011",
];

impl SignIn {
    /// Asks Microsoft whether it knows the app and its redirect URI, by opening the page of the consent as a browser
    /// does in which nobody is signed in.
    ///
    /// Microsoft shows the player these mistakes on a page in the browser, and [`with_browser`](Self::with_browser)
    /// would wait for a redirect that never comes. This reports them to the program. Microsoft checks a client secret
    /// later, when it exchanges the consent's code.
    ///
    /// # Errors
    ///
    /// - [`Error::SignIn`] if Microsoft refuses the app or its redirect URI.
    /// - [`Error::Network`] if Microsoft cannot be reached.
    /// - [`Error::Consent`] if the system has no random numbers.
    /// - [`Error::Cancelled`] if the [cancel token](Self::cancel_token) is cancelled.
    pub fn check_app(&self) -> Result<(), Error> {
        let (state, verifier) = (pkce::random_text()?, pkce::random_text()?);
        let challenge = pkce::challenge(&verifier);
        let mut request = PreparedRequest::new(&Endpoints::of(&self.app).consent, []);
        for (name, value) in oauth::authorize_pairs(&self.app, &state, &challenge) {
            request.set_query(name, value);
        }
        request.own_secrets.push(state);
        let page = HeaderValue::from_static("text/html");
        request.headers.insert(header::ACCEPT, page);
        let response = self.steps(0)?.send(&request)?;
        match self.refusal_on(&response) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// The refusal of the app in a response to the page's request.
    fn refusal_on(&self, response: &RawResponse) -> Option<Error> {
        let has_secret = self.app.has_secret();
        let step = SignInStep::Consent;
        let refused = match response.status {
            300..=399 => {
                let location = response.headers.get(header::LOCATION)?.to_str().ok()?;
                let value = |name: &str| {
                    let pairs = location.split(['?', '#', '&']);
                    let mut values = pairs.filter_map(|pair| pair.split_once('='));
                    let (_, value) = values.find(|(other, _)| *other == name)?;
                    Some(value.replace('+', " "))
                };
                let error = value("error")?;
                let description = value("error_description").unwrap_or_default();
                let description = percent_encoding::percent_decode_str(&description).decode_utf8_lossy();
                let refusal = OAuthRefusal {
                    error: Some(&error),
                    description: &description,
                    numbers: &[],
                };
                refusal.to_error(has_secret, step, response.status)
            }
            200..=299 => {
                let page = String::from_utf8_lossy(&response.body);
                if !REFUSALS.iter().any(|text| page.contains(text)) {
                    return None;
                }
                refusal(has_secret, step, response)
            }
            _ => refusal(has_secret, step, response),
        };
        // These are about the player, who has not been asked yet.
        let is_of_player = matches!(
            refused.kind,
            SignInErrorKind::Declined
                | SignInErrorKind::ConsentRequired
                | SignInErrorKind::InteractionRequired
        );
        (!is_of_player).then(|| refused.into())
    }
}
