//! Many requests in parallel, on threads.

#[allow(clippy::module_inception)]
mod fetch;
mod fetched;
mod into_request;
mod pool;
mod progress;

pub use fetch::Fetch;
pub use fetched::Fetched;
pub use into_request::IntoRequest;
#[cfg(feature = "by-name")]
pub(crate) use into_request::sealed;
pub use progress::Progress;
