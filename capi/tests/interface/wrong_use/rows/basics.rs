//! Versions, clients, calls, and what they return.

use std::ptr;

use halo_infinite_capi::HaloCode;

use crate::wrong_use::callbacks::IGNORE_TEXT;

/// The code of a client that has no cache.
const NO_CACHE: HaloCode = match cfg!(feature = "cache") {
    true => HaloCode::Argument,
    false => HaloCode::MissingFeature,
};

rows! {
    halo_abi_version() -> value(0);

    halo_check_abi(version: Plain(halo_infinite_capi::HALO_ABI_VERSION), error: Error) -> code(HaloCode::Ok);

    halo_version() -> value(ptr::null());

    halo_client_new(settings: ClientSettings, session: NoHandle, client: Out, error: Error) -> code(HaloCode::Ok);
    halo_client_new_with_accounts(
        settings: Settings,
        sessions: Sessions,
        count: Plain(1),
        client: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_client_close(client: Close) -> code(HaloCode::Ok);

    halo_call(
        client: Handle,
        endpoint: Endpoint,
        arguments: Arguments,
        options: Settings,
        cancel: OptionalHandle,
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);

    halo_endpoints() -> value(ptr::null());

    halo_cancel_new(cancel: Out, error: Error) -> code(HaloCode::Ok);
    halo_cancel_cancel(cancel: Handle) -> code(HaloCode::Ok);
    halo_cancel_close(cancel: Close) -> code(HaloCode::Ok);

    halo_response_status(response: Handle) -> value(0);
    halo_response_attempts(response: Handle) -> value(0);
    halo_response_age_ms(response: Handle) -> maybe(-1);
    halo_response_endpoint(response: Handle) -> value(ptr::null());
    halo_response_content_type(response: Handle) -> value(ptr::null());
    halo_response_json(response: Handle) -> value(ptr::null());
    halo_response_bytes(response: Handle, bytes: Out, length: Out, error: Error) -> code(HaloCode::Ok);
    halo_response_close(response: Close) -> code(HaloCode::Ok);

    halo_error_code(error: Handle) -> value(HaloCode::ClosedHandle);
    halo_error_message(error: Handle) -> value(ptr::null());
    halo_error_advice(error: Handle) -> maybe(ptr::null());
    halo_error_details(error: Handle) -> value(ptr::null());
    halo_error_close(error: Close) -> code(HaloCode::Ok);

    halo_code_text(code: Plain(10)) -> value(ptr::null());

    // The client has no cache.
    halo_client_cache_count(client: Handle, count: Out, error: Error) -> code(NO_CACHE);
    halo_client_cache_size(client: Handle, bytes: Out, error: Error) -> code(NO_CACHE);
    halo_client_cache_check(client: Handle, error: Error) -> code(NO_CACHE);
    halo_client_cache_clear(client: Handle, error: Error) -> code(NO_CACHE);
    halo_client_observe(
        client: Handle,
        callback: OptionalCallback(IGNORE_TEXT),
        context: Context,
        error: Error
    ) -> code(HaloCode::Ok);

    halo_features() -> value(ptr::null());

    halo_log_set(callback: LogCallback, context: Context, level: Level, error: Error) -> code(HaloCode::Ok);
}
