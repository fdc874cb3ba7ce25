//! The browser sign-in with a real browser: a headless Chromium opens the sandbox's consent page.
//!
//! Without Chromium the test reports that it is skipped. `CHROMIUM` is the path of another browser.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use halo_infinite::auth::{MemoryStore, Session, SignIn};
use halo_infinite_sandbox::{Consent, Sandbox};

use crate::support::folder::Folder;

fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let known = [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ]
    .map(PathBuf::from);
    named.into_iter().chain(known).find(|path| path.exists())
}

/// Kills the browser when the test ends.
struct Browser(Child);

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_real_browser_brings_the_player_back() {
    let Some(program) = chromium() else {
        println!("skipped: no Chromium found; install it or set CHROMIUM");
        return;
    };
    let profile = Folder::new("chromium");
    let sandbox = Sandbox::builder().consent(Consent::Accept).start().unwrap();
    let sign_in = SignIn::new(&sandbox.public_app()).environment(sandbox.environment());
    let mut browser = None;
    let tokens = sign_in
        .with_browser(Duration::from_secs(60), |url| {
            let child = Command::new(&program)
                .args([
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                ])
                .args([
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ])
                .arg(format!("--user-data-dir={}", profile.0.display()))
                .arg(url)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()?;
            browser = Some(Browser(child));
            Ok(())
        })
        .unwrap();
    let player = Session::start(&sign_in, MemoryStore::new(), tokens)
        .unwrap()
        .player()
        .unwrap();
    assert_eq!(
        player.gamertag.as_deref(),
        Some(sandbox.world().home().gamertag())
    );
}
