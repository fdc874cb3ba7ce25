//! Many requests in parallel, on threads.

use std::collections::BTreeMap;
use std::fmt;
use std::iter::FusedIterator;
use std::time::{Duration, Instant};

use super::fetched::Fetched;
use super::into_request::IntoRequest;
use super::pool::{Done, Job, Pool};
use super::progress::Progress;
use crate::limiter::Rate;
use crate::pipeline::Pipeline;

/// Many requests in parallel: an iterator over their results, made by
/// [`Client::fetch`](crate::Client::fetch).
///
/// Nothing is sent before the first call of [`next`](Iterator::next). From then on, threads send the
/// requests and decode the responses, as fast as the rate limit allows. `next` takes the requests from their
/// iterator on the caller's thread, so that iterator may borrow and need not be `Send`.
///
/// `next` waits for a result. [`try_next`](Self::try_next) never does, and [`next_timeout`](Self::next_timeout) only
/// for a limited time. Both also return `None` at the end: [`is_over`](Self::is_over) tells it apart.
///
/// # Threads
///
/// A fetch uses as many threads as the rate limit can keep busy. It starts a thread only if a request is
/// ready and no thread is idle, and only while few requests wait for a permit: those of the next 100 ms, at
/// least two. With 5 requests per second and 200 ms per response that makes 3 threads; with 100 per second,
/// 30; more while the service is slow. The maximum is 64, or 16 for an
/// [unlimited](crate::ClientBuilder::unlimited) client; [`threads`](Self::threads) sets another. Since few
/// requests wait for a permit, the program's other requests are hardly delayed.
///
/// # Look-ahead and memory
///
/// At most [128](Self::look_ahead) requests are taken whose results have not been returned: waiting
/// requests, requests under way, and results that are ready. So memory is bounded for any number of
/// requests, and a program that stops calling `next` stops the requests.
///
/// # Errors and panics
///
/// Each request has its own result; one failing does not affect the others. Requests are retried as always.
/// A panic in the caller's code (the requests' iterator, the callback, a
/// [`Credentials`](crate::auth::Credentials) or [`Clock`](crate::time::Clock)) is propagated by `next`.
///
/// # Stop
///
/// Dropping the iterator stops the fetch: it cancels all requests, sends nothing more, and waits for the threads for
/// 100 ms at most. With the feature `connector`, which is on by default, a cancelled request ends within a few
/// milliseconds, also in the middle of an HTTP exchange. A thread that cannot be interrupted is left behind and ends by
/// itself, no later than its request's [timeout](crate::ClientBuilder::timeout): without that feature or with
/// [an agent of the program's own](crate::ClientBuilder::agent), and in code of the program such as
/// [`Credentials`](crate::auth::Credentials).
///
/// The client's [`CancelToken`](crate::CancelToken), or the one of the client that made a request, stops
/// requests as always: those already taken end with [`Error::Cancelled`](crate::Error::Cancelled). If the client's token is
/// cancelled, no more requests are taken, and the iterator ends.
#[must_use = "nothing is sent before `next()`"]
pub struct Fetch<I, P = fn(&Progress)>
where
    I: Iterator,
    I::Item: IntoRequest,
{
    pipeline: Pipeline,
    /// `None` at their end.
    requests: Option<I>,
    threads: usize,
    look_ahead: usize,
    in_order: bool,
    progress: Option<P>,
    /// `None` before the first call of `next`.
    pool: Option<Pool<Request<I>>>,
    /// Results not yet returned, in the order in which to return them.
    ready: BTreeMap<usize, Done<Request<I>>>,
    /// Number of results so far, returned or ready.
    results: usize,
    taken: usize,
    returned: usize,
    failed: usize,
    /// By the client's clock.
    started: Duration,
}

type Request<I> = <<I as Iterator>::Item as IntoRequest>::Request;
type Model<I> = <<I as Iterator>::Item as IntoRequest>::Model;

impl<I> Fetch<I>
where
    I: Iterator,
    I::Item: IntoRequest,
{
    /// The client's maximum number of idle connections per service.
    const MAX_THREADS: usize = 64;
    const MAX_THREADS_UNLIMITED: usize = 16;
    const LOOK_AHEAD: usize = 128;

    pub(crate) fn new(pipeline: &Pipeline, requests: I) -> Self {
        let is_unlimited = pipeline.transport().rate() == Rate::UNLIMITED;
        Self {
            pipeline: pipeline.clone(),
            requests: Some(requests),
            threads: if is_unlimited {
                Self::MAX_THREADS_UNLIMITED
            } else {
                Self::MAX_THREADS
            },
            look_ahead: Self::LOOK_AHEAD,
            in_order: false,
            progress: None,
            pool: None,
            ready: BTreeMap::new(),
            results: 0,
            taken: 0,
            returned: 0,
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
    /// Maximum number of threads; fewer run if the rate limit keeps fewer busy. Defaults to 64, or to 16 for
    /// an unlimited client; 0 means 1.
    pub fn threads(self, max: usize) -> Self {
        Self {
            threads: max.max(1),
            ..self
        }
    }

    /// Maximum number of requests taken whose results have not been returned, and of threads. Defaults to
    /// 128; 0 means 1.
    ///
    /// Requests that come from pages need some look-ahead: while a page is fetched, the threads send the
    /// requests taken before.
    pub fn look_ahead(self, max: usize) -> Self {
        Self {
            look_ahead: max.max(1),
            ..self
        }
    }

    /// Returns the results in the order of the requests. By default they come in the order of completion.
    ///
    /// A slow request then delays the results after it. Once the look-ahead is full of delayed results, it
    /// delays further requests too.
    pub fn in_order(self) -> Self {
        Self {
            in_order: true,
            ..self
        }
    }

    /// Reports the progress: `next` calls the callback before it returns a result.
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
            ready: self.ready,
            results: self.results,
            taken: self.taken,
            returned: self.returned,
            failed: self.failed,
            started: self.started,
        }
    }

    /// Whether the fetch is over, and all results were returned. Known after a method has returned `None`.
    pub fn is_over(&self) -> bool {
        self.requests.is_none() && self.waiting() == 0
    }

    fn now(&self) -> Duration {
        self.pipeline.transport().clock().now()
    }

    fn waiting(&self) -> usize {
        self.taken - self.returned
    }

    fn pool(&mut self) -> &Pool<Request<I>> {
        if self.pool.is_none() {
            self.started = self.now();
        }
        let parent = self.pipeline.cancel_token();
        let rate = self.pipeline.transport().rate();
        self.pool
            .get_or_insert_with(|| Pool::new(parent, self.threads, rate))
    }

    /// Takes the next request, if there is one.
    fn take(&mut self) {
        // Moved out, so that the iterator is not used again after a panic.
        let Some(mut requests) = self.requests.take() else {
            return;
        };
        let Some(request) = requests.next() else { return };
        self.requests = Some(requests);
        // Converted before it is counted: after a panic in the conversion, no result would ever come for it.
        let request = request.into_request();
        let index = self.taken;
        self.taken += 1;
        match request {
            Ok(request) => self.pool().push(Job { index, request }),
            Err(error) => self.add(Done {
                index,
                request: None,
                outcome: Ok(Err(error)),
            }),
        }
    }

    fn add(&mut self, done: Done<Request<I>>) {
        let position = if self.in_order { done.index } else { self.results };
        self.results += 1;
        self.ready.insert(position, done);
    }

    /// Whether the next result is ready.
    fn has_next(&mut self) -> bool {
        // Avoids locking the pool without need.
        if !self.ready.contains_key(&self.returned) {
            let done = self.pool().done();
            done.into_iter().for_each(|done| self.add(done));
        }
        self.ready.contains_key(&self.returned)
    }

    fn total(&self) -> Option<usize> {
        let left = match self.requests.as_ref().map(Iterator::size_hint) {
            None => 0,
            Some((min, Some(max))) if min == max => max,
            Some(_) => return None,
        };
        self.taken.checked_add(left)
    }
}

impl<I, P> Fetch<I, P>
where
    I: Iterator,
    I::Item: IntoRequest,
    P: FnMut(&Progress),
{
    /// Returns the next result if it is ready; otherwise `None`, as when the fetch [is over](Self::is_over). Never waits
    /// for a result: for a frame loop.
    ///
    /// Each call takes at most one request from its iterator, on the caller's thread. So the call takes as long as
    /// that iterator: for one that sends requests of its own, such as [`Pages`](crate::request::Pages), run the
    /// whole fetch in a job of a [`Worker`](crate::worker::Worker). A frame loop at 60 Hz takes at most 60 requests a
    /// second, and one more for each result.
    ///
    /// If the system could not start a thread, each call tries again.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// # let ids = sandbox.world().match_ids(sandbox.world().home());
    /// let mut fetch = client.fetch(ids.iter().map(|id| client.stats().match_stats(id)));
    /// let mut games = Vec::new();
    /// while !fetch.is_over() {
    ///     // One frame: show all results that are ready, then draw.
    ///     while let Some(fetched) = fetch.try_next() {
    ///         games.push(fetched.result?);
    ///     }
    /// #   std::thread::sleep(std::time::Duration::from_millis(2));
    /// }
    /// assert_eq!(games.len(), ids.len());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn try_next(&mut self) -> Option<Fetched<Model<I>, Request<I>>> {
        self.next_timeout(Duration::ZERO)
    }

    /// Waits for the next result, but no longer than the timeout, in real time; otherwise `None`, as when the fetch
    /// [is over](Self::is_over).
    ///
    /// Once the timeout has passed, a call takes at most one request from its iterator, as [`try_next`](Self::try_next)
    /// does.
    pub fn next_timeout(&mut self, timeout: Duration) -> Option<Fetched<Model<I>, Request<I>>> {
        // A timeout too large to represent means no timeout.
        let is_ready = self.prepare(Instant::now().checked_add(timeout));
        is_ready.then(|| self.take_ready()).flatten()
    }

    /// Takes requests and waits until the next result is ready or all are returned; at most until this time, if there
    /// is one. Returns whether it is so.
    fn prepare(&mut self, end: Option<Instant>) -> bool {
        let mut has_taken = false;
        loop {
            if self.pipeline.cancel_token().is_cancelled() {
                self.requests = None;
            }
            // Each returned result makes room for one request. More are taken only while no result is ready
            // and there is time, since the requests' iterator may be slow.
            let has_room = self.requests.is_some() && self.waiting() < self.look_ahead;
            let has_next = self.has_next();
            let is_enough = || has_next || end.is_some_and(|end| Instant::now() >= end);
            if has_room && !(has_taken && is_enough()) {
                self.take();
                has_taken = true;
            } else if has_next || self.waiting() == 0 {
                return true;
            } else if let Some(end) = end {
                if !self.pool().wait_until(end) {
                    return false;
                }
            } else {
                self.pool().wait();
            }
        }
    }

    /// Returns the next result if it is ready.
    fn take_ready(&mut self) -> Option<Fetched<Model<I>, Request<I>>> {
        let done = self.ready.remove(&self.returned)?;
        self.returned += 1;
        let result = done
            .outcome
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        self.failed += usize::from(result.is_err());
        let progress = Progress {
            done: self.returned,
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
}

impl<I, P> Iterator for Fetch<I, P>
where
    I: Iterator,
    I::Item: IntoRequest,
    P: FnMut(&Progress),
{
    type Item = Fetched<Model<I>, Request<I>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.prepare(None);
        self.take_ready()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let max = self
            .requests
            .as_ref()
            .map_or(Some(0), |requests| requests.size_hint().1);
        let waiting = self.waiting();
        // After a cancellation there are fewer results than requests.
        (waiting, max.and_then(|max| max.checked_add(waiting)))
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
            .field("returned", &self.returned)
            .finish_non_exhaustive()
    }
}
