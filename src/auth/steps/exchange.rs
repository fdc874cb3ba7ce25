//! Sending the request of a step, and reading its response.

use serde::de::DeserializeOwned;
use zeroize::Zeroize;

use super::refusal::refusal;
use crate::auth::service_time::ServiceTime;
use crate::decode::{DecodeError, decode};
use crate::error::{Error, SignInStep};
use crate::http::{PreparedRequest, RawResponse, Transport};

/// Sends the steps of a sign-in, and learns the services' time from their responses.
pub(in crate::auth) struct Steps {
    transport: Transport,
    pub time: ServiceTime,
}

impl Steps {
    pub fn new(transport: Transport, time: ServiceTime) -> Self {
        Self { transport, time }
    }

    /// Sends the request of a step and returns the response, with any status.
    pub fn send(&self, request: &PreparedRequest) -> Result<RawResponse, Error> {
        self.transport.send(request)
    }

    /// Sends the request of a step and decodes the response.
    pub fn exchange<T: DeserializeOwned>(
        &self,
        step: SignInStep,
        request: &PreparedRequest,
    ) -> Result<T, Error> {
        log::debug!("signing in: {step}");
        let mut response = self.send(request)?;
        let decoded = self.decode(step, &response);
        response.body.zeroize();
        decoded
    }

    /// Decodes the response of a step, which arrived now.
    pub fn decode<T: DeserializeOwned>(&self, step: SignInStep, response: &RawResponse) -> Result<T, Error> {
        if !response.is_success() {
            return Err(refusal(step, response));
        }
        // The problem of a decode error can quote the body, which holds tokens.
        let decoded = decode(&response.body).map_err(|error| {
            unexpected(
                step,
                response.status,
                error.path,
                "the response does not fit the step",
            )
        })?;
        // A login page of a hotel's network has a date too, but does not fit the step.
        if let Some(date) = response.date() {
            self.time.compare(date);
        }
        Ok(decoded)
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
