//! Results that come in pages, read to the end.

use std::fmt;
use std::iter::FusedIterator;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::super::request::Request;
use super::position::{Position, Sizes, Step};
use super::since::{Place, Since};
use crate::error::Error;
use crate::models::stats::MatchHistory;
use crate::types::ArgumentError;

/// A model that is one page of many: a match history, the results of a search, or a list of articles.
///
/// This trait is sealed: only this crate implements it.
pub trait Page: DeserializeOwned + Sealed {
    /// A result on the page.
    type Item;
    /// Maximum number of results on a page, which is also the service's default.
    #[doc(hidden)]
    const MAX_COUNT: u32;
    /// Whether new results always come first.
    #[doc(hidden)]
    const NEWEST_FIRST: bool;
    /// The parameter with the position of the page's first result.
    #[doc(hidden)]
    const START: &'static str = "start";
    #[doc(hidden)]
    fn id(item: &Self::Item) -> Uuid;
    /// The time of an item, if new results always come first.
    #[doc(hidden)]
    fn time(_: &Self::Item) -> Option<Timestamp> {
        None
    }
    #[doc(hidden)]
    fn results(&mut self) -> &mut Vec<Self::Item>;
    #[doc(hidden)]
    fn set_result_count(&mut self, count: i64);
    /// The place of an item relative to the wanted ones.
    #[doc(hidden)]
    fn place(_: &Self::Item, _: &Since) -> Place {
        Place::Inside
    }
}

mod sealed {
    pub trait Sealed {}
}
pub(crate) use sealed::Sealed;

/// Iterator over pages, with one request for each: made by `pages()` of a request for a page, such as
/// [`match_history`](Request::<crate::models::stats::MatchHistory>::pages).
///
/// `next` sends the request for the next page. [`items`](Self::items) returns the single results.
///
/// # Results that move
///
/// Matches may be played while the pages are read, which moves all older matches back. So each page starts
/// with the last result of the page before it, which shows whether results have moved. Results that were
/// returned before are removed from the page, and `result_count` is set to the number of those left; a page
/// without new results is skipped.
///
/// - A result that exists from the first request to the last is returned, exactly once.
/// - New matches cause no gap and no duplicate. They are not returned themselves;
///   [`since`](Pages::<crate::models::stats::MatchHistory>::since) returns them the next time. If so many are
///   played between two requests that a page holds nothing else, the next request goes as far back as needed,
///   for a page of maximum size.
/// - If results are removed, later ones move forward: then earlier pages are requested again, so that none
///   is skipped. The API is not known to remove matches, but does not promise that it never does.
/// - A search whose order changes while it is read, such as one sorted by plays, may skip results that have
///   moved; it returns none twice. An order by name or by date of creation is stable.
///
/// The last page is one with nothing after the result returned last. A short page alone is not taken for
/// the last one. So a whole history of 60 matches takes 4 requests.
///
/// With a cache and `max_age`, pages come from the cache as long as they fit together. Once a page came from
/// the service, or does not fit those before it, all later pages are requested from the service, so that
/// nothing is skipped between an older page and a newer one. An offline client sends nothing: for it, a page
/// that does not fit is the error `Error::NotCached`.
///
/// # Start and count
///
/// `start(n)` skips the first n results; for articles, it is `offset(n)`. `count(n)` is the size of a page, not the
/// number of all results: for that, use `take(n)` on the items. By default pages have the service's maximum size: 25
/// matches, 101 search results, 25 own assets. The maximum of articles is not known: their pages have 10. A page of one
/// result could not overlap the page before it, so a count of 1 means 2.
///
/// # Errors
///
/// An error is an item, and does not affect the results before it. The next call of `next` requests the same
/// page again, for example after a pause, so that nothing is skipped. The iterator ends after
/// [`Error::Argument`] and [`Error::Cancelled`], which a repetition cannot cure, and after three errors in a
/// row. So it never ends early without an error as its last item, and a loop that ignores all errors ends
/// too.
///
/// # Oldest first
///
/// There is no `rev()`: the number of results is known only at the end, and each new match changes the
/// position of all others. Collect the items, and read the list backwards.
#[must_use = "nothing is sent before `next()`"]
pub struct Pages<P: Page> {
    request: Request<P>,
    position: Position,
    /// The end of the pages, if it is not the oldest result.
    since: Option<Result<Since, ArgumentError>>,
    /// Whether a page came from the service instead of the cache.
    has_asked: bool,
    /// Number of errors in a row.
    failures: u32,
    is_done: bool,
}

/// Number of errors in a row that ends the pages.
const MAX_FAILURES: u32 = 3;

impl<P: Page> Pages<P> {
    pub(crate) fn new(request: &Request<P>) -> Self {
        let start = request.number(P::START).unwrap_or(0);
        let sizes = Sizes {
            usual: request.number("count").unwrap_or(P::MAX_COUNT),
            max: P::MAX_COUNT,
        };
        Self {
            request: request.clone(),
            position: Position::new(start, sizes, P::NEWEST_FIRST),
            since: None,
            has_asked: false,
            failures: 0,
            is_done: false,
        }
    }

    /// Returns an iterator over the single results.
    pub fn items(self) -> PageItems<P> {
        PageItems {
            pages: self,
            page: Vec::new().into_iter(),
        }
    }

    fn fetch(&mut self) -> Result<P, Error> {
        let (start, count) = self.position.next_page();
        if let Some(Err(error)) = &self.since {
            return Err(error.clone().into());
        }
        let mut request = self.request.clone().query(P::START, start).query("count", count);
        // Pages of different ages do not fit together: a page older than the one before it would begin too
        // late. So after the first new page, all others must be new.
        let must_be_new = self.position.is_searching();
        if must_be_new || self.has_asked {
            request = request.renewed();
        }
        let response = request.response()?;
        let is_new = response.attempts() > 0;
        self.has_asked |= is_new;
        #[cfg(feature = "cache")]
        if must_be_new && !is_new {
            // Only the service knows the results in the gap.
            let endpoint = response.endpoint();
            return Err(Error::NotCached { endpoint });
        }
        response.model()
    }

    fn failed(&mut self, error: Error) -> Error {
        self.failures += 1;
        self.is_done =
            self.failures >= MAX_FAILURES || matches!(error, Error::Argument(_) | Error::Cancelled { .. });
        error
    }
}

impl<P: Page> Iterator for Pages<P> {
    type Item = Result<P, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_done {
            let mut page = match self.fetch() {
                Ok(page) => page,
                Err(error) => return Some(Err(self.failed(error))),
            };
            self.failures = 0;
            let results = std::mem::take(page.results());
            let (mut new, step) = self.position.take(results, P::id, P::time);
            self.is_done = step == Step::End;
            if let Some(Ok(since)) = &self.since {
                if let Some(end) = new.iter().position(|item| P::place(item, since) == Place::Past) {
                    new.truncate(end);
                    self.is_done = true;
                }
                new.retain(|item| P::place(item, since) == Place::Inside);
            }
            if !new.is_empty() {
                page.set_result_count(i64::try_from(new.len()).unwrap_or(i64::MAX));
                *page.results() = new;
                return Some(Ok(page));
            }
        }
        None
    }
}

impl<P: Page> FusedIterator for Pages<P> {}

impl<P: Page> fmt::Debug for Pages<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Pages")
            .field("request", &self.request)
            .field("next_start", &self.position.next_page().0)
            .field("since", &self.since)
            .field("is_done", &self.is_done)
            .finish_non_exhaustive()
    }
}

/// Iterator over the single results on pages: made by `iter()` of a request for a page, such as
/// [`match_history`](Request::<crate::models::stats::MatchHistory>::iter).
///
/// A page is requested when its first item is needed. [`Pages`] describes the effect of results that move,
/// and of errors.
#[must_use = "nothing is sent before `next()`"]
pub struct PageItems<P: Page> {
    pages: Pages<P>,
    page: std::vec::IntoIter<P::Item>,
}

impl<P: Page> Iterator for PageItems<P> {
    type Item = Result<P::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.page.next() {
                return Some(Ok(item));
            }
            match self.pages.next()? {
                Ok(mut page) => self.page = std::mem::take(page.results()).into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.page.len();
        (left, self.pages.is_done.then_some(left))
    }
}

impl<P: Page> FusedIterator for PageItems<P> {}

impl<P: Page> fmt::Debug for PageItems<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PageItems")
            .field("pages", &self.pages)
            .field("left_of_page", &self.page.len())
            .finish_non_exhaustive()
    }
}

impl Pages<MatchHistory> {
    /// Ends the pages at a point in time, or before a match: see [`Since`].
    ///
    /// A second call replaces the first.
    pub fn since(mut self, since: impl TryInto<Since, Error: Into<ArgumentError>>) -> Self {
        self.since = Some(since.try_into().map_err(Into::into));
        self
    }
}

impl PageItems<MatchHistory> {
    /// Ends the results at a point in time, or before a match: see [`Since`]. Set it before the first call
    /// of `next`.
    ///
    /// A second call replaces the first.
    pub fn since(mut self, since: impl TryInto<Since, Error: Into<ArgumentError>>) -> Self {
        self.pages = self.pages.since(since);
        self
    }
}
