//! The queue of a bucket, and the times of its permits.

use std::collections::VecDeque;
use std::time::Duration;

use super::rate::Rate;
use crate::sync::CancelToken;

/// The fill level of a bucket, and the requests that wait for its permits. All times are the clock's.
pub(super) struct State {
    pub rate: Rate,
    /// When the bucket is full again if no further permit is granted.
    full_at: Duration,
    /// When the last pause ends. The bucket does not fill during a pause.
    pause_end: Duration,
    /// The share of the rate in use: 1 unless the service throttled.
    pub pace: f64,
    /// When the rate was last lowered.
    lowered_at: Option<Duration>,
    /// The waiting requests, in the order of arrival.
    queue: VecDeque<Waiter>,
    /// The ticket of the next request.
    next_ticket: u64,
}

/// A request that waits for a permit.
struct Waiter {
    ticket: u64,
    deadline: Duration,
    /// `None` while the request's thread is awake.
    sleep: Option<Sleep>,
}

struct Sleep {
    /// Ends the sleep.
    wake: CancelToken,
    /// When the thread wakes up by itself.
    end: Duration,
}

/// A request's place among the permits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Turn {
    /// When the request gets its permit, if all requests before it take theirs in time.
    pub due: Duration,
    /// Whether no request before it gets a permit.
    pub is_next: bool,
}

/// The next permits, one after the other.
#[derive(Clone, Copy)]
struct Permits {
    full_at: Duration,
    interval: Duration,
    tolerance: Duration,
    /// No permit comes before this time.
    open_at: Duration,
    is_first: bool,
}

impl Permits {
    fn turn(&self) -> Turn {
        Turn {
            due: self.full_at.saturating_sub(self.tolerance).max(self.open_at),
            is_next: self.is_first,
        }
    }

    fn take(&mut self) {
        self.full_at = self.full_at.saturating_add(self.interval);
        self.is_first = false;
    }
}

impl State {
    /// The slowest pace.
    const SLOWEST: f64 = 1.0 / 32.0;
    /// Each success adds this.
    const STEP: f64 = 1.0 / 20.0;

    pub fn new(rate: Rate) -> Self {
        Self {
            rate,
            full_at: Duration::ZERO,
            pause_end: Duration::ZERO,
            pace: 1.0,
            lowered_at: None,
            queue: VecDeque::new(),
            next_ticket: 0,
        }
    }

    /// The time between two permits at the current pace.
    pub fn interval(&self) -> Duration {
        match self.pace < 1.0 {
            true => scale(self.rate.interval(), 1.0 / self.pace),
            false => self.rate.interval(),
        }
    }

    fn permits(&self, now: Duration) -> Permits {
        let open_at = now.max(self.pause_end);
        Permits {
            full_at: self.full_at.max(open_at),
            interval: self.interval(),
            tolerance: self.rate.tolerance(),
            open_at,
            is_first: true,
        }
    }

    /// The turn of the request with this ticket. Requests whose permits would come after their deadlines
    /// take none: they only have not left yet.
    pub fn turn(&self, ticket: u64, now: Duration) -> Turn {
        let mut permits = self.permits(now);
        for waiter in self.queue.iter().take_while(|waiter| waiter.ticket < ticket) {
            if permits.turn().due <= waiter.deadline {
                permits.take();
            }
        }
        permits.turn()
    }

    /// The turn of a request that arrives now.
    pub fn next_turn(&self, now: Duration) -> Turn {
        self.turn(self.next_ticket, now)
    }

    /// Adds a request to the queue. Returns its ticket.
    pub fn join(&mut self, deadline: Duration) -> u64 {
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.queue.push_back(Waiter {
            ticket,
            deadline,
            sleep: None,
        });
        ticket
    }

    /// Grants a permit to the request with this ticket, or to one that did not have to queue.
    pub fn grant(&mut self, ticket: Option<u64>, now: Duration) {
        let mut permits = self.permits(now);
        permits.take();
        self.full_at = permits.full_at;
        if let Some(ticket) = ticket {
            self.remove(ticket);
        }
        self.wake(now);
    }

    /// Removes a request that waits no longer.
    pub fn leave(&mut self, ticket: u64, now: Duration) {
        if self.remove(ticket) {
            self.wake(now);
        }
    }

    /// Returns whether the request was still in the queue.
    fn remove(&mut self, ticket: u64) -> bool {
        let place = self.queue.binary_search_by_key(&ticket, |waiter| waiter.ticket);
        place.is_ok_and(|place| self.queue.remove(place).is_some())
    }

    /// Notes that the request's thread sleeps until this time, unless the token wakes it earlier.
    pub fn sleep(&mut self, ticket: u64, end: Duration, wake: CancelToken) {
        if let Ok(place) = self.queue.binary_search_by_key(&ticket, |waiter| waiter.ticket)
            && let Some(waiter) = self.queue.get_mut(place)
        {
            waiter.sleep = Some(Sleep { wake, end });
        }
    }

    /// Whether no request waits.
    pub fn is_idle(&self) -> bool {
        self.queue.is_empty()
    }

    /// The number of requests that sleep until their turn.
    pub fn waiting(&self) -> usize {
        self.queue.iter().filter(|waiter| waiter.sleep.is_some()).count()
    }

    /// Wakes the requests that have something to do after a change, and no others: the next one, if it would
    /// sleep past its turn; any others that are due; and those whose permits would now come too late.
    fn wake(&mut self, now: Duration) {
        let mut permits = self.permits(now);
        for waiter in &mut self.queue {
            let Turn { due, is_next } = permits.turn();
            let is_late = due > waiter.deadline;
            let is_up = is_next || due <= now;
            let sleep = waiter
                .sleep
                .take_if(|sleep| is_late || (is_up && sleep.end > due));
            if let Some(sleep) = sleep {
                sleep.wake.cancel();
            }
            if !is_late {
                permits.take();
            }
        }
    }

    /// Grants no permit before this time. The fill level stays as it is until then.
    pub fn pause_until(&mut self, time: Duration, now: Duration) {
        let start = now.max(self.pause_end);
        if time > start {
            let full_at = self.full_at.max(start);
            self.full_at = full_at.saturating_add(time.saturating_sub(start));
            self.pause_end = time;
            self.wake(now);
        }
    }

    /// Lowers the rate after a response to a request that was sent at this time.
    pub fn throttled(&mut self, sent_at: Duration, now: Duration) {
        if self.is_news(sent_at) {
            self.lowered_at = Some(now);
            self.set_pace((self.pace / 2.0).max(Self::SLOWEST), now);
        }
    }

    /// Raises a lowered rate after a response to a request that was sent at this time.
    pub fn succeeded(&mut self, sent_at: Duration, now: Duration) {
        if self.pace < 1.0 && self.is_news(sent_at) {
            self.set_pace((self.pace + Self::STEP).min(1.0), now);
        }
    }

    /// Changes the pace, also for the rest of the wait for the next permit.
    fn set_pace(&mut self, pace: f64, now: Duration) {
        let change = self.pace / pace;
        self.pace = pace;
        let Permits { open_at, .. } = self.permits(now);
        let due = self.full_at.saturating_sub(self.rate.tolerance());
        let wait = due.saturating_sub(open_at);
        // Never longer than an interval, even after rounding.
        let scaled = scale(wait, change).min(self.interval());
        self.full_at = self.full_at.saturating_sub(wait).saturating_add(scaled);
        self.wake(now);
    }

    /// Whether a response to a request sent at this time applies to the current pace.
    fn is_news(&self, sent_at: Duration) -> bool {
        self.lowered_at.is_none_or(|lowered| sent_at > lowered)
    }
}

/// Multiplies a duration. Rounds up, so that the rate is never exceeded.
fn scale(duration: Duration, factor: f64) -> Duration {
    // Numbers that are too large to represent become the largest one.
    Duration::from_nanos((duration.as_nanos() as f64 * factor).ceil() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// A bucket with a permit a second, and the tickets of requests that sleep in its queue.
    fn queue(burst: u32, deadlines: &[Duration]) -> (State, Vec<u64>, Vec<CancelToken>) {
        let mut state = State::new(Rate::every(SECOND, burst));
        let tickets: Vec<u64> = deadlines.iter().map(|deadline| state.join(*deadline)).collect();
        let tokens = sleep(&mut state, &tickets, Duration::ZERO);
        (state, tickets, tokens)
    }

    /// Lets all requests sleep, as their threads do.
    fn sleep(state: &mut State, tickets: &[u64], now: Duration) -> Vec<CancelToken> {
        let sleep = |ticket: &u64| {
            let turn = state.turn(*ticket, now);
            let wake = CancelToken::new();
            let end = if turn.is_next { turn.due } else { Duration::MAX };
            state.sleep(*ticket, end, wake.clone());
            wake
        };
        tickets.iter().map(sleep).collect()
    }

    fn dues(state: &State, tickets: &[u64], now: Duration) -> Vec<Duration> {
        let due = |ticket: &u64| state.turn(*ticket, now).due;
        tickets.iter().map(due).collect()
    }

    fn woken(tokens: &[CancelToken]) -> Vec<usize> {
        (0..tokens.len())
            .filter(|place| tokens[*place].is_cancelled())
            .collect()
    }

    const ANY: Duration = Duration::MAX;

    #[test]
    fn a_request_that_leaves_moves_up_those_behind_it_and_wakes_only_the_next() {
        let (mut state, tickets, tokens) = queue(1, &[ANY; 5]);
        state.grant(None, Duration::ZERO);
        assert_eq!(
            dues(&state, &tickets, Duration::ZERO),
            [1, 2, 3, 4, 5].map(|n| n * SECOND)
        );
        state.leave(tickets[2], Duration::ZERO);
        assert_eq!(woken(&tokens), [0; 0]);
        let rest = [0, 1, 3, 4].map(|place| tickets[place]);
        assert_eq!(
            dues(&state, &rest, Duration::ZERO),
            [1, 2, 3, 4].map(|n| n * SECOND)
        );
        state.leave(tickets[0], Duration::ZERO);
        assert_eq!(woken(&tokens), [1]);
        assert_eq!(state.next_turn(Duration::ZERO).due, 4 * SECOND);
        // Nobody leaves twice.
        state.leave(tickets[0], Duration::ZERO);
        assert_eq!(woken(&tokens), [1]);
    }

    #[test]
    fn a_grant_wakes_the_next_request_and_others_that_are_due() {
        let (mut state, tickets, _) = queue(3, &[ANY; 5]);
        state.pause_until(10 * SECOND, Duration::ZERO);
        let tokens = sleep(&mut state, &tickets, Duration::ZERO);
        state.grant(Some(tickets[0]), 10 * SECOND);
        assert_eq!(woken(&tokens), [1, 2]);
        state.grant(Some(tickets[1]), 10 * SECOND);
        state.grant(Some(tickets[2]), 10 * SECOND);
        assert_eq!(woken(&tokens), [1, 2, 3]);
        assert_eq!(state.turn(tickets[3], 10 * SECOND).due, 11 * SECOND);
    }

    #[test]
    fn a_delay_wakes_the_requests_that_come_too_late_and_no_others() {
        let deadlines = [ANY, 3 * SECOND, 3 * SECOND, ANY, 6 * SECOND];
        let (mut state, tickets, tokens) = queue(1, &deadlines);
        state.pause_until(2 * SECOND, Duration::ZERO);
        assert_eq!(woken(&tokens), [2]);
        // A request that is about to leave delays nobody.
        assert_eq!(
            dues(&state, &tickets, Duration::ZERO),
            [2, 3, 4, 4, 5].map(|n| n * SECOND)
        );
        state.pause_until(9 * SECOND, Duration::ZERO);
        assert_eq!(woken(&tokens), [1, 2, 4]);
    }

    #[test]
    fn a_change_of_the_pace_changes_the_current_wait_too() {
        let (mut state, tickets, _) = queue(1, &[ANY; 2]);
        state.grant(None, Duration::ZERO);
        let tokens = sleep(&mut state, &tickets, Duration::ZERO);
        state.throttled(SECOND / 4, SECOND / 2);
        assert_eq!(
            dues(&state, &tickets, SECOND / 2),
            [2 * SECOND - SECOND / 2, SECOND * 7 / 2]
        );
        // The next one notices when its old sleep ends.
        assert_eq!(woken(&tokens), [0; 0]);
        let tokens = sleep(&mut state, &tickets, SECOND);
        for _ in 0..20 {
            state.succeeded(SECOND, SECOND);
        }
        assert_eq!(woken(&tokens), [0]);
        let due = dues(&state, &tickets, SECOND);
        assert!(
            due[0] >= SECOND * 5 / 4 && due[0] < SECOND * 5 / 4 + Duration::from_nanos(30),
            "{due:?}"
        );
        assert_eq!(due[1], due[0] + SECOND);
    }
}
