//! Any sequence of calls, beside a model that is a plain list.

use proptest::prelude::*;

use super::*;
use crate::sync::CancelToken;
use crate::worker::queue::Queue;
use crate::worker::slot::slot;
use crate::worker::task::JobTask;
use crate::worker::ticket::Ticket as TicketOf;
use std::sync::Arc;

#[derive(Debug, Clone)]
enum Call {
    Submit,
    /// The thread runs the next job.
    Run,
    /// Cancel a ticket, by its place among all.
    Cancel(usize),
    Drop(usize),
    Receive(usize),
    CancelAll,
    Finish,
    ShutDown,
}

fn calls() -> impl Strategy<Value = Vec<Call>> {
    let call = prop_oneof![
        6 => Just(Call::Submit),
        4 => Just(Call::Run),
        2 => (0..20_usize).prop_map(Call::Cancel),
        2 => (0..20_usize).prop_map(Call::Drop),
        3 => (0..20_usize).prop_map(Call::Receive),
        1 => Just(Call::CancelAll),
        1 => Just(Call::Finish),
        1 => Just(Call::ShutDown),
    ];
    proptest::collection::vec(call, 0..60)
}

/// The expected state of a job.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Expected {
    Waiting,
    Done,
    Cancelled,
    Taken,
}

proptest! {
    #[test]
    fn a_queue_behaves_like_a_list(calls in calls(), capacity in 1..5_usize) {
        let queue = Arc::new(Queue::new(capacity));
        let client = client();
        let mut tickets: Vec<Option<TicketOf<usize>>> = Vec::new();
        let mut model: Vec<Expected> = Vec::new();
        let (mut is_open, mut is_shut_down) = (true, false);
        for call in calls {
            match call {
                Call::Submit => {
                    let number = model.len();
                    let cancel = CancelToken::new();
                    let (slot, promise) = slot(None);
                    let ticket = TicketOf::new(slot, cancel.clone(), Arc::downgrade(&queue));
                    let task = JobTask { job: number, run: |job, _, _| Ok(job), promise };
                    let waiting = model.iter().filter(|job| **job == Expected::Waiting).count();
                    match queue.push(cancel, Box::new(task)) {
                        Ok(()) => {
                            prop_assert!(is_open && waiting < capacity);
                            tickets.push(Some(ticket));
                            model.push(Expected::Waiting);
                        }
                        Err(error) => {
                            prop_assert_eq!(error.is_full(), is_open && waiting == capacity);
                            prop_assert_eq!(error.into_job(), number);
                        }
                    }
                }
                Call::Run => {
                    let next = model.iter().position(|job| *job == Expected::Waiting);
                    // Without a job, an open queue would wait.
                    if next.is_some() || !is_open {
                        let entry = queue.next();
                        prop_assert_eq!(entry.is_some(), next.is_some() && !is_shut_down);
                        if let (Some(entry), Some(next)) = (entry, next) {
                            prop_assert_eq!(queue.pending(), 1 + model.iter().filter(|job| **job == Expected::Waiting).count() - 1);
                            entry.task.run(&client, &entry.cancel, &|| queue.ended());
                            model[next] = Expected::Done;
                        }
                    }
                }
                Call::Cancel(place) => {
                    if let Some(Some(ticket)) = tickets.get(place) {
                        ticket.cancel();
                        if model[place] == Expected::Waiting {
                            model[place] = Expected::Cancelled;
                        }
                    }
                }
                Call::Drop(place) => {
                    if tickets.get_mut(place).and_then(Option::take).is_some() && model[place] == Expected::Waiting {
                        model[place] = Expected::Cancelled;
                    }
                }
                Call::Receive(place) => {
                    if let Some(Some(ticket)) = tickets.get(place) {
                        match (model[place], ticket.try_recv()) {
                            (Expected::Waiting | Expected::Taken, None) => {}
                            (Expected::Done, Some(Ok(number))) => {
                                prop_assert_eq!(number, place);
                                model[place] = Expected::Taken;
                            }
                            (Expected::Cancelled, Some(Err(Error::Cancelled { .. }))) => {
                                model[place] = Expected::Taken;
                            }
                            other => prop_assert!(false, "{other:?}"),
                        }
                    }
                }
                Call::CancelAll | Call::ShutDown => {
                    if matches!(call, Call::ShutDown) {
                        queue.shut_down();
                        (is_open, is_shut_down) = (false, true);
                    } else {
                        queue.cancel_all();
                    }
                    for job in &mut model {
                        if *job == Expected::Waiting {
                            *job = Expected::Cancelled;
                        }
                    }
                }
                Call::Finish => {
                    queue.finish();
                    is_open = false;
                }
            }
            let waiting = model.iter().filter(|job| **job == Expected::Waiting).count();
            prop_assert_eq!(queue.pending(), waiting);
        }
    }
}
