//! The table of all functions.

use std::ptr;

use halo_infinite_capi::HaloCode;

use super::callbacks::{CLOSE_RESULT, IGNORE_MATCH, IGNORE_PROGRESS, IGNORE_TEXT, IGNORE_WAKE};
use super::case::check;
use super::declarations::Row;

mod kinds {
    pub use crate::wrong_use::bytes::*;
    pub use crate::wrong_use::callbacks::*;
    pub use crate::wrong_use::parameters::*;
    pub use crate::wrong_use::texts::*;
}

/// Makes the table, and a test for each function.
///
/// A parameter has its name in the header and its kind. After the arrow stands what the function returns: `code(RIGHT)`, the
/// code of the right call, or `value(OTHERWISE)`, the value after a failure. The right call returns another value than that;
/// with `maybe(OTHERWISE)`, it need not.
macro_rules! rows {
    ($($function:ident($($name:ident: $kind:ident $(($right:expr))?),*) -> $returned:ident($expected:expr);)+) => {
        pub const ROWS: &[Row] = &[$(Row {
            function: stringify!($function),
            parameters: &[$((stringify!($name), stringify!($kind))),*],
        }),+];

        $(
            #[test]
            fn $function() {
                check(stringify!($function), |case| {
                    $(let mut $name = kinds::$kind::prepare(case, stringify!($name) $(, $right)?);)*
                    let returned = halo_infinite_capi::$function($($name.pass()),*);
                    let returned = case.$returned(returned, $expected);
                    $($name.finish(case);)*
                    returned
                });
            }
        )+
    };
}

/// The code of a client that has no cache.
const NO_CACHE: HaloCode = match cfg!(feature = "cache") {
    true => HaloCode::Argument,
    false => HaloCode::MissingFeature,
};
/// The problem of a negative time.
const NEGATIVE: &str = "a time between events is not negative";
/// The codes of functions that take no bytes for an empty chunk, and of those that do not. A damaged chunk is an error.
const EMPTY: [HaloCode; 2] = [HaloCode::Ok, HaloCode::Film];
const NO_CHUNK: [HaloCode; 2] = [HaloCode::Film, HaloCode::Film];

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

    halo_text_get(text: Handle) -> value(ptr::null());
    halo_text_length(text: Handle) -> value(0);
    halo_text_close(text: Close) -> code(HaloCode::Ok);

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

    halo_worker_new(
        client: Handle,
        settings: Settings,
        wake: OptionalCallback(IGNORE_WAKE),
        context: Context,
        worker: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_worker_pending(worker: Handle) -> maybe(0);
    halo_worker_submit(
        worker: Handle,
        endpoint: Endpoint,
        arguments: Arguments,
        options: Settings,
        ticket: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_worker_submit_with_callback(
        worker: Handle,
        endpoint: Endpoint,
        arguments: Arguments,
        options: Settings,
        value: Plain(1),
        callback: Callback(CLOSE_RESULT),
        context: Context,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_worker_post(
        worker: Handle,
        endpoint: Endpoint,
        arguments: Arguments,
        options: Settings,
        value: Plain(1),
        error: Error
    ) -> code(HaloCode::Ok);
    halo_worker_try_recv(
        worker: Handle,
        value: Out,
        response: Out,
        failure: Out,
        error: Error
    ) -> code(HaloCode::Pending);
    halo_worker_cancel(worker: Handle, value: Plain(1)) -> code(HaloCode::Ok);
    halo_worker_cancel_all(worker: Handle) -> code(HaloCode::Ok);
    halo_worker_finish(worker: Handle, timeout_ms: Plain(10_000), error: Error) -> code(HaloCode::Ok);
    halo_worker_shutdown(worker: Handle, timeout_ms: Plain(10_000), error: Error) -> code(HaloCode::Ok);
    halo_worker_close(worker: Close) -> code(HaloCode::Ok);

    // The worker of the ticket has ended.
    halo_ticket_try_recv(ticket: Handle, response: Out, error: Error) -> code(HaloCode::Cancelled);
    halo_ticket_recv(
        ticket: Handle,
        timeout_ms: Plain(10_000),
        response: Out,
        error: Error
    ) -> code(HaloCode::Cancelled);
    halo_ticket_cancel(ticket: Handle) -> code(HaloCode::Ok);
    halo_ticket_close(ticket: Close) -> code(HaloCode::Ok);

    halo_watch_new(
        client: Handle,
        players: Players,
        settings: Settings,
        wake: OptionalCallback(IGNORE_WAKE),
        context: Context,
        watch: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_watch_new_with_callback(
        client: Handle,
        players: Players,
        settings: Settings,
        callback: Callback(IGNORE_MATCH),
        context: Context,
        watch: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    // The client of the watch is closed.
    halo_watch_next(
        watch: Handle,
        timeout_ms: Plain(10_000),
        event: Out,
        failure: Out,
        error: Error
    ) -> code(HaloCode::Over);
    halo_watch_try_next(watch: Handle, event: Out, failure: Out, error: Error) -> success(());
    halo_watch_resume_point(watch: Handle, text: Out, error: Error) -> code(HaloCode::Ok);
    halo_watch_close(watch: Close) -> code(HaloCode::Ok);

    // The client has no cache.
    halo_client_cache_count(client: Handle, count: Out, error: Error) -> code(NO_CACHE);
    halo_client_cache_size(client: Handle, bytes: Out, error: Error) -> code(NO_CACHE);
    halo_client_cache_clear(client: Handle, error: Error) -> code(NO_CACHE);
    halo_client_observe(
        client: Handle,
        callback: OptionalCallback(IGNORE_TEXT),
        context: Context,
        error: Error
    ) -> code(HaloCode::Ok);

    halo_features() -> value(ptr::null());
    halo_log_set(callback: LogCallback, context: Context, level: Level, error: Error) -> code(HaloCode::Ok);

    halo_fetch_new(
        client: Handle,
        requests: Requests,
        options: Settings,
        wake: OptionalCallback(IGNORE_WAKE),
        context: Context,
        cancel: OptionalHandle,
        fetch: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_fetch_next(
        fetch: Handle,
        timeout_ms: Plain(10_000),
        index: IndexOut,
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_fetch_progress(fetch: Handle, done: Out, failed: Out, total: Out, error: Error) -> code(HaloCode::Ok);
    halo_fetch_close(fetch: Close) -> code(HaloCode::Ok);

    halo_pages_new(
        client: Handle,
        endpoint: PagedEndpoint,
        arguments: Arguments,
        options: PageOptions,
        cancel: OptionalHandle,
        pages: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_pages_next(pages: Handle, response: Out, error: Error) -> code(HaloCode::Ok);
    halo_pages_close(pages: Close) -> code(HaloCode::Ok);

    halo_film_of_match(
        client: Handle,
        match_id: MatchId,
        options: Settings,
        cancel: OptionalHandle,
        film: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_from_manifest(client: Handle, manifest: Manifest, film: Out, error: Error) -> code(HaloCode::Ok);
    halo_film_manifest(film: Handle) -> value(ptr::null());
    halo_film_close(film: Close) -> code(HaloCode::Ok);
    halo_film_chunk(
        film: Handle,
        index: Limited((0, i64::MAX, "the film has no chunk with the index 9223372036854775807")),
        options: Settings,
        cancel: OptionalHandle,
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_header(
        film: Handle,
        options: Settings,
        cancel: OptionalHandle,
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_players(
        film: Handle,
        options: Settings,
        cancel: OptionalHandle,
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_download_to_folder(
        film: Handle,
        folder: Folder,
        options: Settings,
        progress: OptionalCallback(IGNORE_PROGRESS),
        context: Context,
        cancel: OptionalHandle,
        paths: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_download_to_memory(
        film: Handle,
        options: Settings,
        progress: OptionalCallback(IGNORE_PROGRESS),
        context: Context,
        cancel: OptionalHandle,
        chunks: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_chunks_count(chunks: Handle) -> value(0);
    halo_film_chunks_entry(chunks: Handle, position: Limited((0, 1, ""))) -> value(ptr::null());
    halo_film_chunks_bytes(
        chunks: Handle,
        position: Limited((0, 1, "there are 1 chunks, counted from 0")),
        bytes: Out,
        length: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_chunks_close(chunks: Close) -> code(HaloCode::Ok);

    halo_film_inflate(
        bytes: Bytes(EMPTY),
        length: Length(HaloCode::Ok),
        limit: Plain(0),
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_read_header(
        bytes: Bytes(EMPTY),
        length: Length(HaloCode::Ok),
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_read_players(
        bytes: Bytes(EMPTY),
        length: Length(HaloCode::Ok),
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_read_packets(
        bytes: Bytes(EMPTY),
        length: Length(HaloCode::Ok),
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_read_events(
        bytes: Bytes(NO_CHUNK),
        length: Length(HaloCode::Film),
        film_major_version: Plain(41),
        events: Out,
        error: Error
    ) -> code(HaloCode::Ok);

    halo_film_events(
        film: Handle,
        options: Settings,
        cancel: OptionalHandle,
        events: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_events_json(events: Handle) -> value(ptr::null());
    halo_film_events_count(events: Handle) -> value(0);
    halo_film_events_timelines(events: Handle, response: Out, error: Error) -> code(HaloCode::Ok);
    halo_film_events_kill_pairs(
        events: Handle,
        max_gap_ms: Limited((0, -1, NEGATIVE)),
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_events_multi_kills(
        events: Handle,
        window_ms: Limited((0, -1, NEGATIVE)),
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_events_medal_sequences(
        events: Handle,
        gap_ms: Limited((0, i64::MIN, NEGATIVE)),
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_events_check(
        events: Handle,
        match_stats: MatchStats,
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_events_close(events: Close) -> code(HaloCode::Ok);
}
