//! Responses that come in pages, read to the end.

use std::fmt;
use std::iter::FusedIterator;

use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::position::{Position, Step};
use super::since::{Place, Since};
use crate::error::Error;
use crate::models::stats::MatchHistory;
use crate::request::request::Request;
use crate::types::ArgumentError;

/// A model that is one page of many: a match history, the results of a search.
///
/// It is implemented for the models of this crate that page, and for no other.
pub trait Page: DeserializeOwned + Sealed {
    /// What the pages are of.
    type Item;
    /// The largest page that the service gives, which is also the usual one.
    #[doc(hidden)]
    const MAX_COUNT: u32;
    /// Whether what is new is always put before everything else.
    #[doc(hidden)]
    const NEWEST_FIRST: bool;
    #[doc(hidden)]
    fn id(item: &Self::Item) -> Uuid;
    #[doc(hidden)]
    fn results(&mut self) -> &mut Vec<Self::Item>;
    #[doc(hidden)]
    fn set_result_count(&mut self, count: i64);
    /// Where an item stands to what is wanted.
    #[doc(hidden)]
    fn place(_: &Self::Item, _: &Since) -> Place {
        Place::Inside
    }
}

mod sealed {
    pub trait Sealed {}
}
pub(crate) use sealed::Sealed;

/// The pages of an answer, one call for each: made by `pages()` of a request that pages, such as
/// [`match_history`](Request::<crate::models::stats::MatchHistory>::pages).
///
/// A call is made when the next page is asked for, and not before. [`items`](Self::items) gives what is
/// on the pages one by one.
///
/// # What is given
///
/// Each page starts with the last result of the page before it, so that it is seen when the results
/// have moved meanwhile. Results that were given before are taken out, and `result_count` is set to how
/// many are left; a page without any is not given at all.
///
/// - Whatever is there from the first call to the last is given, and given once.
/// - Matches that are played meanwhile move all others back: nothing is missed or given twice for it.
///   They themselves are not given; [`since`](Pages::<crate::models::stats::MatchHistory>::since) gets them
///   the next time.
/// - Where results are removed meanwhile, the others move forward: then the page before is asked for
///   again, so that none is passed over. The API is not known to remove matches, but nobody has promised.
/// - A search whose order changes while it is read, such as one by plays, can pass over what has changed
///   its place; none is given twice there either. An order by name or by date of creation stands still.
///
/// The end is a page that holds nothing after the result that was given last; a short page alone is not
/// trusted to be the last one. So a whole history of 60 matches takes 4 calls.
///
/// With a cache and `max_age`, pages come from the cache as long as they fit together. Once one has come
/// from the service, or does not fit to those before it, all that follow are asked for, so that nothing is
/// passed over between an older page and a newer one. A client that is offline cannot ask: there a page
/// that does not fit is the error `Error::NotCached`.
///
/// # Start and count
///
/// `start(n)` passes over the first n results. `count(n)` is the size of a page, and not how many there
/// are in all: that is `take(n)` on the items. Without it pages are as large as the service gives them:
/// 25 matches, 101 search results. A page of one could not overlap the one before: two are asked for.
///
/// # Errors
///
/// An error is an item; what was given before is not touched by it. Whoever goes on after an error asks
/// for the same page again, so that nothing is passed over: after a pause, say. Where that cannot help,
/// after [`Error::Argument`] and [`Error::Cancelled`], and after three errors in a row, there is nothing
/// more. So an iteration never ends early without an error as its last item, and even one that
/// passes over all errors ends.
///
/// # From the back
///
/// There is no `rev()`: how many results there are is known only at the end, and a place counted from
/// the front is another one after each new match. Collect, and read the list from its back.
#[must_use = "nothing is sent before `next()`"]
pub struct Pages<P: Page> {
    request: Request<P>,
    position: Position,
    /// How far back to go.
    since: Option<Result<Since, ArgumentError>>,
    /// Whether the service has given one of the pages, and not the cache.
    is_asked: bool,
    /// Errors in a row.
    failures: u32,
    is_done: bool,
}

/// How many errors in a row end it.
const MOST_FAILURES: u32 = 3;

impl<P: Page> Pages<P> {
    pub(crate) fn new(request: &Request<P>) -> Self {
        let start = request.number("start").unwrap_or(0);
        let size = request.number("count").unwrap_or(P::MAX_COUNT);
        Self {
            request: request.clone(),
            position: Position::new(start, size, P::NEWEST_FIRST),
            since: None,
            is_asked: false,
            failures: 0,
            is_done: false,
        }
    }

    /// What is on the pages, one by one.
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
        let mut request = self.request.clone().query("start", start).query("count", count);
        // Pages of different ages do not fit together: a page that is older than the one before it would
        // begin too late. So the first one that is new has all others be new.
        let must_be_new = self.position.is_looking_back();
        if must_be_new || self.is_asked {
            request = request.renewed();
        }
        let response = request.response()?;
        let is_new = response.attempts() > 0;
        self.is_asked |= is_new;
        #[cfg(feature = "cache")]
        if must_be_new && !is_new {
            // Whoever is offline cannot learn what is in the gap.
            let endpoint = response.endpoint();
            return Err(Error::NotCached { endpoint });
        }
        response.model()
    }

    fn failed(&mut self, error: Error) -> Error {
        self.failures += 1;
        self.is_done =
            self.failures >= MOST_FAILURES || matches!(error, Error::Argument(_) | Error::Cancelled { .. });
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
            let (mut new, step) = self.position.take(results, P::id);
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

/// What is on the pages, one by one: made by `iter()` of a request that pages, such as
/// [`match_history`](Request::<crate::models::stats::MatchHistory>::iter).
///
/// A page is asked for when the first of its items is. [`Pages`] says what is given, and what becomes of
/// errors.
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
    /// A second call takes the place of the first.
    pub fn since(mut self, since: impl TryInto<Since, Error: Into<ArgumentError>>) -> Self {
        self.since = Some(since.try_into().map_err(Into::into));
        self
    }
}

impl PageItems<MatchHistory> {
    /// Ends at a point in time, or before a match: see [`Since`]. For an iterator from which nothing has
    /// been taken yet.
    ///
    /// A second call takes the place of the first.
    pub fn since(mut self, since: impl TryInto<Since, Error: Into<ArgumentError>>) -> Self {
        self.pages = self.pages.since(since);
        self
    }
}
