//! Sign-in with a token of another program.

use std::mem::MaybeUninit;
use std::sync::Arc;

use halo_infinite::auth::TokenSet;
use halo_infinite::error::ArgumentError;
use halo_infinite::types::Secret;
use serde::Deserialize;

use super::HaloSession;
use super::account::Signed;
use crate::boundary::HaloError;
use crate::boundary::enter;
use crate::cancel::HaloCancel;
use crate::code::HaloCode;
use crate::handle;
use crate::in_text::InText;
use crate::json;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Token {
    refresh_token: Option<Secret>,
    access_token: Option<Secret>,
    xsts_token: Option<Secret>,
}

/// Signs a player in with a token of another program or of an earlier one.
///
/// `token` is a JSON object with one of these members:
///
/// - `refresh_token`: Microsoft's refresh token of the same app and authority. The session renews all tokens, and saves them
///   in its store.
/// - `access_token`: a Microsoft access token. The tokens that come from it are used until they expire, after some hours;
///   nothing renews or saves them.
/// - `xsts_token`: an XSTS token for Halo. As for an access token; in addition, the player is not known, and requests to
///   Xbox Live itself fail.
///
/// `cancel` is a cancel token that ends the wait, or null; `halo_session_close` ends it too. Only the exchange of the
/// refresh token is not interrupted, since the next one would be lost: it ends within `timeout_ms`.
///
/// Failures: `HALO_CODE_SIGN_IN` if a service refuses a step, `HALO_CODE_NETWORK`, `HALO_CODE_STORE`, `HALO_CODE_CANCELLED`,
/// `HALO_CODE_ARGUMENT` for an empty token, none, or several. Then the session keeps the player whom it had before.
///
/// Any thread may call this; it waits for the network.
#[unsafe(no_mangle)]
pub extern "C" fn halo_session_import(
    session: *const HaloSession,
    token: InText<'_>,
    cancel: *const HaloCancel,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let session = handle::get("session", session)?;
        let token: Token = json::read(
            "token",
            json::object("token", Some(token.required("token")?))?,
            &[],
        )?;
        let sign_in = session.cancellable(cancel)?;
        let tokens = match (token.refresh_token, token.access_token, token.xsts_token) {
            (Some(token), None, None) if token.expose().trim().is_empty() => {
                return Err(ArgumentError::new("refresh_token", "it is empty").into());
            }
            (Some(token), None, None) => {
                return session.start(&sign_in, TokenSet::from_refresh_token(token));
            }
            (None, Some(token), None) => sign_in.tokens_from_access_token(token)?,
            (None, None, Some(token)) => sign_in.tokens_from_xsts_token(token)?,
            _ => {
                let problem = "one of `refresh_token`, `access_token` and `xsts_token` is needed";
                return Err(ArgumentError::new("token", problem).into());
            }
        };
        session.account.set(Some(Signed::Tokens(Arc::new(tokens))));
        Ok(HaloCode::Ok)
    })
}
