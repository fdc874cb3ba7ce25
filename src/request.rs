//! One prepared call.

use std::fmt;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use ureq::http;

#[cfg(feature = "cache")]
use crate::cache::Freshness;
use crate::call::Call;
use crate::cancel::CancelToken;
use crate::client::Client;
use crate::error::{ArgumentError, Endpoint, Error};
use crate::limits::OnTurn;
use crate::response::Response;

/// A prepared call that answers with a `T`: nothing has been sent yet.
///
/// Every method of a service returns one. Its setters narrow it; [`send`](Self::send) makes the
/// call and gives the model, [`response`](Self::response) the whole answer. A request can be sent
/// many times and from any thread.
///
/// A wrong argument does not interrupt the chain of setters: it is reported by `send`, before
/// anything goes out.
#[must_use = "nothing is sent before `send()` or `response()`"]
pub struct Request<T> {
    client: Client,
    call: Result<Call, ArgumentError>,
    /// What must hold when all setters have been called.
    check: fn(&Call) -> Result<(), ArgumentError>,
    model: PhantomData<fn() -> T>,
}

impl<T> Request<T> {
    pub(crate) fn new(client: &Client, call: Result<Call, ArgumentError>) -> Self {
        Self {
            client: client.clone(),
            call,
            check: |_| Ok(()),
            model: PhantomData,
        }
    }

    /// Has the call checked when all setters have been called.
    pub(crate) fn checked(mut self, check: fn(&Call) -> Result<(), ArgumentError>) -> Self {
        self.check = check;
        self
    }

    /// Changes the call; of several errors the first is kept.
    pub(crate) fn change(mut self, change: impl FnOnce(&mut Call) -> Result<(), ArgumentError>) -> Self {
        self.call = self.call.and_then(|mut call| {
            change(&mut call)?;
            Ok(call)
        });
        self
    }

    pub(crate) fn query(self, name: &'static str, value: impl ToString) -> Self {
        self.change(|call| {
            call.set_query(name, value);
            Ok(())
        })
    }

    /// A number in the query.
    pub(crate) fn number(&self, name: &str) -> Option<u32> {
        let query = &self.call.as_ref().ok()?.query;
        let (_, value) = query.iter().find(|(other, _)| *other == name)?;
        value.parse().ok()
    }

    /// The same call, which another token stops too, a child of `parent`, and which tells when its turn
    /// has come.
    pub(crate) fn within(&self, stop: &CancelToken, parent: &CancelToken, on_turn: OnTurn) -> Self {
        let mut request = self.clone();
        request.client = self.client.within(stop, parent, on_turn);
        request
    }

    fn call(&self) -> Result<&Call, ArgumentError> {
        let call = self.call.as_ref().map_err(Clone::clone)?;
        (self.check)(call)?;
        Ok(call)
    }

    /// The call's name, such as `stats.match_history`.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] where an argument is wrong.
    pub fn endpoint(&self) -> Result<Endpoint, ArgumentError> {
        Ok(self.call()?.endpoint)
    }

    /// The HTTP request that would be sent, but for the tokens: method, URL, headers. Its body is
    /// empty: calls of the services are all GETs.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] where an argument is wrong.
    pub fn http(&self) -> Result<http::Request<Vec<u8>>, ArgumentError> {
        let request = self.client.transport().request(self.call()?)?;
        Ok(request.map(|()| Vec::new()))
    }

    /// Has the service asked, whatever the cache has. The answer is kept in its place; of what the policy
    /// does not keep, such as a match history, only where an older one is kept.
    #[cfg(feature = "cache")]
    pub fn fresh(self) -> Self {
        self.freshness(Freshness::Fresh)
    }

    /// Takes an answer from the cache that is no older than this, instead of what
    /// [the cache's policy](crate::cache) says. Of what the policy does not keep, such as a match history,
    /// the answer is kept too, for the next request that says how old it may be.
    ///
    /// What only its owner may see is never kept. [`Pages`](crate::Pages) says how pages of different ages
    /// are kept from being mixed.
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

    /// Where the request says how old an answer may be: has the service asked, and the answer kept for
    /// the next one that says so.
    pub(crate) fn renewed(self) -> Self {
        #[cfg(feature = "cache")]
        return self.change(|call| {
            if matches!(call.freshness, Freshness::MaxAge(_)) {
                call.freshness = Freshness::Renewed;
            }
            Ok(())
        });
        #[cfg(not(feature = "cache"))]
        self
    }

    #[cfg(feature = "cache")]
    fn freshness(self, freshness: Freshness) -> Self {
        self.change(|call| {
            call.freshness = freshness;
            Ok(())
        })
    }

    /// Makes the call and gives the whole answer: status, headers, bytes, and the model on demand.
    ///
    /// Waits for the rate limit first, unless the answer is in the cache.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] before anything is sent, [`Error::Network`] where no complete answer
    /// came, [`Error::Status`] for any status that is not success, [`Error::Deadline`] where the rate
    /// limit or a renewal of tokens leaves no time for it, [`Error::Cancelled`], `Error::NotCached` of a client that
    /// is offline; and whatever keeps new tokens from being had.
    pub fn response(&self) -> Result<Response<T>, Error> {
        let call = self.call()?;
        let answer = self.client.send(call)?.success(call.endpoint)?;
        Ok(Response::new(call.endpoint, answer))
    }
}

impl<T> Clone for Request<T> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            call: self.call.clone(),
            check: self.check,
            model: PhantomData,
        }
    }
}

impl<T: DeserializeOwned> Request<T> {
    /// Makes the call and gives the model.
    ///
    /// # Errors
    ///
    /// Those of [`response`](Self::response), and [`Error::Decode`] where the body is not what the
    /// model expects.
    pub fn send(&self) -> Result<T, Error> {
        self.decoded()
    }
}

impl<T> Request<T> {
    /// Makes the call and gives its body as any model: for files whose kind only the caller knows.
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
        self.decoded()
    }

    fn decoded<U: DeserializeOwned>(&self) -> Result<U, Error> {
        let response = self.response()?;
        let model = response.model_as();
        #[cfg(feature = "cache")]
        if matches!(model, Err(Error::Decode { .. })) && response.from_cache() && !self.client.is_offline() {
            // What was kept may have been somebody else's answer, and would stay for ever.
            log::info!(
                "{}: what was kept cannot be decoded, asking again",
                response.endpoint()
            );
            return self.clone().fresh().response()?.model_as();
        }
        model
    }
}

impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = formatter.debug_struct("Request");
        match self.call() {
            Ok(call) => text
                .field("endpoint", &call.endpoint.to_string())
                .field("method", &call.method)
                .field("url", &call.url(self.client.transport().environment())),
            Err(error) => text.field("error", &error),
        };
        text.finish_non_exhaustive()
    }
}
