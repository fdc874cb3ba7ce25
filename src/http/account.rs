//! Accounts: credentials, each with its own rate limits.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::credentials::Credentials;
use super::service_state::{Limits, ServiceState};
use crate::types::{ArgumentError, Service};

/// The rest of an account whose tokens failed: other accounts are preferred in the meantime.
const REST: Duration = Duration::from_secs(60);

/// Credentials with a rate limit and a retry budget for each service.
pub(super) struct Account {
    /// `None` for the sign-in chain, whose requests hold their own tokens.
    pub source: Option<Arc<dyn Credentials>>,
    services: Vec<ServiceState>,
    /// End of the rest, in the clock's time.
    rest_end: Mutex<Duration>,
}

impl Account {
    fn new(source: Option<Arc<dyn Credentials>>, limits: &Limits) -> Result<Self, ArgumentError> {
        let state = |service: &Service| ServiceState::new(*service, limits);
        Ok(Self {
            source,
            services: Service::ALL.iter().map(state).collect::<Result<_, _>>()?,
            rest_end: Mutex::new(Duration::ZERO),
        })
    }

    pub fn service(&self, service: Service) -> Result<&ServiceState, ArgumentError> {
        let mut states = self.services.iter();
        states
            .find(|state| state.service == service)
            .ok_or_else(|| ArgumentError::new("service", format!("{service} is not in Service::ALL")))
    }

    /// The time until the account can send a request to a service, as far as is known.
    fn wait(&self, service: Service, now: Duration) -> Duration {
        let permit = self.service(service).map(|state| state.limit.next_wait());
        let rest_end = *self.rest_end.lock().unwrap_or_else(PoisonError::into_inner);
        permit.unwrap_or_default().max(rest_end.saturating_sub(now))
    }

    fn rest_until(&self, time: Duration) {
        *self.rest_end.lock().unwrap_or_else(PoisonError::into_inner) = time;
    }
}

/// The accounts of a transport; at least one.
pub(super) struct Accounts {
    all: Vec<Account>,
    /// The account that is preferred if several are equally good.
    turn: AtomicUsize,
}

impl Accounts {
    /// An account for each source. Without a source, one account without credentials.
    pub fn new(sources: Vec<Arc<dyn Credentials>>, limits: &Limits) -> Result<Self, ArgumentError> {
        let mut sources: Vec<_> = sources.into_iter().map(Some).collect();
        if sources.is_empty() {
            sources.push(None);
        }
        let accounts = sources.into_iter().map(|source| Account::new(source, limits));
        Ok(Self {
            all: accounts.collect::<Result<_, _>>()?,
            turn: AtomicUsize::new(0),
        })
    }

    /// Chooses the account of a request. A request without a token is no account's: the first one's limit holds.
    pub fn choose(
        &self,
        service: Service,
        needs_credentials: bool,
        only: Option<usize>,
        now: Duration,
    ) -> Result<Choice<'_>, ArgumentError> {
        let only = if needs_credentials { only } else { Some(0) };
        let all = match only {
            None => Some(self.all.as_slice()),
            Some(index) => self.all.get(index..).and_then(|rest| rest.get(..1)),
        };
        let first = all.and_then(|all| Some((all, all.first()?)));
        let Some((all, current)) = first else {
            let count = self.all.len();
            let problem = format!(
                "{} is not one of the {count} accounts, which count from 0",
                only.unwrap_or_default()
            );
            return Err(ArgumentError::new("account", problem));
        };
        let mut choice = Choice {
            all,
            offset: only.unwrap_or_default(),
            service,
            start: self.turn.fetch_add(1, Ordering::Relaxed),
            current,
            index: 0,
            failed: Vec::new(),
            throttled: Vec::new(),
            moves: 0,
            has_another_token: false,
        };
        if all.len() > 1 {
            choice.choose_first(now);
        }
        Ok(choice)
    }
}

/// The accounts that a request may use, and the current one.
pub(super) struct Choice<'a> {
    all: &'a [Account],
    /// The index of the first of them among all accounts.
    offset: usize,
    service: Service,
    start: usize,
    current: &'a Account,
    index: usize,
    /// The accounts without usable tokens.
    failed: Vec<usize>,
    /// The accounts that the service has throttled since the last wait.
    throttled: Vec<usize>,
    /// The number of attempts that do not count as failed: those that an account's 401 or 429 used up, and all up to a
    /// 404 that means "not yet".
    pub moves: u32,
    /// Whether the current account has replaced its token for this request: it does so once.
    pub has_another_token: bool,
}

impl<'a> Choice<'a> {
    pub fn account(&self) -> &'a Account {
        self.current
    }

    /// The index of the current account among all accounts.
    pub fn account_index(&self) -> usize {
        self.offset + self.index
    }

    /// Whether another account could go on if this one fails.
    pub fn has_others(&self) -> bool {
        self.all.len() > self.failed.len() + 1
    }

    /// Leaves an account whose tokens failed for this request. Returns whether there is another one.
    pub fn leave_failed(&mut self, rests: bool, now: Duration) -> bool {
        if rests {
            self.current.rest_until(now.saturating_add(REST));
        }
        self.failed.push(self.index);
        self.choose_first(now)
    }

    /// Leaves an account that the service throttled now. Returns whether another one can go earlier.
    pub fn leave_throttled(&mut self, now: Duration) -> bool {
        self.throttled.push(self.index);
        let wait = self.current.wait(self.service, now);
        let best = self.best(now, |index| !self.throttled.contains(&index));
        match best {
            Some((index, account, earlier)) if earlier < wait => {
                self.go_to(index, account);
                true
            }
            _ => false,
        }
    }

    /// Chooses the account that can go first, also among throttled ones. Returns whether there is one.
    pub fn choose_first(&mut self, now: Duration) -> bool {
        self.throttled.clear();
        let Some((index, account, _)) = self.best(now, |_| true) else {
            return false;
        };
        self.go_to(index, account);
        true
    }

    fn go_to(&mut self, index: usize, account: &'a Account) {
        self.has_another_token &= index == self.index;
        (self.index, self.current) = (index, account);
    }

    /// The account with the shortest wait. If several are equal, they take turns.
    fn best(&self, now: Duration, may: impl Fn(usize) -> bool) -> Option<(usize, &'a Account, Duration)> {
        let count = self.all.len().max(1);
        let usable = self.all.iter().enumerate();
        let usable = usable.filter(|(index, _)| !self.failed.contains(index) && may(*index));
        let waits = usable.map(|(index, account)| (index, account, account.wait(self.service, now)));
        waits.min_by_key(|(index, _, wait)| (*wait, (index + count - self.start % count) % count))
    }
}
