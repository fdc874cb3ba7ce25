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
pub use progress::Progress;
