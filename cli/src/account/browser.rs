//! The player's browser.

use std::env;
use std::io;
use std::process::{Command, Stdio};

use halo_infinite::auth::open_browser;

/// Opens an address in the player's browser: that of `HALO_BROWSER`, else the system's. Does not wait for it.
pub fn open(url: &str) -> io::Result<()> {
    match env::var_os("HALO_BROWSER").filter(|program| !program.is_empty()) {
        Some(program) => {
            let mut command = Command::new(program);
            command.arg(url);
            command
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            let started = command.spawn().map(drop);
            started.map_err(|error| {
                io::Error::new(error.kind(), format!("HALO_BROWSER does not start: {error}"))
            })
        }
        // The error would repeat the address.
        None => open_browser(url).map_err(|error| io::Error::new(error.kind(), "the system has no browser")),
    }
}
