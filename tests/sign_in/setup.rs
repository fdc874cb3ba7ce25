//! What the tests of sessions share.

use std::sync::Arc;
use std::time::Duration;

use halo_infinite::CancelToken;
use halo_infinite::auth::{CallContext, SignInStep};
use halo_infinite_sandbox::{Sandbox, SandboxBuilder};

use crate::support::clocks::TestClock;

/// A sandbox that lives by the clock.
pub fn sandbox(clock: &Arc<TestClock>) -> SandboxBuilder {
    let clock = Arc::clone(clock);
    Sandbox::builder().clock(move || clock.system_time())
}

pub const fn hours(hours: u64) -> Duration {
    Duration::from_secs(hours * 3600)
}

/// A call that can wait for its tokens as long as it takes.
pub fn call() -> CallContext {
    CallContext::new(
        SignInStep::SpartanToken.endpoint(),
        Duration::MAX,
        &CancelToken::new(),
    )
}
