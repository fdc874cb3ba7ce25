//! Signing in: from a Microsoft account to the tokens that Halo calls carry.
//!
//! The chain has six steps, each of which needs the one before it:
//!
//! | step | asked of | gives |
//! |---|---|---|
//! | [refresh token](SignInStep::RefreshToken) | Microsoft OAuth2 | access token, next refresh token |
//! | [Xbox user token](SignInStep::XboxUserToken) | Xbox Live | user token |
//! | [XSTS token for Xbox Live](SignInStep::XboxXstsToken) | Xbox Live | XUID, gamertag, Xbox Live authorization |
//! | [XSTS token for Halo](SignInStep::HaloXstsToken) | Xbox Live | XSTS token |
//! | [Spartan token](SignInStep::SpartanToken) | Halo | the token of every Halo call, for about 4 hours |
//! | [clearance](SignInStep::Clearance) | Halo | the flight configuration, which some calls want |
//!
//! ```
//! use halo_infinite::auth::SignIn;
//!
//! // A sandbox instead of the real services; without `.environment(…)` it is those.
//! let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! let player = SignIn::new(&sandbox.app())
//!     .environment(sandbox.environment())
//!     .refresh_player_tokens(sandbox.refresh_token())?;
//! println!("signed in as {}", player.gamertag.as_deref().unwrap_or("somebody"));
//! assert!(player.is_valid());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! That is the chain once, from a refresh token; the one that it gives replaces the one that was used.
//! [`SignIn`] also has the ways to ask a player for consent, and a [`Session`] keeps and renews all
//! tokens, so that a player is asked once.
//!
//! # Secrets
//!
//! Tokens, secrets, codes and authorization headers are [`Secret`]s: no `Debug`, error or log record of
//! this crate shows them, and their memory is wiped. They go to the hosts that they are for and follow
//! no redirect. Mind the level `trace` of the crate `ureq_proto`, which logs the very bytes that are
//! sent: leave it off wherever logs are kept.

mod app;
mod authenticated_player;
mod chain;
mod flows;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod session;
mod sign_in;
mod steps;
mod store;
mod tokens;

pub use app::{Authority, AzureApp};
pub use authenticated_player::AuthenticatedPlayer;
pub use flows::browser::BROWSER_TIMEOUT;
#[cfg(feature = "browser")]
pub use flows::browser::open_browser;
pub use flows::consent::Consent;
pub use flows::device::DevicePrompt;
pub use session::Session;
pub use sign_in::{SignIn, refresh_player_tokens};
pub use steps::endpoints;
#[cfg(feature = "keyring")]
pub use store::KeyringStore;
pub use store::{FileStore, LockedStore, MemoryStore, StoreKey, TokenStore};
pub use tokens::{ExpiringToken, TokenSet};

pub use crate::error::{SignInErrorKind, SignInStep};
pub use crate::http::{CallContext, Credentials, StaticTokens};
pub use crate::types::Secret;
