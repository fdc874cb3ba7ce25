//! Results that come in pages, read to the end.

use std::mem::MaybeUninit;
use std::ptr;
use std::sync::{Mutex, PoisonError};

use halo_infinite::CancelToken;
use halo_infinite::error::ArgumentError;
use halo_infinite::models::authoring_ugc::{AuthoringAssetPage, AuthoringAssetVersionPage, FavoritePage};
use halo_infinite::models::discovery_ugc::AssetSearchPage;
use halo_infinite::models::stats::MatchHistory;
use halo_infinite::models::wpcontent::Article;
use halo_infinite::request::{Page, Pages, Since};
use halo_infinite::services::by_name::NamedRequest;
use serde::Serialize;
use serde_json::Value;

use crate::boundary::HaloError;
use crate::boundary::{enter, enter_close, required};
use crate::call::Call;
use crate::cancel::{self, HaloCancel};
use crate::client::HaloClient;
use crate::code::HaloCode;
use crate::failure::Failure;
use crate::handle::{self, Handle};
use crate::in_text::InText;
use crate::json;
use crate::response::{HaloResponse, ResponseObject};

/// Results that come in pages, such as a match history. Close it with `halo_pages_close`.
pub struct HaloPages(());

impl Handle for HaloPages {
    type Object = PagesObject;
    const KIND: &'static str = "list of pages";
}

/// Returns the next page as JSON.
type NextPage = Box<dyn FnMut() -> Option<Result<Vec<u8>, Failure>> + Send>;

/// Pages, and the token that ends them.
pub struct PagesObject {
    /// No callback of the caller runs under this lock.
    next: Mutex<NextPage>,
    closed: CancelToken,
}

/// Reads the results of an endpoint page by page, to the last one. Nothing is sent yet.
///
/// `endpoint` and `arguments` are those of `halo_call`; the endpoint is one whose results come in pages:
/// `stats.match_history`, `discovery_ugc.search_assets`, `wpcontent.articles`, and the lists of one's own assets, their
/// versions and favourites in `authoring_ugc`. An argument `count` is the size of a page, and `start` (for articles
/// `offset`) the number of results to skip.
///
/// `options` is a JSON object with the options of `halo_call`, for each page, or null. It may also have `since`, for a match
/// history: a time such as `2026-01-31T00:00:00Z`, or the GUID of a match. Only matches that started then or later are
/// returned, or those that are newer than the match.
///
/// `cancel` is a cancel token that ends the requests, or null. If the client is closed, they end too.
///
/// Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_pages_new(
    client: *const HaloClient,
    endpoint: InText<'_>,
    arguments: InText<'_>,
    options: InText<'_>,
    cancel: *const HaloCancel,
    pages: Option<&mut MaybeUninit<*mut HaloPages>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("pages", pages, ptr::null_mut())?;
        let client = handle::get("client", client)?;
        let endpoint = endpoint.required("endpoint")?;
        let arguments = json::value("arguments", arguments.optional("arguments")?)?;
        let mut options = json::object("options", options.optional("options")?)?;
        let since = since(options.remove("since"))?;
        let call = Call::of(endpoint, arguments.unwrap_or_default(), options)?;
        let closed = cancel::joined(&client.closed, cancel)?;
        let request = call.request(&client.client.with_cancel_token(&closed))?;
        let next = Mutex::new(next_page(&request, endpoint, since)?);
        *out = handle::open(PagesObject { next, closed });
        Ok(HaloCode::Ok)
    })
}

fn since(value: Option<Value>) -> Result<Option<Since>, Failure> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.parse()?)),
        Some(_) => Err(json::problem(
            "options",
            "`since` has a wrong value: expected a text",
        )),
    }
}

/// The pages of a request by name, if its model is a page. A wrong argument is an error now.
fn next_page(request: &NamedRequest, endpoint: &str, since: Option<Since>) -> Result<NextPage, Failure> {
    if let Some(request) = request.of_model::<MatchHistory>() {
        request.endpoint()?;
        let pages = request.pages();
        return Ok(in_json(match since {
            Some(since) => pages.since(since),
            None => pages,
        }));
    }
    if since.is_some() {
        let problem = "only the pages of stats.match_history can end at a time or before a match";
        return Err(ArgumentError::new("since", problem).into());
    }
    macro_rules! pages_of {
        ($($page:ty),+) => { $(
            if let Some(request) = request.of_model::<$page>() {
                request.endpoint()?;
                return Ok(in_json(request.pages()));
            }
        )+ };
    }
    pages_of!(
        AssetSearchPage,
        Vec<Article>,
        AuthoringAssetPage,
        AuthoringAssetVersionPage,
        FavoritePage
    );
    let problem = format!("the results of {endpoint} do not come in pages: use halo_call");
    Err(ArgumentError::new("endpoint", problem).into())
}

fn in_json<P: Page + Serialize + 'static>(mut pages: Pages<P>) -> NextPage
where
    Pages<P>: Send,
{
    Box::new(move || {
        let page = pages.next()?;
        Some(match page {
            Ok(page) => json::written("page", &page),
            Err(error) => Err(error.into()),
        })
    })
}

/// Requests the next page.
///
/// - `HALO_CODE_OK`: `response` has the page as JSON: that of the endpoint, without results that were returned before.
/// - `HALO_CODE_OVER`: the last page was returned.
/// - Another code: the request has failed. The next call requests the same page again, so that nothing is skipped; after a
///   wrong argument, a cancellation, or three failures in a row, the pages are over.
///
/// Each result that exists from the first request to the last is returned once, even if matches are played meanwhile. Those
/// are not returned; the next time, `since` returns them.
///
/// Any thread may call this; it waits for the request. If several threads share the pages, one waits for the other.
#[unsafe(no_mangle)]
pub extern "C" fn halo_pages_next(
    pages: *const HaloPages,
    response: Option<&mut MaybeUninit<*mut HaloResponse>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("response", response, ptr::null_mut())?;
        let pages = handle::get("pages", pages)?;
        let page = {
            let mut next = pages.next.lock().unwrap_or_else(PoisonError::into_inner);
            next()
        };
        let Some(page) = page else {
            return Ok(HaloCode::Over);
        };
        *out = handle::open(ResponseObject::of_json(page?));
        Ok(HaloCode::Ok)
    })
}

/// Closes pages. A request that is under way in another thread ends with `HALO_CODE_CANCELLED`; this does not wait for it.
/// Null is allowed.
///
/// Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_pages_close(pages: *mut HaloPages) -> HaloCode {
    enter_close(|| {
        if let Some(pages) = handle::close(pages)? {
            pages.closed.cancel();
        }
        Ok(())
    })
}
