//! A player's consent: the page to open, and the redirect from it.

use std::fmt;

use percent_encoding::percent_decode_str;
use ureq::http::Uri;
use zeroize::Zeroizing;

use super::pkce;
use crate::auth::app::AzureApp;
use crate::auth::steps::oauth::{self, Endpoints};
use crate::auth::steps::refusal::OAuthRefusal;
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
    /// The host of the redirect URI.
    host: String,
    /// Whether the app has a client secret.
    has_secret: bool,
}

impl Consent {
    pub(super) fn new(app: &AzureApp, environment: &Environment) -> Result<Self, Error> {
        let (state, verifier) = (pkce::random_text()?, pkce::random_text()?);
        let query = oauth::authorize_query(app, &state, &pkce::challenge(&verifier));
        let page = PreparedRequest::new(&Endpoints::of(app).consent, []).url(environment)?;
        Ok(Self {
            url: [&page, "?", &query].concat().into(),
            state,
            verifier,
            host: host(app.redirect()).unwrap_or_default(),
            has_secret: app.has_secret(),
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
        let (address, query) = match pasted.split_once('?') {
            Some((address, query)) => (address, query.split_once('#').map_or(query, |(query, _)| query)),
            None if pasted.contains("code=") || pasted.contains("error=") => ("", pasted),
            // The part of an address after `code=`.
            None if pasted.contains('&') => {
                return self.code_of_query(&Zeroizing::new(["code=", pasted].concat()));
            }
            None => return bare_code(pasted),
        };
        let query = Query(query);
        query.check_once("state")?;
        // Microsoft sends some refusals without a state. The player has pasted this one, so it is no stranger's.
        if query.values("state").next().is_none()
            && self.is_own_address(address)
            && let Some(error) = self.refusal(query)?
        {
            return Err(error);
        }
        self.code_of_query(query.0)
    }

    /// The code in the query of a redirect.
    pub(super) fn code_of_query(&self, query: &str) -> Result<Secret, Error> {
        if !self.is_own(query) {
            // The code of another sign-in must not be used here: it could sign in another account.
            return Err(redirect_error("belongs to another sign-in: its state differs"));
        }
        let query = Query(query);
        if let Some(error) = self.refusal(query)? {
            return Err(error);
        }
        match query.value("code")? {
            Some(code) if !code.trim().is_empty() => Ok(Secret::new(code.as_str())),
            _ => Err(redirect_error("has no code")),
        }
    }

    /// Whether the query of a redirect has the state of this sign-in, once. Without it, anything may have sent the
    /// browser here, or have made the request itself.
    pub(super) fn is_own(&self, query: &str) -> bool {
        let state = Query(query).value("state").ok().flatten();
        state.is_some_and(|state| is_equal(state.as_bytes(), self.state.expose().as_bytes()))
    }

    /// Whether a pasted address can be that of the redirect. A part of an address can.
    fn is_own_address(&self, address: &str) -> bool {
        !address.contains("://") || host(address).is_some_and(|host| host == self.host)
    }

    /// The refusal in the query of a redirect.
    fn refusal(&self, query: Query<'_>) -> Result<Option<Error>, Error> {
        let Some(error) = query.value("error")? else {
            return Ok(None);
        };
        let description = query.value("error_description")?.unwrap_or_default();
        let refusal = OAuthRefusal {
            error: Some(&error),
            description: &description,
            numbers: &[],
        };
        Ok(Some(
            refusal.to_error(self.has_secret, SignInStep::Consent, 302).into(),
        ))
    }
}

/// The query of a redirect.
#[derive(Clone, Copy)]
struct Query<'a>(&'a str);

impl<'a> Query<'a> {
    /// The values of a parameter, percent-encoded.
    fn values(self, name: &str) -> impl Iterator<Item = &'a str> {
        let pairs = self.0.split('&').filter_map(|pair| pair.split_once('='));
        pairs
            .filter(move |(other, _)| *other == name)
            .map(|(_, value)| value)
    }

    /// Fails if a parameter occurs twice: one value may come from an attacker.
    fn check_once(self, name: &str) -> Result<(), Error> {
        match self.values(name).nth(1) {
            Some(_) => Err(redirect_error("has a parameter twice")),
            None => Ok(()),
        }
    }

    /// The value of a parameter, decoded; `None` if the query has none, or one that is not text.
    fn value(self, name: &str) -> Result<Option<Zeroizing<String>>, Error> {
        self.check_once(name)?;
        Ok(self.values(name).next().and_then(|value| decoded(value, true)))
    }
}

/// Decodes the percent-encoding of a text; in a query, `+` means a blank. `None` if the result is not UTF-8.
fn decoded(text: &str, is_query: bool) -> Option<Zeroizing<String>> {
    // The maximum length: a text that grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    for (index, part) in text.split(|c| is_query && c == '+').enumerate() {
        bytes.extend((index > 0).then_some(b' '));
        bytes.extend(percent_decode_str(part));
    }
    let text = str::from_utf8(&bytes).ok()?;
    Some(Zeroizing::new(text.to_owned()))
}

/// Compares two texts in a time that does not depend on their first difference.
fn is_equal(one: &[u8], other: &[u8]) -> bool {
    let pairs = one.iter().zip(other);
    one.len() == other.len() && pairs.fold(0, |sum, (one, other)| sum | (one ^ other)) == 0
}

/// The host of an address.
fn host(address: &str) -> Option<String> {
    let uri = address.parse::<Uri>().ok()?;
    uri.host().map(str::to_ascii_lowercase)
}

fn bare_code(text: &str) -> Result<Secret, Error> {
    let is_code = !text.is_empty()
        && text.len() <= 4096
        && text.bytes().all(|byte| byte.is_ascii_graphic())
        // An address without a query.
        && !text.contains("://");
    let code = decoded(text, false).filter(|_| is_code);
    code.map(|code| Secret::new(code.as_str()))
        .ok_or_else(|| redirect_error("is neither an address with a code nor a code"))
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
            ("error=access_denied".to_owned(), "declined"),
            // A page of another site.
            (
                "https://example.com/?error=access_denied".to_owned(),
                "its state differs",
            ),
            (
                "https://localhost@example.com/?error=access_denied".to_owned(),
                "its state differs",
            ),
            ("https://example.com/?q=s3cret".to_owned(), "its state differs"),
            ("https://example.com/s3cret".to_owned(), "neither an address"),
            (consent.url().to_owned(), "has no code"),
            (
                format!("https://localhost/?error=a&error=b&state={state}"),
                "a parameter twice",
            ),
            (
                format!("https://localhost/?state={state}&code=%ff"),
                "has no code",
            ),
            (
                format!("https://localhost/?error=x&error_description=AADSTS65004%3A+s3cret&state={state}"),
                "AADSTS65004: the player declined",
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

    #[test]
    fn only_a_query_with_the_own_state_belongs_to_the_sign_in() {
        let consent = consent();
        let state = consent.state.expose();
        for query in [
            format!("state={state}"),
            format!("error=access_denied&state={state}&code"),
        ] {
            assert!(consent.is_own(&query), "{query}");
        }
        for query in [
            String::new(),
            "state".into(),
            "state=".into(),
            "error=access_denied".into(),
            format!("state={}", &state[1..]),
            format!("state={state}x"),
            format!("xstate={state}"),
            format!("state={state}&state={state}"),
            format!("state={}", state.chars().rev().collect::<String>()),
        ] {
            assert!(!consent.is_own(&query), "{query}");
        }
    }
}
