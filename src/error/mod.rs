//! Errors: [`Error`] for requests and sign-ins, and the errors of single steps.
//!
//! | need | source |
//! |---|---|
//! | a text for the user | the message (`Display`); for a request without a response, a refused request or a refused sign-in it contains the advice |
//! | a remedy | [`Error::advice`] |
//! | a wrong argument or setting | [`Error::Argument`]: nothing was sent |
//! | the reason why no response arrived, such as a computer that is offline | [`NetworkErrorKind`] in [`Error::Network`] |
//! | a failure that may pass | [`Error::Network`], [`Error::Deadline`], [`Error::Status`] with 429 or 500 and up, [`SignInErrorKind::ServiceTrouble`] |
//! | a new sign-in | [`SignInErrorKind::needs_new_sign_in`], [`Error::Consent`], [`Error::Status`] with 401 |
//!
//! No error, `Debug` output or log record holds a token, a secret or a code.

#[cfg(feature = "cache")]
mod cache;
#[cfg(feature = "client")]
mod consent;
mod inflate;
#[cfg(feature = "client")]
mod network;
#[cfg(feature = "client")]
mod request;
#[cfg(feature = "client")]
mod sign_in;
#[cfg(feature = "client")]
mod sign_in_kind;
#[cfg(feature = "client")]
mod status;
#[cfg(feature = "client")]
mod store;

#[cfg(feature = "cache")]
pub use cache::CacheError;
#[cfg(feature = "client")]
pub use consent::ConsentError;
pub use inflate::InflateError;
#[cfg(feature = "client")]
pub use network::NetworkErrorKind;
#[cfg(feature = "client")]
pub use request::Error;
#[cfg(feature = "client")]
pub use sign_in::{SignInError, SignInStep};
#[cfg(feature = "client")]
pub use sign_in_kind::SignInErrorKind;
#[cfg(feature = "client")]
pub use status::StatusError;
#[cfg(feature = "client")]
pub use store::StoreError;

pub use crate::decode::DecodeError;
pub use crate::types::ArgumentError;
