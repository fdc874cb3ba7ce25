//! Sending the request of a step, and reading its response.

use super::refusal::refusal;
use super::response::StepResponse;
use crate::auth::app::AzureApp;
use crate::decode::{DecodeError, decode};
use crate::error::{Error, SignInStep};
use crate::http::{PreparedRequest, RawResponse, Transport};

/// Sends the request of a step and decodes the response.
pub(in crate::auth) fn exchange<T: StepResponse>(
    transport: &Transport,
    app: &AzureApp,
    step: SignInStep,
    request: &PreparedRequest,
) -> Result<T, Error> {
    log::debug!("signing in: {step}");
    decode_response(app, step, &transport.send(request)?)
}

/// Decodes the response of a step. A response with a blank token does not fit the step.
pub(in crate::auth) fn decode_response<T: StepResponse>(
    app: &AzureApp,
    step: SignInStep,
    response: &RawResponse,
) -> Result<T, Error> {
    if !response.is_success() {
        return Err(refusal(app.has_secret(), step, response).into());
    }
    // The problem of a decode error can quote the body, which holds tokens.
    let misfit = |path| unexpected(step, response.status, path, "the response does not fit the step");
    let decoded: T = decode(&response.body).map_err(|error| misfit(error.path))?;
    match decoded.blank() {
        Some(path) => Err(misfit(path)),
        None => Ok(decoded),
    }
}

/// The error for a successful response with unexpected content.
pub(in crate::auth) fn unexpected(step: SignInStep, status: u16, path: String, problem: &str) -> Error {
    Error::Decode {
        endpoint: step.endpoint(),
        status,
        cause: Box::new(DecodeError {
            path,
            problem: problem.into(),
        }),
    }
}

/// Whether a service could not be reached or has trouble, rather than refused the request.
pub(in crate::auth) fn is_service_trouble(error: &Error) -> bool {
    matches!(error, Error::Network { .. } | Error::Deadline { .. }) || error.status() >= Some(500)
}
