//! Tickets.

use std::mem::MaybeUninit;
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use halo_infinite::error::Error;
use halo_infinite::types::Endpoint;
use halo_infinite::worker::Ticket;

use super::answer::{Answer, answer};
use crate::boundary::{Out, enter, enter_close, required};
use crate::code::HaloCode;
use crate::error::{Failure, HaloError};
use crate::handle::{self, Handle};
use crate::response::HaloResponse;

/// The result of a job, now or later. Close it with `halo_ticket_close`.
pub struct HaloTicket(());

impl Handle for HaloTicket {
    type Object = TicketObject;
    const KIND: &'static str = "ticket";
}

/// A ticket with its endpoint.
pub struct TicketObject {
    ticket: Ticket<Answer>,
    endpoint: &'static Endpoint,
    /// Whether the result was returned.
    is_taken: AtomicBool,
}

impl TicketObject {
    pub(super) fn new(ticket: Ticket<Answer>, endpoint: &'static Endpoint) -> Self {
        Self {
            ticket,
            endpoint,
            is_taken: AtomicBool::new(false),
        }
    }
}

fn receive(
    ticket: *const HaloTicket,
    response: Out<'_, *mut HaloResponse>,
    receive: impl FnOnce(&Ticket<Answer>) -> Option<Result<Answer, Error>>,
) -> Result<HaloCode, Failure> {
    let out = required("response", response, ptr::null_mut())?;
    let ticket = handle::get("ticket", ticket)?;
    let Some(result) = receive(&ticket.ticket) else {
        let is_taken = ticket.is_taken.load(Ordering::SeqCst);
        return Ok(if is_taken {
            HaloCode::Over
        } else {
            HaloCode::Pending
        });
    };
    ticket.is_taken.store(true, Ordering::SeqCst);
    *out = handle::open(answer(result, ticket.endpoint)?);
    Ok(HaloCode::Ok)
}

/// Returns the result of a job if it is there: `HALO_CODE_OK` with a response, or the code of the failure.
/// `HALO_CODE_PENDING` means that it is not there yet. The result is returned once; after that, this returns
/// `HALO_CODE_OVER`.
///
/// A ticket outlives its worker and its client: if they are closed, its result is `HALO_CODE_CANCELLED`, unless it was
/// there.
///
/// Any thread may call this, also a callback and a thread that draws frames: it never waits.
#[unsafe(no_mangle)]
pub extern "C" fn halo_ticket_try_recv(
    ticket: *const HaloTicket,
    response: Option<&mut MaybeUninit<*mut HaloResponse>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || receive(ticket, response, Ticket::try_recv))
}

/// As `halo_ticket_try_recv`, but waits for the result at most `timeout_ms`, and then returns `HALO_CODE_PENDING`.
///
/// Any thread may call this, but a callback of the same worker waits in vain, because its thread runs the jobs.
#[unsafe(no_mangle)]
pub extern "C" fn halo_ticket_recv(
    ticket: *const HaloTicket,
    timeout_ms: u64,
    response: Option<&mut MaybeUninit<*mut HaloResponse>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let timeout = Duration::from_millis(timeout_ms);
        receive(ticket, response, |ticket| ticket.recv_timeout(timeout))
    })
}

/// Cancels a job. If it waits in the queue, it is never sent, and its result is `HALO_CODE_CANCELLED` at once. If it runs,
/// it is interrupted, and its result comes when it has ended. A job that has ended keeps its result.
///
/// Any thread may call this, also a callback and a thread that draws frames: it never waits.
#[unsafe(no_mangle)]
pub extern "C" fn halo_ticket_cancel(ticket: *const HaloTicket) -> HaloCode {
    enter_close(|| {
        handle::get("ticket", ticket)?.ticket.cancel();
        Ok(())
    })
}

/// Closes a ticket, and cancels its job unless it has ended. A `halo_ticket_recv` that waits in another thread returns
/// when the job has ended. Null is allowed.
///
/// Any thread may call this, also a callback and a thread that draws frames: it never waits.
#[unsafe(no_mangle)]
pub extern "C" fn halo_ticket_close(ticket: *mut HaloTicket) -> HaloCode {
    enter_close(|| {
        if let Some(ticket) = handle::close(ticket)? {
            ticket.ticket.cancel();
        }
        Ok(())
    })
}
