//! Workers, watches, fetches and pages: results that come later.

use halo_infinite_capi::HaloCode;

use crate::wrong_use::callbacks::{CLOSE_RESULT, IGNORE_MATCH, IGNORE_WAKE};

rows! {
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
    halo_watch_resume_point(watch: Handle, response: Out, error: Error) -> code(HaloCode::Ok);
    halo_watch_close(watch: Close) -> code(HaloCode::Ok);

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
        failure: Out,
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
}
