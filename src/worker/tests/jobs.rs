//! Jobs: their order, their results, the bound of the queue, panics.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;

use super::*;
use crate::worker::{SubmitError, WorkerBuilder};

#[test]
fn workers_and_tickets_can_be_shared() {
    fn shared<T: Send + Sync + 'static>() {}
    fn sent<T: Send + 'static>() {}
    shared::<Worker>();
    shared::<Ticket<String>>();
    sent::<WorkerBuilder>();
    shared::<SubmitError<String>>();
}

#[test]
fn jobs_run_in_order_and_each_result_is_returned_once() {
    let worker = worker(64);
    let gate = Gate::close(&worker);
    let order = Arc::new(Mutex::new(Vec::new()));
    let tickets: Vec<_> = (0..50)
        .map(|number| {
            let order = Arc::clone(&order);
            let job = move |_: &Client| {
                order.lock().unwrap().push(number);
                Ok(number)
            };
            worker.run(job).unwrap()
        })
        .collect();
    assert_eq!(worker.pending(), 51);
    assert!(tickets.iter().all(|ticket| ticket.try_recv().is_none()));
    assert!(tickets[0].recv_timeout(Duration::from_millis(1)).is_none());
    gate.open();
    for (number, ticket) in tickets.iter().enumerate() {
        assert_eq!(received(ticket).unwrap(), number);
        // At once, although the result never comes again.
        assert!(ticket.recv_timeout(Duration::MAX).is_none() && ticket.try_recv().is_none());
    }
    assert!(order.lock().unwrap().iter().copied().eq(0..50));
    assert_eq!(worker.pending(), 0);
}

#[test]
fn a_full_queue_returns_the_job() {
    let worker = worker(2);
    let gate = Gate::close(&worker);
    let client = client();
    let request = || client.stats().match_stats(uuid::Uuid::nil());
    let waiting = [
        worker.submit(request()).unwrap(),
        worker.submit(request()).unwrap(),
    ];
    let error = worker.submit(request().query("a", "b")).unwrap_err();
    assert!(error.is_full());
    assert_eq!(error.to_string(), "the worker's queue is full");
    assert_eq!(format!("{error:?}"), "Full(..)");
    let returned = error.into_job().http().unwrap();
    assert_eq!(returned.uri().query(), Some("a=b"));

    let (ran, has_run) = channel();
    let job = move |_: &Client| {
        ran.send(3).unwrap();
        Ok(())
    };
    let error = worker.run(job).unwrap_err();
    // A cancelled request makes room.
    waiting[1].cancel();
    let ticket = worker.run(error.into_job()).unwrap();
    worker.submit(request()).unwrap_err();
    waiting[0].cancel();
    gate.open();
    received(&ticket).unwrap();
    assert_eq!(has_run.try_recv(), Ok(3));
}

#[test]
fn an_empty_queue_has_room_for_one() {
    let worker = worker(0);
    let gate = Gate::close(&worker);
    let ticket = worker.run(|_| Ok(())).unwrap();
    worker.run(|_| Ok(())).map(Ticket::detach).unwrap_err();
    gate.open();
    received(&ticket).unwrap();
}

#[test]
fn a_wrong_argument_is_the_result() {
    let worker = worker(1);
    let ticket = worker.submit(client().stats().match_stats("no GUID")).unwrap();
    assert!(matches!(received(&ticket), Err(Error::Argument(_))));
}

#[test]
fn a_panic_reaches_the_receiver_and_the_worker_continues() {
    let worker = worker(4);
    let panics = || {
        worker
            .run(|_| -> Result<(), Error> { std::panic::resume_unwind(Box::new("the job")) })
            .unwrap()
    };
    let (received_one, tried, _lost) = (panics(), panics(), panics());
    received(&worker.run(|_| Ok(())).unwrap()).unwrap();
    for receive in [
        &(|| received(&received_one)) as &dyn Fn() -> Result<(), Error>,
        &|| tried.try_recv().unwrap(),
    ] {
        let panic = catch_unwind(AssertUnwindSafe(receive)).unwrap_err();
        assert_eq!(panic.downcast_ref(), Some(&"the job"));
    }
    assert!(received_one.try_recv().is_none());
    received(&worker.run(|_| Ok(())).unwrap()).unwrap();
}

/// A value whose drop panics.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        std::panic::resume_unwind(Box::new("the drop"));
    }
}

#[test]
fn results_and_panics_whose_drop_panics_do_not_end_the_thread() {
    let worker = worker(8);
    let gate = Gate::close(&worker);
    worker.run(|_| Ok(Bomb)).unwrap().detach();
    let panics = |_: &Client| -> Result<(), Error> { std::panic::resume_unwind(Box::new(Bomb)) };
    worker.run(panics).unwrap().detach();
    gate.open();
    received(&worker.run(|_| Ok(())).unwrap()).unwrap();
}

#[test]
fn a_result_can_be_received_in_another_thread() {
    let worker = worker(1);
    let gate = Gate::close(&worker);
    let ticket = worker.run(|_| Ok(3)).unwrap();
    let receiver = thread::spawn(move || received(&ticket).unwrap());
    gate.open();
    assert_eq!(receiver.join().unwrap(), 3);
}

#[test]
fn a_thread_that_cannot_start_is_an_error() {
    let mut builder = client().worker();
    builder.thread = thread::Builder::new().stack_size(1 << 60);
    let error = builder.start().unwrap_err();
    assert!(matches!(error, Error::Thread { .. }), "{error:?}");
    assert!(
        error
            .to_string()
            .starts_with("the system cannot start a thread: ")
    );
    assert!(error.advice().is_some() && error.endpoint().is_none());
}
