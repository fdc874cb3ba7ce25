//! The time before an attempt: the permit and the credentials.

use std::time::Duration;

use ureq::http::{HeaderName, Request, header};

use super::credentials::CallContext;
use super::prepared_request::{CLEARANCE, SPARTAN_TOKEN, secret_header};
use super::run::{Run, Unsent};
use crate::error::Error;
use crate::limiter::NoPermit;
use crate::types::{RequiredCredentials, Secret};

impl Run<'_> {
    /// Waits for a permit, then takes the credentials, which may expire during the wait.
    ///
    /// Requests that wait for one renewal have their permits already. They must not all go when it is done:
    /// if the credentials take longer than the rate's interval, the request waits for one more permit.
    pub(super) fn authorized_request(&mut self) -> Result<Request<()>, Unsent> {
        let permit_at = self.acquire_permit().map_err(Unsent::Other)?;
        let mut request = self.request.clone();
        self.authorize(&mut request).map_err(Unsent::Tokens)?;
        let interval = self.service()?.limit.rate().interval();
        let waited = self.now().saturating_sub(permit_at);
        if !interval.is_zero() && waited > interval {
            self.acquire_permit().map_err(Unsent::Other)?;
        }
        self.options.on_permit.call();
        if self.options.cancel.is_cancelled() {
            return Err(Unsent::Other(Error::Cancelled {
                endpoint: Some(self.endpoint),
            }));
        }
        Ok(request)
    }

    /// Waits for a permit of the rate limiter. Returns the time.
    fn acquire_permit(&self) -> Result<Duration, Error> {
        let endpoint = self.endpoint;
        let late = |wait| Error::Deadline {
            endpoint,
            wait: Some(wait),
        };
        let acquired = self.service()?.limit.acquire(self.deadline, &self.options.cancel);
        let waited = acquired.map_err(|error| match error {
            NoPermit::Late(error) => late(error.wait),
            NoPermit::Cancelled => Error::Cancelled {
                endpoint: Some(endpoint),
            },
            NoPermit::File { path, cause } => Error::file(&path, cause),
        })?;
        log::debug!("{endpoint}: waited {waited:?} for the rate limit");
        let now = self.now();
        if now >= self.deadline {
            return Err(late(waited));
        }
        Ok(now)
    }

    /// Adds the credentials to a request.
    fn authorize(&mut self, request: &mut Request<()>) -> Result<(), Error> {
        let Some(source) = self.source() else {
            return Ok(());
        };
        let endpoint = self.endpoint;
        let mut time_left = self.deadline.saturating_sub(self.now());
        if self.choice.has_others() {
            // Another account can still send the request if these tokens take too long.
            time_left /= 2;
        }
        let context = CallContext::new(endpoint, time_left, &self.options.cancel);
        let required = self.prepared.credentials;
        let (token, header, setting) = match required {
            RequiredCredentials::XboxLive => {
                let token = source.xbox_authorization(&context)?;
                (token, header::AUTHORIZATION, "xbox_token")
            }
            _ => (source.spartan_token(&context)?, SPARTAN_TOKEN, "spartan_token"),
        };
        let mut add = |secret: &Secret, header: HeaderName, setting| {
            let value = secret_header(secret, setting).map_err(Error::credentials)?;
            request.headers_mut().insert(header, value);
            Ok::<_, Error>(())
        };
        add(&token, header, setting)?;
        let mut current = vec![token];
        if required == RequiredCredentials::SpartanAndClearance {
            let clearance = source.clearance(&context)?;
            self.lacks_clearance = clearance.is_none();
            if let Some(clearance) = clearance {
                add(&clearance, CLEARANCE, "clearance_token")?;
                current.push(clearance);
            }
        }
        // A response can also repeat the tokens of an earlier attempt.
        self.secrets.retain(|secret| !current.contains(secret));
        self.secrets.splice(..0, current);
        if self.now() >= self.deadline {
            return Err(Error::Deadline { endpoint, wait: None });
        }
        Ok(())
    }
}
