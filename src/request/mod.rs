//! Requests and responses: one, many, pages.

mod batch;
mod fetch;
mod pages;
mod raw_file;
#[allow(clippy::module_inception)]
mod request;
mod response;

pub use batch::Batch;
pub(crate) use batch::{in_order, xuid};
pub use fetch::{Fetch, Fetchable, Fetched, IntoRequest, Progress};
pub use pages::{Page, PageItems, Pages, Since};
pub(crate) use pages::{Place, Sealed};
pub use raw_file::RawFile;
pub use request::Request;
pub use response::Response;
