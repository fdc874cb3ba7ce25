//! The ways to obtain a player's consent: browser, pasted address, device code.

mod browser;
mod check_app;
mod consent;
mod device;
mod paste;
mod pkce;
mod redirect_listener;
mod request_head;

pub use browser::BROWSER_TIMEOUT;
#[cfg(feature = "browser")]
pub use browser::open_browser;
pub use consent::Consent;
pub use device::DevicePrompt;
#[cfg(fuzzing)]
pub(super) use request_head::request_target;
