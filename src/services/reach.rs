//! Whether a service can be reached.

use std::time::Duration;

use jiff::Timestamp;

use crate::error::Error;
use crate::http::PreparedRequest;
use crate::pipeline::Pipeline;
use crate::types::{ArgumentError, CacheRule, Endpoint, Service};

/// A service's response to [`Client::reach`](crate::Client::reach).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reached {
    /// The HTTP status. A service that is well may respond with 404 or 401: nobody is signed in, and nothing is at the
    /// start of its paths.
    pub status: u16,
    /// The service's time of day, if it sent one.
    pub service_time: Option<Timestamp>,
    /// The time that the request took.
    pub took: Duration,
}

/// An endpoint for each service.
#[expect(clippy::indexing_slicing, reason = "the compiler itself checks the index")]
static ENDPOINTS: [Endpoint; Service::ALL.len()] = {
    let mut all = [of_service(Service::Profile); Service::ALL.len()];
    let mut index = 0;
    while index < Service::ALL.len() {
        all[index] = of_service(Service::ALL[index]);
        index += 1;
    }
    all
};

const fn of_service(service: Service) -> Endpoint {
    Endpoint::get(service, "reach", "")
        .without_token()
        .cached(CacheRule::Never)
}

/// Asks for the start of a service's paths, without a token.
pub(crate) fn reach(pipeline: &Pipeline, service: Service) -> Result<Reached, Error> {
    let endpoint = ENDPOINTS.iter().find(|endpoint| endpoint.service() == service);
    let endpoint =
        endpoint.ok_or_else(|| ArgumentError::new("service", format!("{service} cannot be asked")))?;
    let clock = pipeline.transport().clock();
    let start = clock.now();
    let response = pipeline.send(&PreparedRequest::new(endpoint, []))?;
    Ok(Reached {
        status: response.status,
        service_time: response.date(),
        took: clock.now().saturating_sub(start),
    })
}
