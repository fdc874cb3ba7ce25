//! A sandbox whose matches end as a simulated clock passes their ends, which the client reads too.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use halo_infinite::jiff::{SignedDuration, Timestamp};
use halo_infinite::time::Clock;
use halo_infinite::uuid::Uuid;
use halo_infinite::watch::{NewMatch, WatchError};
use halo_infinite::{CancelToken, Client, ClientBuilder};
use halo_infinite_sandbox::{Live, Person, Sandbox, SandboxBuilder};

pub const MINUTE: Duration = Duration::from_secs(60);
pub const HOUR: Duration = Duration::from_secs(3600);

/// The time, for the client and the sandbox. Waits take no time. The client's time of day can be wrong.
pub struct Simulated(Mutex<State>);

struct State {
    start: SystemTime,
    now: Duration,
    ahead: SignedDuration,
    /// A wait beyond this time cancels the token, so that no test runs for ever.
    end: Duration,
    stop: CancelToken,
}

impl Simulated {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    pub fn advance(&self, time: Duration) {
        self.state().now += time;
    }

    /// Sets the error of the client's time of day.
    pub fn set_ahead(&self, ahead: SignedDuration) {
        self.state().ahead = ahead;
    }

    /// Sets the end of the newest client, from now.
    pub fn end_in(&self, time: Duration) {
        let mut state = self.state();
        state.end = state.now.saturating_add(time);
    }

    pub fn is_over(&self) -> bool {
        self.state().stop.is_cancelled()
    }

    pub fn service_time(&self) -> SystemTime {
        let state = self.state();
        state.start + state.now
    }
}

impl Clock for Simulated {
    fn now(&self) -> Duration {
        self.state().now
    }

    fn sleep_until(&self, time: Duration) {
        let mut state = self.state();
        state.now = time.max(state.now);
        if state.now > state.end {
            state.stop.cancel();
        }
    }

    fn timestamp(&self) -> Timestamp {
        let service_time: Timestamp = self.service_time().try_into().unwrap();
        service_time + self.state().ahead
    }
}

pub struct Bench {
    pub sandbox: Sandbox,
    pub clock: Arc<Simulated>,
}

impl Bench {
    /// A world with this many matches, when the newest of them are not over yet.
    pub fn new(matches: usize, to_come: usize, live: Live) -> Self {
        let world = |builder: SandboxBuilder| builder.matches(matches).start().unwrap();
        // The same seed has the same matches, all over.
        let over = world(Sandbox::builder());
        let ids = over.world().match_ids(over.world().home());
        let start = end(&over, ids[to_come]) + SignedDuration::from_secs(60);
        let length = Duration::try_from(end(&over, ids[0]) - start).unwrap_or_default();
        let clock = Arc::new(Simulated(Mutex::new(State {
            start: start.into(),
            now: Duration::ZERO,
            ahead: SignedDuration::ZERO,
            end: length + 48 * HOUR,
            stop: CancelToken::new(),
        })));
        let of_sandbox = Arc::clone(&clock);
        let years = 24 * 365 * 100 * HOUR;
        let builder = Sandbox::builder().clock(move || of_sandbox.service_time());
        Self {
            sandbox: world(builder.live(live).spartan_lifetime(years)),
            clock,
        }
    }

    pub fn builder(&self) -> ClientBuilder {
        Client::builder()
            .environment(self.sandbox.environment())
            .tokens(self.sandbox.spartan_token(), self.sandbox.clearance())
            .clock(self.clock.clone())
    }

    /// A client that is cancelled two days after the end of the last match.
    pub fn client(&self) -> Client {
        let client = self.builder().build().unwrap();
        client.with_cancel_token(&self.clock.state().stop)
    }

    /// A client that is cancelled this time from now.
    pub fn client_for(&self, time: Duration) -> Client {
        self.clock.state().stop = CancelToken::new();
        self.clock.end_in(time);
        self.client()
    }

    pub fn home(&self) -> &Person {
        self.sandbox.world().home()
    }

    /// A person's matches that end later than now, first the oldest.
    pub fn to_come(&self, person: &Person) -> Vec<Uuid> {
        let now = Timestamp::try_from(self.clock.service_time()).unwrap();
        let ids = self.sandbox.world().match_ids(person).into_iter();
        let mut ids: Vec<_> = ids.take_while(|id| end(&self.sandbox, *id) > now).collect();
        ids.reverse();
        ids
    }

    /// The home player's newest matches, first the oldest.
    pub fn newest(&self, count: usize) -> Vec<Uuid> {
        let mut ids = self.sandbox.world().match_ids(self.home());
        ids.truncate(count);
        ids.reverse();
        ids
    }
}

pub fn end(sandbox: &Sandbox, id: Uuid) -> Timestamp {
    let stats = sandbox.world().match_stats(id).unwrap();
    stats["MatchInfo"]["EndTime"].as_str().unwrap().parse().unwrap()
}

/// The ID of a reported match.
pub fn id(event: Option<Result<NewMatch, WatchError>>) -> Uuid {
    event.expect("a match").expect("no error").entry.match_id
}
