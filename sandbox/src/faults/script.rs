//! The rules of a sandbox, and which of them a request meets.

use super::fault::Fault;
use super::rule::RuleBuilder;
use super::rules::Rules;
use axum::http::Method;

/// What is to go wrong with a sandbox's answers: see [`Sandbox::faults`](crate::Sandbox::faults).
///
/// Rules are asked in the order in which they were made, and the first that means a request answers it. Requests that
/// no rule means get the sandbox's own answer.
///
/// ```
/// use halo_infinite_sandbox::{Answer, Fault, Sandbox};
/// use std::time::Duration;
///
/// let sandbox = Sandbox::start()?;
/// let faults = sandbox.faults();
/// // The next two requests of the service are one too many…
/// faults.on("/stats/").times(2).answer(Answer::new(429).retry_after(1));
/// // …every tenth of all requests is slow, the sign-in's too…
/// faults.on("/").every(10).answer(Fault::delay(Duration::from_millis(200)));
/// // …and one in twenty has its answer damaged on its way, always the same ones for a seed.
/// let damage = [Fault::reset(), Fault::truncated_after(100), Fault::duplicate_keys()];
/// let damaged = faults.on("/").share(0.05).seed(117).answer_any_of(damage);
///
/// // How often did it happen? And now no more.
/// println!("{} of {} requests were damaged", damaged.used(), damaged.seen());
/// faults.clear();
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Faults {
    rules: Rules,
    seed: u64,
}

impl Faults {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            rules: Rules::default(),
            seed,
        }
    }

    /// Begins a rule for the requests whose path begins so, as it is sent: `"/stats/hi/matches/"`, or `"/"` for all.
    /// The sign-in's routes are routes as all others.
    pub fn on(&self, path_prefix: &str) -> RuleBuilder<'_> {
        RuleBuilder::new(&self.rules, path_prefix, self.seed)
    }

    /// Removes all rules, those of [`Sandbox::answer_next`](crate::Sandbox::answer_next) too. Answers under way keep
    /// their faults.
    pub fn clear(&self) {
        self.rules.lock().clear();
    }

    /// The fault that a request meets.
    pub(crate) fn meet(&self, method: &Method, path: &str) -> Option<Fault> {
        let mut entries = self.rules.lock();
        let mut met = None;
        // Those behind the one that answers are asked too: they count what passes by.
        for entry in entries.iter_mut().filter(|entry| entry.is_for(method, path)) {
            let fault = entry.see(met.is_none());
            met = met.or(fault);
        }
        entries.retain(|entry| !entry.is_over());
        met
    }
}
