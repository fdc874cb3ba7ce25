//! Making rules, and their counters.

use super::fault::Fault;
use super::rules::{ActiveRule, Pick, Rules, Tally};
use super::when::When;
use crate::rng::Rng;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Builds a rule, from [`Faults::on`](crate::Faults::on): first the requests that it selects, then the faults. Only
/// the last of several selections counts. Without one, the rule selects all requests of the route.
///
/// [`nth`](Self::nth), [`every`](Self::every) and [`share`](Self::share) count all requests of the route since the
/// rule was made, including those that other rules answer. [`once`](Self::once) and [`times`](Self::times) count only
/// the requests that this rule answers: several such rules for one route are used up one after the other.
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
#[must_use = "the rule applies only after `answer`"]
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

    /// Restricts the rule to a method, such as `"POST"`. Defaults to all methods.
    pub fn method(mut self, method: &str) -> Self {
        self.method = Some(method.to_owned());
        self
    }

    /// Selects the next request that no earlier rule answers.
    pub fn once(self) -> Self {
        self.times(1)
    }

    /// Selects the next `times` requests that no earlier rule answers.
    pub fn times(mut self, times: usize) -> Self {
        self.when = When::Times(times);
        self
    }

    /// Selects one request of the route: `nth(1)` is the next one, `nth(2)` the one after it.
    ///
    /// # Panics
    ///
    /// If the number is 0.
    pub fn nth(mut self, nth: usize) -> Self {
        assert!(nth > 0, "requests count from 1");
        self.when = When::Nth(nth);
        self
    }

    /// Selects every `every`-th request of the route: `every(3)` is the third, the sixth, the ninth…
    ///
    /// # Panics
    ///
    /// If the number is 0.
    pub fn every(mut self, every: usize) -> Self {
        assert!(every > 0, "for all requests, use every(1)");
        self.when = When::Every(every);
        self
    }

    /// Selects all requests of the route. This is the default.
    pub fn always(mut self) -> Self {
        self.when = When::Always;
        self
    }

    /// Selects a random share of the requests: `share(0.05)` is one in twenty. The [seed](Self::seed) fixes the
    /// selection.
    ///
    /// # Panics
    ///
    /// If the share is below 0 or above 1.
    pub fn share(mut self, share: f64) -> Self {
        assert!(
            (0.0..=1.0).contains(&share),
            "a share must be from 0 to 1, not {share}"
        );
        self.when = When::Share(share);
        self
    }

    /// Sets the seed of [`share`](Self::share) and [`answer_any_of`](Self::answer_any_of). Defaults to the sandbox's
    /// seed. The same seed selects the same positions in the route's requests, in order of arrival.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Makes the rule: each selected request gets this fault or this [`Answer`](crate::Answer).
    pub fn answer(self, fault: impl Into<Fault>) -> Rule {
        self.make(vec![fault.into()], Pick::InTurn)
    }

    /// Makes the rule: the selected requests get these faults in turn, and then again from the first.
    ///
    /// # Panics
    ///
    /// If `faults` is empty.
    pub fn answer_in_turn<F: Into<Fault>>(self, faults: impl IntoIterator<Item = F>) -> Rule {
        self.make(faults.into_iter().map(F::into).collect(), Pick::InTurn)
    }

    /// Makes the rule: each selected request gets a random one of these faults, fixed by the [seed](Self::seed).
    ///
    /// # Panics
    ///
    /// If `faults` is empty.
    pub fn answer_any_of<F: Into<Fault>>(self, faults: impl IntoIterator<Item = F>) -> Rule {
        self.make(faults.into_iter().map(F::into).collect(), Pick::Random)
    }

    fn make(self, faults: Vec<Fault>, pick: Pick) -> Rule {
        assert!(!faults.is_empty(), "a rule needs at least one fault");
        let tally = Arc::new(Tally::default());
        self.rules.push(ActiveRule {
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

/// A rule: its counters, and a way to remove it. The rule stays in force when this is dropped.
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
    /// The number of requests that this rule answered.
    pub fn used(&self) -> usize {
        self.tally.used.load(Ordering::SeqCst)
    }

    /// The number of requests of the route that arrived while the rule was in force, answered by it or not. A used-up
    /// rule is not in force.
    pub fn seen(&self) -> usize {
        self.tally.seen.load(Ordering::SeqCst)
    }

    /// Removes the rule.
    pub fn remove(&self) {
        self.rules.remove(&self.tally);
    }
}

impl fmt::Debug for Rule {
    /// Shows the counters, without the other rules.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Rule")
            .field("used", &self.used())
            .field("seen", &self.seen())
            .finish_non_exhaustive()
    }
}
