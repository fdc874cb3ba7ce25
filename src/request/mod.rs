//! Requests and responses: single ones, batches, pages, and many requests in parallel.
//!
//! | type | purpose |
//! |---|---|
//! | [`Request`], [`Response`] | one request and its response |
//! | [`Batch`] | a request about a list of players of any length |
//! | [`Pages`], [`PageItems`], [`Since`] | results that come in pages, read to the end |
//! | [`Fetch`], [`Fetched`], [`Progress`] | many requests in parallel |
//! | [`Attempt`], [`AttemptOutcome`] | the report of an attempt to an [observer](crate::ClientBuilder::observer) |
//! | [`RawFile`] | a response that is not JSON |

mod batch;
mod fetch;
mod from_response;
mod pages;
mod raw_file;
#[allow(clippy::module_inception)]
mod request;
mod response;
mod summary;

pub use batch::Batch;
pub(crate) use batch::{in_order, xuid};
#[cfg(feature = "by-name")]
pub(crate) use fetch::sealed as fetch_sealed;
pub use fetch::{Fetch, Fetched, IntoRequest, Progress};
pub use from_response::FromResponse;
pub(crate) use from_response::sealed;
pub use pages::{Page, PageItems, Pages, Since};
pub(crate) use pages::{Place, Sealed};
pub use raw_file::RawFile;
pub use request::Request;
pub use response::Response;
#[cfg(feature = "by-name")]
pub(crate) use summary::Summary;

pub use crate::http::{Attempt, AttemptOutcome};
