//! Errors: [`Error`] for requests and sign-ins, and the errors of single steps.
//!
//! | you want to know | look at |
//! |---|---|
//! | what to tell a user | the message (`Display`), which ends with the advice if there is some |
//! | what to do | [`Error::advice`] |
//! | whether the program is wrong | [`Error::Argument`]: nothing was sent |
//! | whether a retry may help | [`Error::Network`], [`Error::Status`] with 429 or 500 and up, [`Error::Deadline`] |
//! | whether the player must sign in | [`Error::SignIn`], [`Error::Consent`], [`Error::Status`] with 401 |
//!
//! No error, `Debug` output or log record holds a token, a secret or a code.

#[cfg(feature = "cache")]
mod cache;
#[cfg(feature = "client")]
mod consent;
mod inflate;
#[cfg(feature = "client")]
mod request;
#[cfg(feature = "client")]
mod sign_in;
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
pub use request::Error;
#[cfg(feature = "client")]
pub use sign_in::{SignInError, SignInErrorKind, SignInStep};
#[cfg(feature = "client")]
pub use status::StatusError;
#[cfg(feature = "client")]
pub use store::StoreError;

pub use crate::decode::DecodeError;
pub use crate::types::ArgumentError;
