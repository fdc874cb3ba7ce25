//! Wrong use of workers and tickets.

use std::ptr;

use halo_infinite_capi::*;

use super::setup::*;
use crate::support::*;

#[test]
fn wrong_settings_are_errors_with_words() {
    let bench = Bench::new();
    let none = ptr::null_mut();
    let new = |client: *const HaloClient, settings: InText<'_>| {
        made(|worker, error| halo_worker_new(client, settings, None, none, worker, error)).unwrap_err()
    };
    for (settings, expected) in [
        (c"{\"capacity\": -1}", HaloCode::NotJson),
        (c"{\"capacities\": 1}", HaloCode::NotJson),
        (c"[]", HaloCode::NotJson),
        (c"{", HaloCode::NotJson),
        (c"\xff", HaloCode::NotUtf8),
    ] {
        let failed = new(bench.client, InText::of(settings));
        assert_eq!(failed.code, expected, "{failed:?}");
        assert!(failed.message.starts_with("settings: "), "{failed:?}");
    }
    assert_eq!(new(ptr::null(), InText::none()).code, HaloCode::NullPointer);
    let worker = worker(&bench);
    assert_eq!(new(worker.cast(), InText::none()).code, HaloCode::WrongHandle);
    let code = halo_worker_new(bench.client, InText::none(), None, none, None, None);
    assert_eq!(code, HaloCode::NullPointer);
    assert_eq!(halo_worker_close(worker), HaloCode::Ok);
}

#[test]
fn wrong_calls_are_refused_at_once_and_have_no_result() {
    let bench = Bench::new();
    let (recorder, calls) = Recorder::new();
    let worker = worker(&bench);
    for (endpoint, arguments, options, expected) in [
        (c"stats.no_such_call", c"{}", c"{}", HaloCode::UnknownEndpoint),
        (COUNT, c"{}", c"{}", HaloCode::Argument),
        (COUNT, c"{\"player\": \"\"}", c"{}", HaloCode::Argument),
        (
            COUNT,
            c"{\"player\": \"a\", \"other\": 1}",
            c"{}",
            HaloCode::Argument,
        ),
        (COUNT, c"{", c"{}", HaloCode::NotJson),
        (
            COUNT,
            c"{\"player\": \"a\"}",
            c"{\"later\": 1}",
            HaloCode::NotJson,
        ),
        (COUNT, c"\xff", c"{}", HaloCode::NotUtf8),
    ] {
        let texts = || (InText::of(endpoint), InText::of(arguments), InText::of(options));
        let posted = failure(|error| {
            let (endpoint, arguments, options) = texts();
            halo_worker_post(worker, endpoint, arguments, options, 1, error)
        });
        let submitted = made(|ticket, error| {
            let (endpoint, arguments, options) = texts();
            halo_worker_submit(worker, endpoint, arguments, options, ticket, error)
        })
        .unwrap_err();
        let called = failure(|error| {
            let (endpoint, arguments, options) = texts();
            let context = recorder.context();
            halo_worker_submit_with_callback(
                worker,
                endpoint,
                arguments,
                options,
                1,
                Some(on_result),
                context,
                error,
            )
        });
        assert_eq!(posted.code, expected, "{posted:?}");
        assert!(
            posted == submitted && posted == called,
            "{posted:?} {submitted:?} {called:?}"
        );
    }
    assert_eq!(halo_worker_pending(worker), 0);
    assert_eq!(next(worker), Err(HaloCode::Pending));
    let arguments = bench.arguments();
    let Failed { code, message, .. } = failure(|error| {
        let (endpoint, arguments) = (InText::of(COUNT), InText::of(&arguments));
        let (none, context) = (InText::none(), ptr::null_mut());
        halo_worker_submit_with_callback(worker, endpoint, arguments, none, 1, None, context, error)
    });
    assert_eq!(code, HaloCode::NullPointer);
    assert!(message.starts_with("callback: "), "{message}");
    assert_eq!(halo_worker_close(worker), HaloCode::Ok);
    assert!(calls.try_recv().is_err());
    assert!(bench.sandbox.requests().is_empty());
}

#[test]
fn null_and_wrong_handles_are_errors() {
    let bench = Bench::new();
    let worker = worker(&bench);
    let ticket = submit(&bench, worker);
    for (handle, expected) in [
        (ptr::null_mut(), HaloCode::NullPointer),
        (bench.client.cast::<HaloWorker>(), HaloCode::WrongHandle),
    ] {
        assert_eq!(post(&bench, handle, 1), expected);
        assert_eq!(next(handle), Err(expected));
        assert_eq!(halo_worker_cancel(handle, 1), expected);
        assert_eq!(halo_worker_cancel_all(handle), expected);
        assert_eq!(
            failure(|error| halo_worker_finish(handle, 1, error)).code,
            expected
        );
        assert_eq!(
            failure(|error| halo_worker_shutdown(handle, 1, error)).code,
            expected
        );
        assert_eq!(halo_worker_pending(handle), 0);
        let of_ticket = handle.cast::<HaloTicket>();
        assert_eq!(halo_ticket_cancel(of_ticket), expected);
        let received = code_and(ptr::null_mut(), |response| {
            halo_ticket_try_recv(of_ticket, response, None)
        });
        assert_eq!(received, (expected, ptr::null_mut()));
        let received = code_and(ptr::null_mut(), |response| {
            halo_ticket_recv(of_ticket, 1, response, None)
        });
        assert_eq!(received, (expected, ptr::null_mut()));
    }
    assert_eq!(halo_worker_close(bench.client.cast()), HaloCode::WrongHandle);
    assert_eq!(halo_ticket_close(worker.cast()), HaloCode::WrongHandle);
    // A missing place loses no result.
    until("the job has ended", || halo_worker_pending(worker) == 0);
    assert_eq!(halo_ticket_try_recv(ticket, None, None), HaloCode::NullPointer);
    assert_eq!(ended(ticket), HaloCode::Ok);
    assert_eq!(post(&bench, worker, 3), HaloCode::Ok);
    until("the job has ended", || halo_worker_pending(worker) == 0);
    assert_eq!(
        halo_worker_try_recv(worker, None, None, None, None),
        HaloCode::NullPointer
    );
    assert_eq!(awaited(worker).0, 3);
    assert_eq!(halo_ticket_close(ticket), HaloCode::Ok);
    assert_eq!(halo_worker_close(worker), HaloCode::Ok);
}
