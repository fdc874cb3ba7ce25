//! Sending the request of a step, and reading its response.

use std::sync::Arc;
use std::time::Duration;

use super::refusal::refusal;
use super::response::StepResponse;
use crate::auth::app::AzureApp;
use crate::auth::service_time::ServiceTime;
use crate::decode::{DecodeError, decode};
use crate::error::{Error, SignInStep};
use crate::http::{PreparedRequest, RawResponse, Settings, Transport};
use crate::limiter::Rate;
use crate::sync::Clock;
use crate::types::ArgumentError;

/// Sends the steps of a sign-in, and learns the services' time from their responses.
pub(in crate::auth) struct Steps {
    pub app: AzureApp,
    transport: Transport,
    /// Clearances have their own: a service that hangs or throttles must not hold the tokens up.
    clearance: Transport,
    pub time: ServiceTime,
}

impl Steps {
    /// The deadline of a request for a clearance. Nearly all requests work without one.
    const CLEARANCE_DEADLINE: Duration = Duration::from_secs(10);

    pub fn new(
        app: &AzureApp,
        settings: &Settings,
        clock: &Arc<dyn Clock>,
        time: ServiceTime,
    ) -> Result<Self, ArgumentError> {
        let transport = |settings| Transport::new(settings, Vec::new(), Rate::UNLIMITED, Arc::clone(clock));
        let mut short = settings.clone();
        short.options.deadline = short.options.deadline.min(Self::CLEARANCE_DEADLINE);
        Ok(Self {
            app: app.clone(),
            transport: transport(settings)?,
            clearance: transport(&short)?,
            time,
        })
    }

    /// Sends the request of a step and returns the response, with any status.
    pub fn send(&self, request: &PreparedRequest) -> Result<RawResponse, Error> {
        self.transport.send(request)
    }

    /// Sends the request of a step and decodes the response.
    pub fn exchange<T: StepResponse>(&self, step: SignInStep, request: &PreparedRequest) -> Result<T, Error> {
        log::debug!("signing in: {step}");
        let transport = match step {
            SignInStep::Clearance => &self.clearance,
            _ => &self.transport,
        };
        self.decode(step, &transport.send(request)?)
    }

    /// Decodes the response of a step, which arrived now. A response with a blank token does not fit the step.
    pub fn decode<T: StepResponse>(&self, step: SignInStep, response: &RawResponse) -> Result<T, Error> {
        if !response.is_success() {
            return Err(refusal(self.app.has_secret(), step, response).into());
        }
        // The problem of a decode error can quote the body, which holds tokens.
        let misfit = |path| unexpected(step, response.status, path, "the response does not fit the step");
        let decoded: T = decode(&response.body).map_err(|error| misfit(known_names(&error.path)))?;
        if let Some(path) = decoded.blank() {
            return Err(misfit(path));
        }
        // A login page of a hotel's network has a date too, but does not fit the step. A clearance can come from the
        // cache of a proxy.
        if step != SignInStep::Clearance
            && let Some(date) = response.date()
        {
            self.time.compare(date);
        }
        Ok(decoded)
    }
}

/// The start of a path within a response, up to a name that the response may have made of a secret. The models' names
/// are short and have no signs.
fn known_names(path: &str) -> String {
    /// Longer than all names of the steps, and shorter than all secrets.
    const LONGEST: usize = 24;
    let is_known = |name: &&str| {
        name.len() <= LONGEST
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_[]".contains(&byte))
    };
    let names: Vec<_> = path.split('.').take_while(is_known).collect();
    match names.join(".") {
        start if start.is_empty() => ".".into(),
        start => start,
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
