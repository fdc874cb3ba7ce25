//! Sessions and players.

use std::ptr;

use halo_infinite_capi::HaloCode;

use crate::wrong_use::callbacks::IGNORE_TEXT;

rows! {
    halo_session_new(settings: SessionSettings, session: Out, error: Error) -> code(HaloCode::Ok);
    // The redirect URI is none that can be listened on.
    halo_session_sign_in_with_browser(
        session: Handle,
        open: Plain(Some(IGNORE_TEXT)),
        context: Context,
        timeout_ms: Plain(1),
        cancel: Cancelled,
        error: Error
    ) -> code(HaloCode::Argument);
    halo_session_sign_in_with_device_code(
        session: Handle,
        show: Callback(IGNORE_TEXT),
        context: Context,
        cancel: Cancelled,
        error: Error
    ) -> code(HaloCode::Cancelled);
    halo_session_import(session: Handle, token: Token, cancel: OptionalHandle, error: Error) -> code(HaloCode::Ok);
    halo_session_consent(session: Handle, consent: Out, error: Error) -> code(HaloCode::Ok);

    halo_consent_url(consent: Handle) -> value(ptr::null());

    // The consent is that of another session.
    halo_session_redeem(
        session: Handle,
        consent: Handle,
        pasted: Pasted,
        cancel: Cancelled,
        error: Error
    ) -> code(HaloCode::Argument);

    halo_consent_close(consent: Close) -> code(HaloCode::Ok);

    halo_session_is_signed_in(session: Handle) -> maybe(false);
    halo_session_player(session: Handle, cancel: Cancelled, player: Out, error: Error) -> code(HaloCode::SignedOut);

    halo_player_json(player: Handle) -> value(ptr::null());
    halo_player_secrets(player: Handle) -> value(ptr::null());
    halo_player_close(player: Close) -> code(HaloCode::Ok);

    halo_session_sign_out(session: Handle, cancel: Cancelled, error: Error) -> code(HaloCode::SignedOut);
    halo_session_close(session: Close) -> code(HaloCode::Ok);
}
