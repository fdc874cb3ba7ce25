//! Ctrl-C.

use std::thread;
use std::time::Duration;

use halo_infinite::CancelToken;

use crate::failure::{Failure, INTERRUPTED};

/// The time that a cancelled command has to end by itself.
const GRACE: Duration = Duration::from_millis(120);

/// Cancels the token at Ctrl-C. A command that has not ended soon after it ends here.
pub fn watch(cancel: &CancelToken) -> Result<(), Failure> {
    let cancel = cancel.clone();
    let handler = move || {
        cancel.cancel();
        thread::sleep(GRACE);
        std::process::exit(INTERRUPTED.into());
    };
    ctrlc::set_handler(handler).map_err(|error| {
        Failure::new(
            format!("Ctrl-C cannot be watched: {error}"),
            "run halo in another shell",
        )
    })
}
