//! The fault script of a sandbox.

use super::fault::Fault;
use super::rule::RuleBuilder;
use super::rules::Rules;
use axum::http::Method;

/// The fault script of a sandbox: see [`Sandbox::faults`](crate::Sandbox::faults).
///
/// The first rule that selects a request answers it, in the order in which the rules were made. Requests that no rule
/// selects get the sandbox's own response.
///
/// ```
/// use halo_infinite_sandbox::{Answer, Fault, Sandbox};
/// use std::time::Duration;
///
/// let sandbox = Sandbox::start()?;
/// let faults = sandbox.faults();
/// // The next two requests of the service are refused.
/// faults.on("/stats/").times(2).answer(Answer::new(429).retry_after(1));
/// // Every tenth request is slow, including those of the sign-in.
/// faults.on("/").every(10).answer(Fault::delay(Duration::from_millis(200)));
/// // One in twenty responses is damaged. The seed fixes which ones.
/// let damage = [Fault::reset(), Fault::truncated_after(100), Fault::duplicate_keys()];
/// let damaged = faults.on("/").share(0.05).seed(117).answer_any_of(damage);
///
/// // Print the counters, and remove all rules.
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

    /// Starts a rule for the requests whose raw path starts with a prefix: `"/stats/hi/matches/"`, or `"/"` for all,
    /// including those of the sign-in. The case of letters makes no difference.
    pub fn on(&self, path_prefix: &str) -> RuleBuilder<'_> {
        RuleBuilder::new(&self.rules, path_prefix, self.seed)
    }

    /// Removes all rules, including those of [`Sandbox::answer_next`](crate::Sandbox::answer_next). Responses that
    /// are being sent keep their faults.
    pub fn clear(&self) {
        self.rules.lock().clear();
    }

    /// The fault for a request.
    pub(crate) fn fault_for(&self, method: &Method, path: &str) -> Option<Fault> {
        let mut entries = self.rules.lock();
        let mut fault = None;
        // The later rules count the request too.
        for entry in entries.iter_mut().filter(|entry| entry.is_for(method, path)) {
            let own = entry.count(fault.is_none());
            fault = fault.or(own);
        }
        entries.retain(|entry| !entry.is_over());
        fault
    }
}
