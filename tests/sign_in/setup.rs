//! Helpers of the sign-in tests.

use std::sync::Arc;
use std::time::Duration;

use halo_infinite::auth::{CallContext, SignIn, SignInStep};
use halo_infinite::{CancelToken, ureq};
use halo_infinite_sandbox::{Sandbox, SandboxBuilder};

use crate::support::clocks::TestClock;
use crate::support::wait::PATIENCE;

/// A sandbox that uses the clock.
pub fn sandbox(clock: &Arc<TestClock>) -> SandboxBuilder {
    let clock = Arc::clone(clock);
    Sandbox::builder().clock(move || clock.system_time())
}

/// A sign-in at the sandbox that uses the clock. It does not retry: the tests queue each failure themselves.
pub fn sign_in(sandbox: &Sandbox, clock: &Arc<TestClock>) -> SignIn {
    SignIn::new(&sandbox.app())
        .environment(sandbox.environment())
        .no_retries()
        .clock(clock.clone())
}

pub const fn hours(hours: u64) -> Duration {
    Duration::from_secs(hours * 3600)
}

/// A call that can wait for its tokens as long as any test may wait.
pub fn call() -> CallContext {
    CallContext::new(SignInStep::SpartanToken.endpoint(), PATIENCE, &CancelToken::new())
}

/// Returns an agent that follows this many redirects, as a browser.
pub fn browser(max_redirects: u32) -> ureq::Agent {
    ureq::Agent::config_builder()
        .max_redirects(max_redirects)
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE))
        .build()
        .new_agent()
}
