//! Entry points of the fuzz targets into the sign-in.

use super::app::AzureApp;
use super::flows;
use super::sign_in::SignIn;
use super::steps::refusal::refusal;
use super::store::{Content, Unreadable};
use crate::error::{Error, SignInStep};
use crate::http::RawResponse;
use crate::types::Secret;

/// The errors of all steps for a refused response.
pub(crate) fn refusals(response: &RawResponse) -> Vec<Error> {
    [
        SignInStep::AuthorizationCode,
        SignInStep::DeviceCode,
        SignInStep::RefreshToken,
        SignInStep::XboxUserToken,
        SignInStep::HaloXstsToken,
        SignInStep::SpartanToken,
        SignInStep::Clearance,
    ]
    .map(|step| refusal(false, step, response).into())
    .into()
}

/// Reads the file of a token store, and returns its content as it would be written again. Returns `None` if
/// the file is damaged or has a later format.
pub fn token_store_file(bytes: &[u8]) -> Option<Vec<u8>> {
    match Content::parse(bytes) {
        Ok(content) => serde_json::to_vec(&content).ok(),
        Err(Unreadable::Newer(_) | Unreadable::Encrypted(_) | Unreadable::Damaged(_)) => None,
    }
}

/// The code in a pasted text, in which `{state}` stands for the state of the sign-in.
pub fn pasted_code(pasted: &str) -> Option<Result<Secret, Error>> {
    let app = AzureApp::public("app").ok()?;
    let consent = SignIn::new(&app).consent().ok()?;
    let (_, state) = consent.url().split_once("&state=")?;
    let state = state.split('&').next()?;
    Some(consent.code_in(&pasted.replace("{state}", state)))
}

/// The target in the head of a browser's request.
pub fn request_target(head: &[u8]) -> Option<String> {
    flows::request_target(head)
}
