//! One request.

use std::any::type_name;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;
use ureq::http;
use zeroize::Zeroizing;

use super::from_response::FromResponse;
use super::response::Response;
use super::summary::Summary;
use crate::error::Error;
#[cfg(feature = "cache")]
use crate::http::Freshness;
use crate::http::{Availability, Body, OnPermit, PreparedRequest};
use crate::pipeline::Pipeline;
use crate::sync::CancelToken;
use crate::types::{ArgumentError, Endpoint};

/// A request for a `T`. Nothing is sent before [`send`](Self::send) or [`response`](Self::response).
///
/// Every method of a service returns one. Setters narrow it; `send` returns the model, `response` the
/// whole response. A request can be sent many times and from any thread.
///
/// A wrong argument does not interrupt the chain of setters: `send` reports it, before anything is sent.
#[must_use = "nothing is sent before `send()` or `response()`"]
pub struct Request<T> {
    pipeline: Pipeline,
    prepared: Result<PreparedRequest, Error>,
    /// Checks the request after all setters.
    check: fn(&PreparedRequest) -> Result<(), ArgumentError>,
    /// The full name of the model, for recordings.
    model_name: fn() -> &'static str,
    model: PhantomData<fn() -> T>,
}

impl<T> Request<T> {
    /// A request to an endpoint, whose path takes these arguments in order.
    pub(crate) fn new(
        pipeline: &Pipeline,
        endpoint: &'static Endpoint,
        arguments: impl IntoIterator<Item = Result<String, ArgumentError>>,
    ) -> Self {
        Self::of(pipeline, prepare(endpoint, arguments))
    }

    /// A prepared request, or the error that prevents it.
    pub(crate) fn of(pipeline: &Pipeline, prepared: Result<PreparedRequest, Error>) -> Self {
        Self {
            pipeline: pipeline.clone(),
            prepared,
            check: no_check,
            model_name: type_name::<T>,
            model: PhantomData,
        }
    }

    /// The same request for another model, such as a part of the first one. Recordings name the first one.
    pub(crate) fn of_model<U>(self) -> Request<U> {
        Request {
            pipeline: self.pipeline,
            prepared: self.prepared,
            check: self.check,
            model_name: self.model_name,
            model: PhantomData,
        }
    }

    /// A request that only reports this error.
    pub(crate) fn failed(pipeline: &Pipeline, error: ArgumentError) -> Self {
        Self::of(pipeline, Err(error.into()))
    }

    /// Sets a JSON body.
    ///
    /// For endpoints of your own ([`Client::request`](crate::Client::request), [`Client::raw`](crate::Client::raw)):
    /// the methods of the services set their bodies themselves.
    pub fn json(self, body: &impl Serialize) -> Self {
        self.change(|request| {
            request.body = Some(Body::json(body)?);
            Ok(())
        })
    }

    /// Sets a body of any content type, such as `application/octet-stream`.
    ///
    /// For endpoints of your own, as [`json`](Self::json).
    pub fn body(self, content_type: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        self.change(|request| {
            request.body = Some(Body::new(content_type, Zeroizing::new(bytes.into())));
            Ok(())
        })
    }

    /// Sets a check that runs after all setters.
    pub(crate) fn checked(mut self, check: fn(&PreparedRequest) -> Result<(), ArgumentError>) -> Self {
        self.check = check;
        self
    }

    /// Changes the request. The first of several errors stays.
    pub(crate) fn change(
        mut self,
        change: impl FnOnce(&mut PreparedRequest) -> Result<(), ArgumentError>,
    ) -> Self {
        if let Ok(request) = &mut self.prepared
            && let Err(error) = change(request)
        {
            self.prepared = Err(error.into());
        }
        self
    }

    /// Sets a pair of the query, replacing one with the same name.
    ///
    /// For endpoints of your own, and for parameters that this crate has no setter for.
    pub fn query(self, name: impl Into<Cow<'static, str>>, value: impl ToString) -> Self {
        self.change(|request| {
            request.set_query(name, value);
            Ok(())
        })
    }

    /// Waits until the data exists: for this long, 404 is not an error, and the request is sent again. Zero turns the
    /// wait of a [client](crate::Client::with_wait_until_available) off for this request.
    ///
    /// Right after a match, its statistics, skill and progression do not exist yet, and its film comes minutes later.
    /// The game itself sends such a request 14 more times, every 2 seconds: its catalogue of the API calls that
    /// `linearretry404retry`. So does this crate, and then every 10 seconds. A longer `Retry-After` is respected.
    ///
    /// - The time starts with the first 404. The last attempt is made at its end, and the error is that 404, with the
    ///   number of attempts.
    /// - The [deadline](crate::ClientBuilder::deadline) does not cut the wait. A request takes at most the deadline and
    ///   this time together.
    /// - Each attempt needs a permit of the rate limiter. 404 takes nothing from the
    ///   [retry budget](crate::RetryPolicy::budget), and after it, the
    ///   [attempts](crate::RetryPolicy::max_attempts) are counted anew. Other failures end the request as always.
    /// - A [`CancelToken`] ends the wait at once. With several accounts, each attempt goes by the first one that has a
    ///   permit.
    /// - 404 is never cached; a cached response is returned at once. An offline client does not wait.
    /// - A request that must not be sent twice does not wait:
    ///   [`Endpoint::is_idempotent`](crate::types::Endpoint::is_idempotent).
    ///
    /// In a [`Fetch`](super::Fetch), a request that waits occupies its thread: at most
    /// [64](super::Fetch::threads) wait side by side, and all others behind them. So fetch data that exists first.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// # let me = sandbox.world().home().xuid();
    /// use std::time::Duration;
    ///
    /// let history = client.stats().match_history(me).count(1).send()?;
    /// let stats = client.stats().match_stats(history.results[0].match_id);
    /// let stats = stats.wait_until_available(Duration::from_secs(60)).send()?;
    /// println!("{} players", stats.players.len());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn wait_until_available(mut self, wait: std::time::Duration) -> Self {
        self.pipeline = self.pipeline.with_availability(Availability::of_any(wait));
        self
    }

    /// A number of the query.
    pub(crate) fn number(&self, name: &str) -> Option<u32> {
        let query = &self.prepared.as_ref().ok()?.query;
        let (_, value) = query.iter().find(|(other, _)| *other == name)?;
        value.parse().ok()
    }

    /// The same request, which another token stops too, a child of `parent`, and which reports its permits.
    pub(crate) fn within(&self, stop: &CancelToken, parent: &CancelToken, on_permit: OnPermit) -> Self {
        let mut request = self.clone();
        request.pipeline = self.pipeline.within(stop, parent, on_permit);
        request
    }

    fn prepared(&self) -> Result<&PreparedRequest, Error> {
        let request = self.prepared.as_ref().map_err(Clone::clone)?;
        (self.check)(request)?;
        Ok(request)
    }

    /// The endpoint, such as `stats.match_history`.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] if an argument is wrong.
    pub fn endpoint(&self) -> Result<&'static Endpoint, Error> {
        Ok(self.prepared()?.endpoint)
    }

    /// The HTTP request without the tokens: method, URL, headers and body.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] if an argument is wrong.
    pub fn http(&self) -> Result<http::Request<Vec<u8>>, Error> {
        let prepared = self.prepared()?;
        let request = self.pipeline.transport().to_http(prepared)?;
        let body = prepared.body.as_ref().map(|body| body.bytes.to_vec());
        Ok(request.map(|()| body.unwrap_or_default()))
    }

    /// Bypasses the cache. The response replaces the cached one; a response that the endpoint's rule does not
    /// cache, such as a match history, replaces an older one only.
    #[cfg(feature = "cache")]
    pub fn fresh(self) -> Self {
        self.freshness(Freshness::Fresh)
    }

    /// Accepts a cached response of at most this age, instead of the age that
    /// [the endpoint's rule](crate::cache) allows. A response that the rule does not cache, such as a match
    /// history, is then cached for the next request with a maximum age.
    ///
    /// A response that only its owner may see is never cached. [`Pages`](crate::request::Pages) describes how
    /// pages of different ages stay apart.
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("halo-infinite-max-age-{}", std::process::id()));
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let me = sandbox.world().home().xuid();
    /// # let client = halo_infinite::Client::builder().environment(sandbox.environment())
    /// #     .tokens(sandbox.spartan_token(), sandbox.clearance())
    /// #     .cache(halo_infinite::cache::ResponseCache::open(&folder)?).build()?;
    /// use std::time::Duration;
    ///
    /// let history = client.stats().match_history(me).max_age(Duration::from_secs(60));
    /// assert!(!history.response()?.from_cache());
    /// assert!(history.response()?.from_cache());
    /// # drop((history, client));
    /// # std::fs::remove_dir_all(folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "cache")]
    pub fn max_age(self, age: std::time::Duration) -> Self {
        self.freshness(Freshness::MaxAge(age))
    }

    /// If the request has a maximum age: asks the service, and caches the response for the next request with
    /// a maximum age.
    pub(crate) fn renewed(self) -> Self {
        #[cfg(feature = "cache")]
        return self.change(|request| {
            if matches!(request.freshness, Freshness::MaxAge(_)) {
                request.freshness = Freshness::Renewed;
            }
            Ok(())
        });
        #[cfg(not(feature = "cache"))]
        self
    }

    #[cfg(feature = "cache")]
    fn freshness(self, freshness: Freshness) -> Self {
        self.change(|request| {
            request.freshness = freshness;
            Ok(())
        })
    }

    /// Sends the request and returns the whole response: status, headers, bytes, and the model on demand.
    ///
    /// Waits for the rate limit first, unless the response is cached.
    ///
    /// # Errors
    ///
    /// - [`Error::Argument`], before anything is sent,
    /// - [`Error::Network`] if no complete response arrives,
    /// - [`Error::Status`] for any status other than success,
    /// - [`Error::Deadline`] if the rate limit or a renewal of tokens leaves no time for the request,
    /// - [`Error::Cancelled`],
    /// - `Error::NotCached` for a client that is offline,
    /// - and any error from renewing the tokens.
    pub fn response(&self) -> Result<Response<T>, Error> {
        self.response_named(self.model_name)
    }

    /// The response, with the name of its model for a recording.
    fn response_named(&self, model_name: fn() -> &'static str) -> Result<Response<T>, Error> {
        let prepared = self.prepared()?;
        let response = self.pipeline.send(prepared)?;
        if self.pipeline.is_recording() {
            self.pipeline
                .record(prepared, &without_modules(model_name()), &response)?;
        }
        Ok(Response::new(
            prepared.endpoint,
            response.success(prepared.endpoint)?,
        ))
    }
}

/// The request to an endpoint, whose path takes these arguments in order.
fn prepare(
    endpoint: &'static Endpoint,
    arguments: impl IntoIterator<Item = Result<String, ArgumentError>>,
) -> Result<PreparedRequest, Error> {
    let arguments: Vec<String> = arguments.into_iter().collect::<Result<_, _>>()?;
    Ok(PreparedRequest::new(endpoint, arguments))
}

fn no_check(_: &PreparedRequest) -> Result<(), ArgumentError> {
    Ok(())
}

/// The name of a model, without the modules around it: `Vec<User>`.
fn without_modules(full: &str) -> String {
    let mut name = String::new();
    for part in
        full.split_inclusive(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != ':')
    {
        name.push_str(part.rsplit("::").next().unwrap_or(part));
    }
    name
}

impl<T> Clone for Request<T> {
    fn clone(&self) -> Self {
        Self {
            pipeline: self.pipeline.clone(),
            prepared: self.prepared.clone(),
            check: self.check,
            model_name: self.model_name,
            model: PhantomData,
        }
    }
}

impl<T: FromResponse> Request<T> {
    /// Sends the request and returns the model or the file.
    ///
    /// # Errors
    ///
    /// Those of [`response`](Self::response), and [`Error::Decode`] if the body does not fit the model.
    pub fn send(&self) -> Result<T, Error> {
        self.send_summarized().map(|(model, _)| model)
    }

    /// As [`send`](Self::send), with the facts about the response.
    pub(crate) fn send_summarized(&self) -> Result<(T, Summary), Error> {
        self.send_converted(T::from_response)
    }
}

impl<T> Request<T> {
    /// Sends the request and returns the body as any model: for files whose model only the caller knows.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// use halo_infinite::models::gamecms_hacs::CsrSeasonCalendar;
    ///
    /// let path = "Csr/Calendars/CsrSeasonCalendar.json";
    /// let calendar: CsrSeasonCalendar = client.gamecms_hacs().progression_file(path).send_as()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send).
    pub fn send_as<U: DeserializeOwned>(&self) -> Result<U, Error> {
        self.convert(type_name::<U>, |response| response.model_as())
    }

    /// Sends the request and converts the response, with the facts about it.
    pub(crate) fn send_converted<U>(
        &self,
        convert: impl Fn(Response<T>) -> Result<U, Error>,
    ) -> Result<(U, Summary), Error> {
        self.convert(self.model_name, |response| {
            let summary = Summary::of(&response);
            Ok((convert(response)?, summary))
        })
    }

    fn convert<U>(
        &self,
        model_name: fn() -> &'static str,
        convert: impl Fn(Response<T>) -> Result<U, Error>,
    ) -> Result<U, Error> {
        let response = self.response_named(model_name)?;
        #[cfg(feature = "cache")]
        let may_ask_again = response.from_cache() && !self.pipeline.is_offline();
        let converted = convert(response);
        #[cfg(feature = "cache")]
        if let Err(Error::Decode { endpoint, .. }) = &converted
            && may_ask_again
        {
            // The cached body may be another server's, and would stay for ever.
            log::info!("{endpoint}: the cached response cannot be decoded, sending the request");
            return convert(self.clone().fresh().response_named(model_name)?);
        }
        converted
    }
}

impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = formatter.debug_struct("Request");
        match self.prepared() {
            Ok(request) => text
                .field("endpoint", &request.endpoint.to_string())
                .field("method", &request.endpoint.method())
                .field("url", &request.shown_url(self.pipeline.transport().environment())),
            Err(error) => text.field("error", &error),
        };
        text.finish_non_exhaustive()
    }
}
