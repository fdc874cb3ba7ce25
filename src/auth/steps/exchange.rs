//! Sending the request of a step, and reading its response.

use serde::de::DeserializeOwned;
use zeroize::Zeroize;

use super::refusal::refusal;
use crate::decode::{DecodeError, decode};
use crate::error::{Error, SignInStep};
use crate::http::{PreparedRequest, RawResponse, Transport};

/// Sends the request of a step and decodes the response.
pub(in crate::auth) fn exchange<T: DeserializeOwned>(
    transport: &Transport,
    step: SignInStep,
    request: &PreparedRequest,
) -> Result<T, Error> {
    log::debug!("signing in: {step}");
    let mut response = transport.send(request)?;
    let decoded = decode_response(step, &response);
    response.body.zeroize();
    decoded
}

/// Decodes the response of a step.
pub(in crate::auth) fn decode_response<T: DeserializeOwned>(
    step: SignInStep,
    response: &RawResponse,
) -> Result<T, Error> {
    if !response.is_success() {
        return Err(refusal(step, response));
    }
    // The problem of a decode error can quote the body, which holds tokens.
    decode(&response.body).map_err(|error| {
        unexpected(
            step,
            response.status,
            error.path,
            "the response does not fit the step",
        )
    })
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
