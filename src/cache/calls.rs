//! Which calls are answered from the cache, and which are sent.

use std::time::Duration;

use jiff::Timestamp;
use ureq::http::header;

use super::policy::{self, Lifetime};
use super::{CachedAnswer, Key, ResponseCache};
use crate::call::Call;
use crate::error::Error;
use crate::limits::Limits;
use crate::transport::{Answer, Transport};

/// How old an answer may be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// As old as the policy says.
    #[default]
    ByPolicy,
    /// The service is asked.
    Fresh,
    /// This old, whatever the policy says.
    MaxAge(Duration),
    /// The service is asked, and the answer kept for requests that say how old it may be.
    Renewed,
}

/// A client's cache, and whether it has anything else.
#[derive(Debug, Clone, Default)]
pub(crate) struct Caching {
    pub cache: Option<ResponseCache>,
    /// Whether nothing is sent.
    pub offline: bool,
}

impl Caching {
    /// Answers a call from the cache where that is allowed; else sends it and keeps the answer.
    pub fn send(&self, call: &Call, transport: &Transport, limits: &Limits) -> Result<Answer, Error> {
        let endpoint = call.endpoint;
        if limits.cancel.is_cancelled() {
            return Err(Error::Cancelled { endpoint });
        }
        let lifetime = policy::lifetime(call);
        let place = match &self.cache {
            Some(cache) if self.is_kept(call, lifetime) => {
                Key::of(&transport.request(call)?).map(|key| (cache, key))
            }
            _ => None,
        };
        let Some((cache, key)) = place else {
            if self.offline {
                return Err(Error::NotCached { endpoint });
            }
            return transport.send_within(call, limits);
        };
        let now = transport.timestamp();
        let kept = match call.freshness {
            Freshness::Fresh if !self.offline && lifetime == Lifetime::Live => {
                // Nobody has said how old it may be: it is kept only in place of an older one.
                if cache.lookup(&key, now).is_none() {
                    return transport.send_within(call, limits);
                }
                None
            }
            Freshness::Fresh | Freshness::Renewed if !self.offline => None,
            _ => cache.lookup(&key, now),
        };
        match kept {
            Some(kept) if self.may_answer(&kept, call.freshness, lifetime, now) => {
                log::debug!("{endpoint}: answered from the cache");
                // It needs no turn: others need not wait for the end of its decoding.
                limits.on_turn.tell();
                let age = kept.age(now).unwrap_or_default();
                Ok(from_cache(kept, age, 0))
            }
            _ if self.offline => Err(Error::NotCached { endpoint }),
            kept => ask(cache, &key, kept, call, transport, limits),
        }
    }

    fn is_kept(&self, call: &Call, lifetime: Lifetime) -> bool {
        match lifetime {
            Lifetime::Forever | Lifetime::For(_) => true,
            Lifetime::Live => self.offline || call.freshness != Freshness::ByPolicy,
            Lifetime::Never => false,
        }
    }

    fn may_answer(
        &self,
        kept: &CachedAnswer,
        freshness: Freshness,
        lifetime: Lifetime,
        now: Timestamp,
    ) -> bool {
        let no_older_than = |longest| kept.age(now).is_some_and(|age| age <= longest);
        match (freshness, lifetime) {
            (Freshness::MaxAge(longest), _) => no_older_than(longest),
            _ if self.offline => true,
            (Freshness::Fresh | Freshness::Renewed, _) => false,
            (Freshness::ByPolicy, Lifetime::Forever) => true,
            (Freshness::ByPolicy, Lifetime::For(longest)) => no_older_than(longest),
            (Freshness::ByPolicy, Lifetime::Live | Lifetime::Never) => false,
        }
    }
}

/// Sends a call and keeps its answer. What was kept is too old, but may still hold.
fn ask(
    cache: &ResponseCache,
    key: &Key,
    kept: Option<CachedAnswer>,
    call: &Call,
    transport: &Transport,
    limits: &Limits,
) -> Result<Answer, Error> {
    let mut call = call.clone();
    if let Some(kept) = &kept {
        for (validator, condition) in [
            (header::ETAG, header::IF_NONE_MATCH),
            (header::LAST_MODIFIED, header::IF_MODIFIED_SINCE),
        ] {
            if let Some(value) = kept.headers.get(validator) {
                call.headers.insert(condition, value.clone());
            }
        }
    }
    let answer = transport.send_within(&call, limits)?;
    let now = transport.timestamp();
    match kept {
        Some(mut kept) if answer.status == 304 => {
            log::debug!("{}: what was kept still holds", call.endpoint);
            kept.stored_at = now;
            kept.take_over(&answer.headers);
            cache.store(key, &kept, now);
            Ok(from_cache(kept, Duration::ZERO, answer.attempts))
        }
        _ => {
            if policy::may_be_kept(&call, &answer) {
                keep(cache, key, &answer, &call, now);
            }
            Ok(answer)
        }
    }
}

fn keep(cache: &ResponseCache, key: &Key, answer: &Answer, call: &Call, now: Timestamp) {
    if answer.shows_what_was_sent() {
        return log::warn!("{}: the answer repeats a token and is not kept", call.endpoint);
    }
    let entry = CachedAnswer::new(answer.status, &answer.headers, answer.body.clone(), now);
    cache.store(key, &entry, now);
}

fn from_cache(kept: CachedAnswer, age: Duration, attempts: u32) -> Answer {
    Answer {
        status: kept.status,
        headers: kept.headers,
        body: kept.body,
        retry_after: None,
        attempts,
        age: Some(age),
        secrets: Vec::new(),
    }
}
