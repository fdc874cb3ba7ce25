//! The player's browser.

use std::io::{self, ErrorKind};
use std::process::{Command, Stdio};

use halo_infinite::auth::open_browser;

use super::variables::variable_os;

/// Opens an address in the player's browser: that of `HALO_BROWSER`, else the system's. Does not wait for it.
pub fn open(url: &str) -> io::Result<()> {
    match variable_os("HALO_BROWSER") {
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
        None => open_browser(url).map_err(|error| without_address(error.kind())),
    }
}

/// The error of the system's browser: the original one may repeat the address, which can hold a secret.
fn without_address(kind: ErrorKind) -> io::Error {
    let message = match kind {
        ErrorKind::NotFound => "the system has no browser".to_owned(),
        _ => format!("the system's browser does not start: {kind}"),
    };
    io::Error::new(kind, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_missing_browser_is_called_missing() {
        for (kind, message) in [
            (ErrorKind::NotFound, "the system has no browser"),
            (
                ErrorKind::PermissionDenied,
                "the system's browser does not start: permission denied",
            ),
        ] {
            assert_eq!(without_address(kind).to_string(), message);
        }
    }
}
