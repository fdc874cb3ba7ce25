//! Many requests at a time, by threads.

use std::collections::BTreeMap;
use std::fmt;
use std::iter::FusedIterator;
use std::time::Duration;

use super::into_request::IntoRequest;
use super::pool::{Done, Job, Pool};
use super::progress::Progress;
use crate::error::Error;
use crate::limiter::Rate;
use crate::pipeline::Pipeline;
use crate::request::request::Request;

/// What a request of a [`Fetch`] came to.
#[derive(Debug)]
#[non_exhaustive]
pub struct Fetched<T> {
    /// The place among the requests; 0 is the first.
    pub index: usize,
    /// The request, to know it by or to send it again; `None` where the requests gave an error instead.
    pub request: Option<Request<T>>,
    /// The model, or why there is none.
    pub result: Result<T, Error>,
}

/// Many calls at a time: an iterator over what they come to, made by [`Client::fetch`].
///
/// Nothing happens before the first result is asked for. From then on threads make the calls and decode
/// the answers, as fast as the rate limit allows; the requests are taken, and the results given, in
/// [`next`](Iterator::next), so that the iterator over the requests need not be `Send` and may borrow.
///
/// # Threads
///
/// There are as many threads as the rate limit keeps busy: one is started when there is a request, none
/// is idle, and fewer wait for their turn than go in a tenth of a second, or than two. At 5 calls a second
/// and 200 ms for each answer that is 3; at 100 a second, 30; more when the service is slow. There are never more than 64, or 16 for an
/// [unlimited](crate::ClientBuilder::unlimited) client; [`threads`](Self::threads) sets another bound.
/// Since so few wait for their turn, other calls of the program go nearly as soon as without.
///
/// # Look-ahead and memory
///
/// At most [128](Self::look_ahead) requests are taken whose results have not been given: those that wait,
/// those under way, and results that nobody has asked for yet. So memory is bounded however many requests
/// there are, and whoever stops asking stops the calls.
///
/// # Errors and panics
///
/// Each request has its own result; one that fails takes nothing from the others. Calls are tried again
/// as ever. A panic of something that the caller put in (the requests' iterator, the callback, a
/// [`Credentials`](crate::auth::Credentials) or [`Clock`](crate::Clock)) comes out of `next`.
///
/// # Stopping
///
/// To drop the iterator is to stop: what waits for its turn or for another try is cancelled, nothing more
/// is sent, and `drop` returns when all threads have ended. An HTTP exchange that is under way is not
/// interrupted: it ends by itself, no later than its [timeout](crate::ClientBuilder::timeout).
///
/// The [`CancelToken`](crate::CancelToken) of the client, or of a request's own client, stops calls as
/// ever: requests that were taken end with [`Error::Cancelled`]. When that of the client is
/// cancelled, no more are taken either, and the iterator ends.
#[must_use = "nothing is sent before `next()`"]
pub struct Fetch<I, P = fn(&Progress)>
where
    I: Iterator,
    I::Item: IntoRequest,
{
    pipeline: Pipeline,
    /// None at their end.
    requests: Option<I>,
    threads: usize,
    look_ahead: usize,
    in_order: bool,
    progress: Option<P>,
    /// None before the first result is asked for.
    pool: Option<Pool<Model<I>>>,
    /// What has not been given yet, by the order in which to give it.
    arrived: BTreeMap<usize, Done<Model<I>>>,
    /// How many results have arrived.
    arrivals: usize,
    taken: usize,
    given: usize,
    failed: usize,
    /// By the client's clock.
    started: Duration,
}

type Model<I> = <<I as Iterator>::Item as IntoRequest>::Model;

impl<I> Fetch<I>
where
    I: Iterator,
    I::Item: IntoRequest,
{
    /// As many connections as the client keeps for each service.
    const MOST_THREADS: usize = 64;
    const MOST_THREADS_UNLIMITED: usize = 16;
    const LOOK_AHEAD: usize = 128;

    pub(crate) fn new(pipeline: &Pipeline, requests: I) -> Self {
        let is_unlimited = pipeline.transport().rate() == Rate::UNLIMITED;
        Self {
            pipeline: pipeline.clone(),
            requests: Some(requests),
            threads: if is_unlimited {
                Self::MOST_THREADS_UNLIMITED
            } else {
                Self::MOST_THREADS
            },
            look_ahead: Self::LOOK_AHEAD,
            in_order: false,
            progress: None,
            pool: None,
            arrived: BTreeMap::new(),
            arrivals: 0,
            taken: 0,
            given: 0,
            failed: 0,
            started: Duration::ZERO,
        }
    }
}

impl<I, P> Fetch<I, P>
where
    I: Iterator,
    I::Item: IntoRequest,
{
    /// How many threads there are at most; fewer, where the rate limit keeps fewer busy. 0 is taken for 1.
    pub fn threads(self, most: usize) -> Self {
        Self {
            threads: most.max(1),
            ..self
        }
    }

    /// How many requests are taken at most whose results have not been given: 128 by default. There are
    /// no more threads than that either. 0 is taken for 1.
    ///
    /// Requests that come from pages need some: while a page is fetched, the calls go on with those that
    /// were taken before.
    pub fn look_ahead(self, most: usize) -> Self {
        Self {
            look_ahead: most.max(1),
            ..self
        }
    }

    /// Gives the results in the order of the requests, and not as they come. A slow call then holds
    /// back those after it, and once as many are held back as the look-ahead allows, their calls too.
    pub fn in_order(self) -> Self {
        Self {
            in_order: true,
            ..self
        }
    }

    /// Tells how far it is: the callback is called in `next`, before each result is given.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// # let ids = sandbox.world().match_ids(sandbox.world().home());
    /// let requests = ids.iter().map(|id| client.stats().match_stats(id));
    /// let games = client.fetch(requests).in_order().progress(|progress| {
    ///     eprint!("\r{} of {:?}, {:.1}/s", progress.done, progress.total, progress.rate());
    /// });
    /// for (id, game) in ids.iter().zip(games) {
    ///     assert_eq!(*id, game.result?.match_id);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn progress<Q: FnMut(&Progress)>(self, callback: Q) -> Fetch<I, Q> {
        Fetch {
            pipeline: self.pipeline,
            requests: self.requests,
            threads: self.threads,
            look_ahead: self.look_ahead,
            in_order: self.in_order,
            progress: Some(callback),
            pool: self.pool,
            arrived: self.arrived,
            arrivals: self.arrivals,
            taken: self.taken,
            given: self.given,
            failed: self.failed,
            started: self.started,
        }
    }

    fn now(&self) -> Duration {
        self.pipeline.transport().clock().now()
    }

    fn waiting(&self) -> usize {
        self.taken - self.given
    }

    fn pool(&mut self) -> &Pool<Model<I>> {
        if self.pool.is_none() {
            self.started = self.now();
        }
        let parent = self.pipeline.cancel_token();
        let rate = self.pipeline.transport().rate();
        self.pool
            .get_or_insert_with(|| Pool::new(parent, self.threads, rate))
    }

    /// Takes the next request, where there is one.
    fn take(&mut self) {
        // Held aside, so that it is not asked again after a panic.
        let Some(mut requests) = self.requests.take() else {
            return;
        };
        let Some(request) = requests.next() else { return };
        self.requests = Some(requests);
        // The caller's code: after a panic in it nothing comes that could be waited for.
        let request = request.into_request();
        let index = self.taken;
        self.taken += 1;
        match request {
            Ok(request) => self.pool().push(Job { index, request }),
            Err(error) => self.arrive(Done {
                index,
                request: None,
                outcome: Ok(Err(error)),
            }),
        }
    }

    fn arrive(&mut self, done: Done<Model<I>>) {
        let place = if self.in_order { done.index } else { self.arrivals };
        self.arrivals += 1;
        self.arrived.insert(place, done);
    }

    /// Whether there is a result that can be given.
    fn has_next(&mut self) -> bool {
        // The threads are disturbed only when there is need.
        if !self.arrived.contains_key(&self.given) {
            let done = self.pool().done();
            done.into_iter().for_each(|done| self.arrive(done));
        }
        self.arrived.contains_key(&self.given)
    }

    fn total(&self) -> Option<usize> {
        let left = match self.requests.as_ref().map(Iterator::size_hint) {
            None => 0,
            Some((least, Some(most))) if least == most => most,
            Some(_) => return None,
        };
        self.taken.checked_add(left)
    }
}

impl<I, P> Iterator for Fetch<I, P>
where
    I: Iterator,
    I::Item: IntoRequest,
    P: FnMut(&Progress),
{
    type Item = Fetched<Model<I>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut has_taken = false;
        loop {
            if self.pipeline.cancel_token().is_cancelled() {
                self.requests = None;
            }
            // Each result that is given makes room for one request; more are taken only while nothing
            // can be given, since they may take their time.
            let has_room = self.requests.is_some() && self.waiting() < self.look_ahead;
            let has_next = self.has_next();
            if has_room && !(has_taken && has_next) {
                self.take();
                has_taken = true;
            } else if has_next {
                break;
            } else if self.waiting() == 0 {
                return None;
            } else {
                self.pool().wait();
            }
        }

        let done = self.arrived.remove(&self.given)?;
        self.given += 1;
        let result = done
            .outcome
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        self.failed += usize::from(result.is_err());
        let progress = Progress {
            done: self.given,
            failed: self.failed,
            waiting: self.waiting(),
            total: self.total(),
            elapsed: self.now().saturating_sub(self.started),
        };
        if let Some(callback) = &mut self.progress {
            callback(&progress);
        }
        Some(Fetched {
            index: done.index,
            request: done.request,
            result,
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let most = self
            .requests
            .as_ref()
            .map_or(Some(0), |requests| requests.size_hint().1);
        let waiting = self.waiting();
        // Who cancels gets fewer than there are requests.
        (waiting, most.and_then(|most| most.checked_add(waiting)))
    }
}

impl<I, P> FusedIterator for Fetch<I, P>
where
    I: Iterator,
    I::Item: IntoRequest,
    P: FnMut(&Progress),
{
}

impl<I, P> fmt::Debug for Fetch<I, P>
where
    I: Iterator,
    I::Item: IntoRequest,
{
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Fetch")
            .field("threads", &self.threads)
            .field("look_ahead", &self.look_ahead)
            .field("in_order", &self.in_order)
            .field("taken", &self.taken)
            .field("given", &self.given)
            .finish_non_exhaustive()
    }
}
