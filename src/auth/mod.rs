//! Signing in: from a Microsoft account to the tokens that Halo requests carry.
//!
//! # The chain
//!
//! A sign-in is a chain of six steps. Each step exchanges the token of an earlier step for the next one:
//!
//! | step | service | returns |
//! |---|---|---|
//! | [refresh token](SignInStep::RefreshToken) | Microsoft OAuth2 | access token, next refresh token |
//! | [Xbox user token](SignInStep::XboxUserToken) | Xbox Live | user token |
//! | [XSTS token for Xbox Live](SignInStep::XboxXstsToken) | Xbox Live | XUID, gamertag, Xbox Live authorization |
//! | [XSTS token for Halo](SignInStep::HaloXstsToken) | Xbox Live | XSTS token |
//! | [Spartan token](SignInStep::SpartanToken) | Halo | the token of every Halo request, valid for about 4 hours |
//! | [clearance](SignInStep::Clearance) | Halo | the flight configuration, which some requests carry |
//!
//! [`SignIn::refresh_player_tokens`] runs the chain once, from a refresh token. Save the refresh token that
//! it returns: it replaces the one that was used.
//!
//! ```
//! use halo_infinite::auth::SignIn;
//!
//! // A sandbox. Without `.environment(…)`, the real services are used.
//! let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! let player = SignIn::new(&sandbox.app())
//!     .environment(sandbox.environment())
//!     .refresh_player_tokens(sandbox.refresh_token())?;
//! println!("signed in as {}", player.gamertag.as_deref().unwrap_or("an unknown player"));
//! assert!(player.is_valid());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Each step is also a method of its own: [`oauth_token`](SignIn::oauth_token),
//! [`xbox_user_token`](SignIn::xbox_user_token), [`xsts_token`](SignIn::xsts_token),
//! [`spartan_token`](SignIn::spartan_token), [`clearance`](SignIn::clearance). Programs that have an access token or an
//! XSTS token already run the rest of the chain with
//! [`tokens_from_access_token`](SignIn::tokens_from_access_token) and
//! [`tokens_from_xsts_token`](SignIn::tokens_from_xsts_token).
//!
//! # Signing a player in
//!
//! A player consents once, in one of three ways:
//!
//! | method | for |
//! |---|---|
//! | [`SignIn::with_browser`] | programs that can open a browser on this machine |
//! | [`SignIn::consent`] and [`SignIn::redeem`] | apps with an `https` redirect URI: the player pastes the address at which the browser ends |
//! | [`SignIn::with_device_code`] | programs without a browser: the player enters a code on another device |
//!
//! Each returns a [`TokenSet`]. A [`Session`] saves it in a [`TokenStore`] and renews all tokens from then
//! on, so that the player need not consent again.
//!
//! # Secrets
//!
//! Tokens, client secrets, codes and authorization headers are [`Secret`]s: no `Debug` output, error or log
//! record of this crate shows them, and their memory is wiped. They are sent only to the hosts that need
//! them, and never follow a redirect. The crate `ureq_proto` logs the bytes that are sent at the level
//! `trace`: do not enable this level if logs are stored.

mod app;
mod authenticated_player;
mod chain;
mod flows;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod halo_tokens;
mod lock_store;
mod renewal;
mod rest;
mod service_time;
mod session;
mod session_credentials;
mod sign_in;
mod single_steps;
mod steps;
mod store;
mod tokens;
#[cfg(all(test, target_os = "linux"))]
mod wiping;

pub use app::{Authority, AzureApp};
pub use authenticated_player::AuthenticatedPlayer;
#[cfg(feature = "browser")]
pub use flows::open_browser;
pub use flows::{BROWSER_TIMEOUT, Consent, DevicePrompt};
pub use halo_tokens::HaloTokens;
pub use session::Session;
pub use sign_in::{SignIn, refresh_player_tokens};
pub(crate) use steps::{ACTIVE_CLEARANCE, CLEARANCE, PLAYER_CLEARANCE};
pub use steps::{RelyingParty, endpoints};
#[cfg(feature = "keyring")]
pub use store::KeyringStore;
pub use store::{FileStore, LockedStore, MemoryStore, StoreKey, TokenStore};
pub use tokens::{ExpiringToken, TokenSet};

pub use crate::error::{SignInErrorKind, SignInStep};
pub use crate::http::{CallContext, Credentials, StaticTokens};
pub use crate::types::Secret;
