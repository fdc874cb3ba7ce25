//! The way of a request: the cache, then HTTP.

use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "cache")]
use crate::cache::Caching;
use crate::error::Error;
#[cfg(feature = "tracing")]
use crate::http::request_span;
use crate::http::{
    AttemptOutcome, Availability, CallOptions, OnPermit, PreparedRequest, RawResponse, Transport,
};
use crate::recording::Recording;
use crate::sync::CancelToken;
use crate::types::ArgumentError;

/// The way of a request: the cache, then HTTP. Cheap to clone; clones share connections, rate limits,
/// credentials and the cache.
#[derive(Clone)]
pub(crate) struct Pipeline {
    transport: Arc<Transport>,
    options: CallOptions,
    recording: Option<Recording>,
    allows_writes: bool,
    #[cfg(feature = "cache")]
    caching: Caching,
}

impl Pipeline {
    pub fn new(
        transport: Transport,
        recording: Option<Recording>,
        allows_writes: bool,
        #[cfg(feature = "cache")] caching: Caching,
    ) -> Self {
        Self {
            options: transport.options().clone(),
            transport: Arc::new(transport),
            recording,
            allows_writes,
            #[cfg(feature = "cache")]
            caching,
        }
    }

    /// Returns the cached response, or sends the request and returns the complete response, with any status.
    pub fn send(&self, request: &PreparedRequest) -> Result<RawResponse, Error> {
        let endpoint = request.endpoint;
        if endpoint.writes() && !self.allows_writes {
            return Err(Error::Argument(ArgumentError::new(
                "allow_writes",
                format!("{endpoint} changes data: build the client with allow_writes() to permit that"),
            )));
        }
        #[cfg(feature = "tracing")]
        let _span = request_span(endpoint);
        if self.options.cancel.is_cancelled() {
            self.transport.report_unsent(endpoint, AttemptOutcome::Cancelled);
            return Err(Error::Cancelled {
                endpoint: Some(endpoint),
            });
        }
        #[cfg(feature = "cache")]
        return self.caching.send(request, &self.transport, &self.options);
        #[cfg(not(feature = "cache"))]
        self.transport.send_within(request, &self.options)
    }

    /// Saves a response of the service as a capture, if the client records.
    pub fn record(
        &self,
        request: &PreparedRequest,
        model: &str,
        response: &RawResponse,
    ) -> Result<(), Error> {
        let recording = self.recording.as_ref();
        recording.map_or(Ok(()), |recording| recording.save(request, model, response))
    }

    pub fn is_recording(&self) -> bool {
        self.recording.is_some()
    }

    pub fn transport(&self) -> &Transport {
        &self.transport
    }

    pub fn cancel_token(&self) -> &CancelToken {
        &self.options.cancel
    }

    #[cfg(feature = "cache")]
    pub fn is_offline(&self) -> bool {
        self.caching.offline
    }

    pub fn with_cancel_token(&self, token: &CancelToken) -> Self {
        let mut clone = self.clone();
        clone.options.cancel = token.clone();
        clone
    }

    pub fn with_deadline(&self, deadline: Duration) -> Self {
        let mut clone = self.clone();
        clone.options.deadline = deadline;
        clone
    }

    pub fn with_availability(&self, availability: Availability) -> Self {
        let mut clone = self.clone();
        clone.options.availability = availability;
        clone
    }

    pub fn with_account(&self, index: usize) -> Self {
        let mut clone = self.clone();
        clone.options.account = Some(index);
        clone
    }

    /// A clone that another token stops too, a child of `parent`, and that reports its permits.
    pub fn within(&self, stop: &CancelToken, parent: &CancelToken, on_permit: OnPermit) -> Self {
        let mut clone = self.clone();
        clone.options.cancel = if self.options.cancel.is_same(parent) {
            stop.clone()
        } else {
            let both = self.options.cancel.child();
            stop.adopt(&both);
            both
        };
        clone.options.on_permit = on_permit;
        clone
    }
}
