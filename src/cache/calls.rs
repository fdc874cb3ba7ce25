//! The cache between a request and the transport: returns the cached response, or sends the request and
//! caches the response.

use std::time::Duration;

use jiff::Timestamp;
use ureq::http::header;

use super::entry::{CACHED_HEADERS, CachedResponse};
use super::key::Key;
use super::policy::may_be_cached;
use super::store::ResponseCache;
use crate::error::Error;
use crate::http::{AttemptOutcome, CallOptions, Freshness, PreparedRequest, RawResponse, Transport};
use crate::sync::Wait;
use crate::types::CacheRule;

/// The cache of a client.
#[derive(Debug, Clone, Default)]
pub(crate) struct Caching {
    pub cache: Option<ResponseCache>,
    /// Whether responses that may change at any time are cached too, for clients that are offline.
    pub keeps_latest: bool,
    /// Whether nothing is sent.
    pub offline: bool,
}

impl Caching {
    /// Returns the cached response if the request allows it; otherwise sends the request and caches the
    /// response.
    pub fn send(
        &self,
        request: &PreparedRequest,
        transport: &Transport,
        options: &CallOptions,
    ) -> Result<RawResponse, Error> {
        let endpoint = request.endpoint;
        let rule = request.cache_rule;
        let slot = match &self.cache {
            Some(cache) if self.is_cached(request.freshness, rule) => Key::of(&transport.to_http(request)?)
                .map(|key| Slot {
                    cache,
                    key,
                    max_body: transport.max_body(),
                    wait: Wait::new(options.deadline, &options.cancel),
                }),
            _ => None,
        };
        let Some(slot) = slot else {
            if self.offline {
                transport.report_unsent(endpoint, AttemptOutcome::NotCached);
                return Err(Error::NotCached { endpoint });
            }
            return transport.send_within(request, options);
        };
        let now = transport.clock().timestamp();
        let start = transport.observed_now();
        let cached = match request.freshness {
            Freshness::Fresh if !self.offline && !self.keeps_latest && rule == CacheRule::OnRequest => {
                // Without a maximum age, the response only replaces an older one.
                if slot.lookup(now).is_none() {
                    return transport.send_within(request, options);
                }
                None
            }
            Freshness::Fresh | Freshness::Renewed if !self.offline => None,
            // Offline, a response with a wrong time is better than none.
            _ => slot
                .lookup(now)
                .filter(|cached| self.offline || cached.has_plausible_age(now)),
        };
        let read_in = transport.observed_now().saturating_sub(start);
        match cached {
            Some(cached) if self.is_fresh(&cached, request.freshness, rule, now) => {
                log::debug!("{endpoint}: cached");
                // It needs no permit: the next request need not wait while this one is decoded.
                options.on_permit.call();
                let age = cached.age(now).unwrap_or_default();
                let response = cached.into_response(age, 0);
                transport.report_cached(endpoint, &response, read_in);
                Ok(response)
            }
            _ if self.offline => {
                transport.report_unsent(endpoint, AttemptOutcome::NotCached);
                Err(Error::NotCached { endpoint })
            }
            cached => {
                // The wait for the cache was a part of the request's time.
                let options = CallOptions {
                    deadline: slot.wait.time_left(),
                    ..options.clone()
                };
                slot.send_and_cache(cached.map(|stale| (stale, read_in)), request, transport, &options)
            }
        }
    }

    fn is_cached(&self, freshness: Freshness, rule: CacheRule) -> bool {
        match rule {
            CacheRule::Forever | CacheRule::For(_) => true,
            CacheRule::OnRequest => self.offline || self.keeps_latest || freshness != Freshness::ByRule,
            CacheRule::Never => false,
        }
    }

    fn is_fresh(
        &self,
        cached: &CachedResponse,
        freshness: Freshness,
        rule: CacheRule,
        now: Timestamp,
    ) -> bool {
        let is_within = |max_age| cached.age(now).is_some_and(|age| age <= max_age);
        match (freshness, rule) {
            (Freshness::MaxAge(max_age), _) => is_within(max_age),
            _ if self.offline => true,
            (Freshness::Fresh | Freshness::Renewed, _) => false,
            (Freshness::ByRule, CacheRule::Forever) => true,
            (Freshness::ByRule, CacheRule::For(max_age)) => is_within(max_age),
            (Freshness::ByRule, CacheRule::OnRequest | CacheRule::Never) => false,
        }
    }
}

/// The place of a request's response in the cache.
struct Slot<'c> {
    cache: &'c ResponseCache,
    key: Key,
    /// Maximum length of the body, in bytes.
    max_body: u64,
    /// The limits of the request, for the cache's waits before and after it is sent.
    wait: Wait,
}

impl Slot<'_> {
    fn lookup(&self, now: Timestamp) -> Option<CachedResponse> {
        self.cache.lookup(&self.key, self.max_body, now, &self.wait)
    }

    /// Sends a request and caches the response. If a stale response is cached, the service may confirm it. With it comes
    /// the time to read it.
    fn send_and_cache(
        &self,
        stale: Option<(CachedResponse, Duration)>,
        request: &PreparedRequest,
        transport: &Transport,
        options: &CallOptions,
    ) -> Result<RawResponse, Error> {
        let mut request = request.clone();
        if let Some((stale, _)) = &stale {
            for (validator, condition) in [
                (header::ETAG, header::IF_NONE_MATCH),
                (header::LAST_MODIFIED, header::IF_MODIFIED_SINCE),
            ] {
                if let Some(value) = stale.headers.get(validator) {
                    request.headers.insert(condition, value.clone());
                }
            }
        }
        let response = transport.send_within(&request, options)?;
        let now = transport.clock().timestamp();
        match stale {
            Some((mut confirmed, read_in)) if response.status == 304 => {
                log::debug!("{}: the service confirmed the cached response", request.endpoint);
                confirmed.stored_at = now;
                if !response.repeats_a_secret(&CACHED_HEADERS) {
                    confirmed.update_headers(&response.headers);
                }
                self.cache.store(&self.key, &confirmed, now, &self.wait);
                let response = confirmed.into_response(Duration::ZERO, response.attempts);
                transport.report_cached(request.endpoint, &response, read_in);
                Ok(response)
            }
            _ => {
                if may_be_cached(&request, &response) {
                    self.store(&response, &request, now);
                }
                Ok(response)
            }
        }
    }

    fn store(&self, response: &RawResponse, request: &PreparedRequest, now: Timestamp) {
        if response.repeats_a_secret(&CACHED_HEADERS) {
            return log::warn!(
                "{}: the response repeats a token and is not cached",
                request.endpoint
            );
        }
        let entry = CachedResponse::new(response.status, &response.headers, response.body.clone(), now);
        self.cache.store(&self.key, &entry, now, &self.wait);
    }
}

impl CachedResponse {
    fn into_response(self, age: Duration, attempts: u32) -> RawResponse {
        RawResponse {
            status: self.status,
            headers: self.headers,
            body: self.body.into(),
            retry_after: None,
            attempts,
            age: Some(age),
            lacks_clearance: false,
            secrets: Vec::new(),
        }
    }
}
