//! A player's consent: the page to open, and the redirect from it.

use std::fmt;

use percent_encoding::percent_decode_str;

use super::pkce;
use crate::auth::app::AzureApp;
use crate::auth::steps::oauth::{self, Endpoints};
use crate::auth::steps::refusal::oauth_refusal;
use crate::error::{ConsentError, Error, SignInStep};
use crate::http::{Environment, PreparedRequest};
use crate::types::Secret;

/// A sign-in that waits for the player's consent on a page.
///
/// [`SignIn::consent`](crate::auth::SignIn::consent) starts it, and
/// [`SignIn::redeem`](crate::auth::SignIn::redeem) completes it. PKCE and a random state tie the code of the
/// redirect to this sign-in: a code of another sign-in is refused.
pub struct Consent {
    /// A secret, because it holds the state.
    url: Secret,
    state: Secret,
    /// The PKCE verifier.
    pub(super) verifier: Secret,
}

impl Consent {
    pub(super) fn new(app: &AzureApp, environment: &Environment) -> Result<Self, Error> {
        let (state, verifier) = (pkce::random_text()?, pkce::random_text()?);
        let query = oauth::authorize_query(app, &state, &pkce::challenge(&verifier));
        let page = PreparedRequest::new(&Endpoints::of(app).consent, []).url(environment)?;
        Ok(Self {
            url: Secret::new(format!("{page}?{query}")),
            state,
            verifier,
        })
    }

    /// The page to open in a browser.
    pub fn url(&self) -> &str {
        self.url.expose()
    }

    /// The code in a pasted text: the whole address at which the browser ended, or the bare code.
    pub(in crate::auth) fn code_in(&self, pasted: &str) -> Result<Secret, Error> {
        // Chats and shells put addresses into quotes or brackets.
        let pasted = pasted.trim_matches(|c: char| c.is_whitespace() || "\"'`<>“”‘’".contains(c));
        let query = match pasted.split_once('?') {
            Some((_, query)) => query.split_once('#').map_or(query, |(query, _)| query),
            None if pasted.contains("code=") || pasted.contains("error=") => pasted,
            // The part of an address after `code=`.
            None if pasted.contains('&') => return self.code_of_query(&format!("code={pasted}")),
            None => return bare_code(pasted),
        };
        self.code_of_query(query)
    }

    /// The code in the query of the redirect.
    pub(super) fn code_of_query(&self, query: &str) -> Result<Secret, Error> {
        let values = |parameter: &'static str| {
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs
                .filter(move |(name, _)| *name == parameter)
                .map(|(_, value)| value)
        };
        // If a parameter occurs twice, one value may come from an attacker.
        if ["code", "state", "error"]
            .iter()
            .any(|name| values(name).nth(1).is_some())
        {
            return Err(redirect_error("has a parameter twice"));
        }
        let value_of = |parameter: &'static str| {
            values(parameter).next().map(|value| {
                percent_decode_str(&value.replace('+', " "))
                    .decode_utf8_lossy()
                    .into_owned()
            })
        };
        let state = value_of("state");
        let has_own_state = state.as_deref() == Some(self.state.expose());
        match value_of("error") {
            // Microsoft sends some refusals without a state. One with another state belongs to another
            // sign-in.
            Some(error) if has_own_state || state.is_none() => {
                return Err(oauth_refusal(SignInStep::Consent, 302, Some(error)).into());
            }
            // The code of another sign-in must not be used here: it could sign in another account.
            _ if !has_own_state => {
                return Err(redirect_error("belongs to another sign-in: its state differs"));
            }
            _ => {}
        }
        match value_of("code") {
            Some(code) if !code.is_empty() => Ok(Secret::new(code)),
            _ => Err(redirect_error("has no code")),
        }
    }
}

fn bare_code(text: &str) -> Result<Secret, Error> {
    if text.is_empty() || text.len() > 4096 || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(redirect_error(
            "is neither an address such as https://localhost/?code=… nor a code",
        ));
    }
    Ok(Secret::new(percent_decode_str(text).decode_utf8_lossy()))
}

fn redirect_error(problem: &'static str) -> Error {
    ConsentError::Redirect { problem }.into()
}

impl fmt::Debug for Consent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Consent").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn consent() -> Consent {
        let app = AzureApp::public("client id").unwrap();
        Consent::new(&app, &Environment::production()).unwrap()
    }

    #[test]
    fn the_page_has_the_parameters_of_the_sign_in() {
        let consent = consent();
        let (page, query) = consent.url().split_once('?').unwrap();
        assert_eq!(page, "https://login.live.com/oauth20_authorize.srf");
        for pair in [
            "client_id=client%20id",
            "response_type=code",
            "scope=Xboxlive%2Esignin%20Xboxlive%2Eoffline%5Faccess",
            "redirect_uri=http%3A%2F%2Flocalhost",
            "code_challenge_method=S256",
        ] {
            assert!(query.split('&').any(|known| known == pair), "{query}");
        }
        assert!(!consent.url().contains(consent.verifier.expose()));
        let shown = format!("{consent:?} {:?}", consent.verifier);
        assert!(!shown.contains(consent.verifier.expose()) && !shown.contains(consent.state.expose()));
    }

    #[test]
    fn the_code_is_found_in_each_form_of_pasted_text() {
        let consent = consent();
        let state = consent.state.expose();
        for pasted in [
            format!("https://localhost/?code=M.C5%21x&state={state}"),
            format!("  https://localhost/?state={state}&code=M.C5%21x#fragment\n"),
            format!("code=M.C5%21x&state={state}"),
            format!("<https://localhost/?code=M.C5%21x&state={state}>"),
            format!("\"https://localhost/?code=M.C5%21x&state={state}\"\r\n"),
            format!("?code=M.C5%21x&state={state}"),
            format!("M.C5%21x&state={state}"),
            "M.C5!x".into(),
            "M.C5%21x".into(),
            "'M.C5!x'".into(),
        ] {
            assert_eq!(consent.code_in(&pasted).unwrap().expose(), "M.C5!x", "{pasted}");
        }
    }

    #[test]
    fn texts_without_a_code_or_with_another_state_are_refused() {
        let consent = consent();
        let state = consent.state.expose().to_owned();
        for (pasted, reason) in [
            ("".to_owned(), "neither an address"),
            ("two words".to_owned(), "neither an address"),
            ("https://localhost/?code=s3cret".to_owned(), "its state differs"),
            (
                "https://localhost/?code=s3cret&state=other".to_owned(),
                "its state differs",
            ),
            (
                format!("https://localhost/?code=s3cret&state={state}x"),
                "its state differs",
            ),
            (
                format!("https://localhost/?code=s3cret&state={}", &state[1..]),
                "its state differs",
            ),
            (
                "https://localhost/?error=access_denied&state=other".to_owned(),
                "its state differs",
            ),
            (
                format!("https://localhost/?error=access_denied&state={state}"),
                "declined",
            ),
            ("s3cret&state=other".to_owned(), "its state differs"),
            (
                format!("https://localhost/?code=s3cret&code=mine&state={state}"),
                "a parameter twice",
            ),
            (
                format!("https://localhost/?code=s3cret&state={state}&state=other"),
                "a parameter twice",
            ),
            (format!("https://localhost/?state={state}"), "has no code"),
            (format!("https://localhost/?state={state}&code="), "has no code"),
            (
                "https://localhost/?error=access_denied&error_description=x".to_owned(),
                "declined",
            ),
        ] {
            let error = consent.code_in(&pasted).unwrap_err();
            let shown = format!("{error} {error:?}");
            assert!(
                shown.contains(reason) && !shown.contains("s3cret"),
                "{pasted}: {shown}"
            );
        }
    }
}
