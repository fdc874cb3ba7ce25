//! How a rule is made, and what it can tell afterwards.

use super::fault::Fault;
use super::rules::{Entry, Pick, Rules, Tally};
use super::when::When;
use crate::rng::Rng;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// A rule in the making, from [`Faults::on`](crate::Faults::on): which requests it means, and at the end what they are
/// answered. Of several words about which requests, the last counts; without any, all are meant.
///
/// [`nth`](Self::nth), [`every`](Self::every) and [`share`](Self::share) go by a request's place among all requests of
/// the route since the rule was made, whichever rule answers them. [`once`](Self::once) and [`times`](Self::times)
/// count only what the rule answers itself: several for one route are used up one after the other.
///
/// ```
/// use halo_infinite_sandbox::{Answer, Fault, Sandbox};
///
/// let sandbox = Sandbox::start()?;
/// let faults = sandbox.faults();
/// faults.on("/settings/").method("POST").once().answer(Fault::close());
/// faults.on("/stats/").nth(2).answer(Fault::truncated_after(10));
/// faults.on("/skill/").times(8).answer_in_turn(Fault::server_errors());
/// faults.on("/economy/").answer(Fault::status(503));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
#[must_use = "nothing goes wrong before `answer`"]
pub struct RuleBuilder<'a> {
    rules: &'a Rules,
    path_prefix: String,
    method: Option<String>,
    when: When,
    seed: u64,
}

impl<'a> RuleBuilder<'a> {
    pub(super) fn new(rules: &'a Rules, path_prefix: &str, seed: u64) -> Self {
        Self {
            rules,
            path_prefix: path_prefix.to_owned(),
            method: None,
            when: When::Always,
            seed,
        }
    }

    /// Means requests with a method only, as in `"POST"`. Without it, any.
    pub fn method(mut self, method: &str) -> Self {
        self.method = Some(method.to_owned());
        self
    }

    /// Means the next request that no earlier rule answers.
    pub fn once(self) -> Self {
        self.times(1)
    }

    /// Means the next so many requests that no earlier rule answers.
    pub fn times(mut self, times: usize) -> Self {
        self.when = When::Times(times);
        self
    }

    /// Means one request of the route: `nth(1)` is the next to come, `nth(2)` the one after it.
    ///
    /// # Panics
    ///
    /// If it is 0.
    pub fn nth(mut self, nth: usize) -> Self {
        assert!(nth > 0, "requests are counted from 1");
        self.when = When::Nth(nth);
        self
    }

    /// Means every so manyth request of the route: `every(3)` the third, the sixth, the ninth…
    ///
    /// # Panics
    ///
    /// If it is 0.
    pub fn every(mut self, every: usize) -> Self {
        assert!(every > 0, "every request is every(1)");
        self.when = When::Every(every);
        self
    }

    /// Means all requests, as it is unless told.
    pub fn always(mut self) -> Self {
        self.when = When::Always;
        self
    }

    /// Means a random share of the requests: `share(0.05)` is one in twenty. Which ones is fixed by the
    /// [seed](Self::seed).
    ///
    /// # Panics
    ///
    /// If the share is not from 0 to 1.
    pub fn share(mut self, share: f64) -> Self {
        assert!(
            (0.0..=1.0).contains(&share),
            "a share is from 0 to 1, not {share}"
        );
        self.when = When::Share(share);
        self
    }

    /// What [`share`](Self::share) and [`answer_any_of`](Self::answer_any_of) draw by: the sandbox's own seed unless
    /// told. The same seed means the same places among the route's requests in the order of their arrival.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Makes the rule: each request that is meant gets this fault, or this [`Answer`](crate::Answer).
    pub fn answer(self, fault: impl Into<Fault>) -> Rule {
        self.make(vec![fault.into()], Pick::InTurn)
    }

    /// Makes the rule: the requests that are meant get these faults in turn, and again from the first.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub fn answer_in_turn<F: Into<Fault>>(self, faults: impl IntoIterator<Item = F>) -> Rule {
        self.make(faults.into_iter().map(F::into).collect(), Pick::InTurn)
    }

    /// Makes the rule: each request that is meant gets one of these faults, drawn by the [seed](Self::seed).
    ///
    /// # Panics
    ///
    /// If there is none.
    pub fn answer_any_of<F: Into<Fault>>(self, faults: impl IntoIterator<Item = F>) -> Rule {
        self.make(faults.into_iter().map(F::into).collect(), Pick::Random)
    }

    fn make(self, faults: Vec<Fault>, pick: Pick) -> Rule {
        assert!(!faults.is_empty(), "a rule needs a fault to answer with");
        let tally = Arc::new(Tally::default());
        self.rules.push(Entry {
            path_prefix: self.path_prefix,
            method: self.method,
            when: self.when,
            faults,
            pick,
            rng: Rng::new(self.seed),
            tally: Arc::clone(&tally),
        });
        Rule {
            rules: self.rules.clone(),
            tally,
        }
    }
}

/// A rule that was made: what it has done, and how to end it. It stays in force when this is dropped.
///
/// ```
/// use halo_infinite_sandbox::{Fault, Sandbox};
///
/// let sandbox = Sandbox::start()?;
/// let client = sandbox.client()?;
/// let rule = sandbox.faults().on("/stats/").every(2).answer(Fault::status(404));
/// let count = || client.stats().match_count(sandbox.world().home().xuid()).send();
/// assert!(count().is_ok());
/// assert!(count().is_err());
/// assert!(count().is_ok());
/// assert_eq!((rule.used(), rule.seen()), (1, 3));
/// rule.remove();
/// assert!(count().is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Rule {
    rules: Rules,
    tally: Arc<Tally>,
}

impl Rule {
    /// How many requests it has answered.
    pub fn used(&self) -> usize {
        self.tally.used.load(Ordering::SeqCst)
    }

    /// How many requests of its route have arrived while it was in force, answered by it or not. A rule that can
    /// answer no more is no longer in force.
    pub fn seen(&self) -> usize {
        self.tally.seen.load(Ordering::SeqCst)
    }

    /// Ends it.
    pub fn remove(&self) {
        self.rules.remove(&self.tally);
    }
}

impl fmt::Debug for Rule {
    /// Shows its own numbers, and not all the other rules.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Rule")
            .field("used", &self.used())
            .field("seen", &self.seen())
            .finish_non_exhaustive()
    }
}
