//! The ways to ask a player for consent: browser, paste, device code.

pub(crate) mod browser;
pub(crate) mod consent;
pub(crate) mod device;
pub(crate) mod paste;
pub(crate) mod pkce;
pub(crate) mod redirect_listener;
