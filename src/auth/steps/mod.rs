//! The steps of the sign-in chain: their endpoints, requests, responses and refusals.

mod aadsts;
mod endpoints;
pub(super) mod exchange;
pub(super) mod halo;
pub(super) mod oauth;
pub(super) mod refusal;
pub(super) mod response;
pub(super) mod xbox;
mod xerr;

pub use endpoints::endpoints;
pub(crate) use halo::{ACTIVE_CLEARANCE, CLEARANCE, PLAYER_CLEARANCE};
pub use xbox::RelyingParty;
