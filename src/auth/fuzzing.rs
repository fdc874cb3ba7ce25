//! What the fuzz targets reach of the sign-in.

use crate::auth::app::AzureApp;
use crate::auth::sign_in::SignIn;
use crate::auth::store::file::{Content, Unreadable};
use crate::auth::{loopback, refusal};
use crate::error::Error;
use crate::error::SignInStep;
use crate::http::RawResponse;
use crate::types::Secret;

/// The errors that a refused step's body makes.
pub(crate) fn refusals(answer: &RawResponse) -> Vec<Error> {
    [
        SignInStep::AuthorizationCode,
        SignInStep::DeviceCode,
        SignInStep::RefreshToken,
        SignInStep::XboxUserToken,
        SignInStep::HaloXstsToken,
        SignInStep::SpartanToken,
        SignInStep::Clearance,
    ]
    .map(|step| refusal::refusal(step, answer))
    .into()
}

/// Reads a token store's file; gives it as it would be written again, `None` where it is damaged or
/// of a later version.
pub fn token_store_file(bytes: &[u8]) -> Option<Vec<u8>> {
    match Content::parse(bytes) {
        Ok(content) => serde_json::to_vec(&content).ok(),
        Err(Unreadable::Newer(_) | Unreadable::Damaged(_)) => None,
    }
}

/// The code in what a player pastes; `{state}` in it stands for the state that is waited for.
pub fn pasted_code(pasted: &str) -> Option<Result<Secret, Error>> {
    let app = AzureApp::public("app").ok()?;
    let consent = SignIn::new(&app).consent().ok()?;
    let (_, state) = consent.url().split_once("&state=")?;
    let state = state.split('&').next()?;
    Some(consent.code_in(&pasted.replace("{state}", state)))
}

/// What a browser's request head asks for.
pub fn request_target(head: &[u8]) -> Option<String> {
    loopback::target(head)
}
