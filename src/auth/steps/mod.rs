//! The steps of the sign-in chain: their endpoints, requests, responses and refusals.

mod endpoints;
pub(super) mod exchange;
pub(super) mod halo;
pub(super) mod oauth;
pub(super) mod refusal;
pub(super) mod xbox;

pub use endpoints::endpoints;
