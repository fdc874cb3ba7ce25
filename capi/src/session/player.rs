//! The player who is signed in.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use halo_infinite::Xuid;
use halo_infinite::auth::{AuthenticatedPlayer, CallContext, HaloTokens, SignInStep};
use halo_infinite::jiff::Timestamp;
use halo_infinite::types::Secret;
use serde::Serialize;

use super::HaloSession;
use super::account::Signed;
use crate::boundary::HaloError;
use crate::boundary::{enter, enter_close, enter_value, required};
use crate::cancel::HaloCancel;
use crate::code::HaloCode;
use crate::failure::Failure;
use crate::handle::{self, Handle};
use crate::text::{SecretText, Text};

/// The player of a session, at the time of the request for it. Close it with `halo_player_close`.
pub struct HaloPlayer(());

impl Handle for HaloPlayer {
    type Object = PlayerObject;
    const KIND: &'static str = "player";
}

/// The player, and the texts for C.
pub struct PlayerObject {
    json: Text,
    tokens: Tokens,
    secrets: OnceLock<SecretText>,
}

#[derive(Serialize)]
struct Public {
    xuid: Option<Xuid>,
    gamertag: Option<String>,
    spartan_token_expires: Timestamp,
    xbox_token_expires: Option<Timestamp>,
    has_clearance: bool,
    is_renewed: bool,
}

#[derive(Serialize)]
struct Tokens {
    spartan_token: Secret,
    clearance: Option<Secret>,
    xbox_authorization: Option<Secret>,
    refresh_token: Option<Secret>,
}

impl PlayerObject {
    fn new(public: &Public, tokens: Tokens) -> Result<Self, Failure> {
        Ok(Self {
            json: Text::new(serde_json::to_string(public).map_err(not_written)?),
            tokens,
            secrets: OnceLock::new(),
        })
    }

    fn of_session(player: AuthenticatedPlayer) -> Result<Self, Failure> {
        let public = Public {
            xuid: player.xuid,
            gamertag: player.gamertag,
            spartan_token_expires: player.spartan_token_expires,
            xbox_token_expires: Some(player.xbox_authorization_expires),
            has_clearance: player.clearance.is_some(),
            is_renewed: true,
        };
        let tokens = Tokens {
            spartan_token: player.spartan_token,
            clearance: player.clearance,
            xbox_authorization: Some(player.xbox_authorization),
            refresh_token: Some(player.refresh_token),
        };
        Self::new(&public, tokens)
    }

    fn of_tokens(tokens: &HaloTokens) -> Result<Self, Failure> {
        let xbox = tokens.xbox_authorization.as_ref();
        let public = Public {
            xuid: tokens.xuid,
            gamertag: tokens.gamertag.clone(),
            spartan_token_expires: tokens.spartan_token.expires,
            xbox_token_expires: xbox.map(|token| token.expires),
            has_clearance: tokens.clearance.is_some(),
            is_renewed: false,
        };
        let tokens = Tokens {
            spartan_token: tokens.spartan_token.token.clone(),
            clearance: tokens.clearance.clone(),
            xbox_authorization: xbox.map(|token| token.token.clone()),
            refresh_token: None,
        };
        Self::new(&public, tokens)
    }
}

fn not_written(error: serde_json::Error) -> Failure {
    Failure::new(
        HaloCode::Other,
        format!("the player cannot be written as JSON: {error}"),
    )
}

/// The player who is signed in, with valid tokens. Expired tokens are renewed first, so this also finds out whether the
/// services still accept the player.
///
/// A renewal runs in a thread of its own, which the library starts for it. `cancel` is a cancel token that ends the wait
/// for it, or null; `halo_session_close` ends it too. The renewal then continues, and its tokens are saved.
///
/// Failures: `HALO_CODE_SIGNED_OUT` if no player is signed in; `HALO_CODE_SIGN_IN` if a service refuses a step: if
/// `needs_new_sign_in` in the error's details is true, the player must sign in again; `HALO_CODE_NETWORK`,
/// `HALO_CODE_STORE`, `HALO_CODE_CANCELLED`.
///
/// Any thread may call this; it waits for the network.
#[unsafe(no_mangle)]
pub extern "C" fn halo_session_player(
    session: *const HaloSession,
    cancel: *const HaloCancel,
    player: Option<&mut MaybeUninit<*mut HaloPlayer>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("player", player, ptr::null_mut())?;
        let session = handle::get("session", session)?;
        let cancel = session.cancelled_by(cancel)?;
        // Each step has the sign-in's deadline, so all of them have none.
        let endpoint = SignInStep::SpartanToken.endpoint();
        let limits = CallContext::new(endpoint, Duration::MAX, &cancel);
        let player = session
            .account
            .tokens(&limits, |signed| match signed {
                Signed::Session(session) => session.player_within(&limits).map(Ok),
                Signed::Tokens(tokens) => Ok(Err(Arc::clone(tokens))),
            })?
            .map_or_else(
                |tokens| PlayerObject::of_tokens(&tokens),
                PlayerObject::of_session,
            )?;
        *out = handle::open(player);
        Ok(HaloCode::Ok)
    })
}

/// The player as a JSON object, without secrets: `xuid` (digits in a text, or null), `gamertag` (or null),
/// `spartan_token_expires`, `xbox_token_expires` (or null; both in UTC, such as `2026-01-31T12:00:00Z`), `has_clearance`,
/// and `is_renewed`, which is false if nothing renews the tokens. The text belongs to the player. Null if the handle is
/// closed.
#[unsafe(no_mangle)]
pub extern "C" fn halo_player_json(player: *const HaloPlayer) -> *const c_char {
    enter_value(ptr::null(), || Ok(handle::get("player", player)?.json.as_ptr()))
}

/// The tokens of the player as a JSON object, for a tool that passes them on to another program: `spartan_token`,
/// `clearance` (or null), `xbox_authorization` (the header for Xbox Live, or null) and `refresh_token` (or null).
///
/// They are secrets, as good as a password: never show, log or save them in the open. A refresh token that another program
/// uses may stop working here. The text belongs to the player; `halo_player_close` wipes it. Null if the handle is closed.
#[unsafe(no_mangle)]
pub extern "C" fn halo_player_secrets(player: *const HaloPlayer) -> *const c_char {
    enter_value(ptr::null(), || {
        let player = handle::get("player", player)?;
        if player.secrets.get().is_none() {
            let secrets = SecretText::of_json(&player.tokens).map_err(not_written)?;
            // If another thread was faster, its text stays.
            let _ = player.secrets.set(secrets);
        }
        Ok(player.secrets.get().map_or(ptr::null(), SecretText::as_ptr))
    })
}

/// Closes a player, and wipes its secrets. Null is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn halo_player_close(player: *mut HaloPlayer) -> HaloCode {
    enter_close(|| handle::close(player).map(drop))
}
