//! Signs a player in with the browser on this machine.
//!
//! ```text
//! HALO_CLIENT_ID=… cargo run --example sign_in_browser --features browser
//! ```
//!
//! Without a client ID it signs in at the sandbox, which consents automatically.

use halo_infinite::auth::{AzureApp, BROWSER_TIMEOUT, MemoryStore, Session, SignIn};
use halo_infinite::ureq;
use halo_infinite_sandbox::{Consent, Sandbox};

#[cfg(feature = "browser")]
use halo_infinite::auth::open_browser;

/// Without the feature `browser`, the player opens the page.
#[cfg(not(feature = "browser"))]
fn open_browser(url: &str) -> std::io::Result<()> {
    println!("Open this page:\n{url}");
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::builder().consent(Consent::Accept).start()?;
    let (sign_in, tokens) = match std::env::var("HALO_CLIENT_ID") {
        Ok(client_id) => {
            let sign_in = SignIn::new(&AzureApp::public(client_id)?);
            let tokens = sign_in.with_browser(BROWSER_TIMEOUT, open_browser)?;
            (sign_in, tokens)
        }
        Err(_) => {
            let sign_in = SignIn::new(&sandbox.public_app()).environment(sandbox.environment());
            // The sandbox consents without a player: any HTTP client can follow its redirect.
            let tokens = sign_in.with_browser(BROWSER_TIMEOUT, |url| {
                let url = url.to_owned();
                std::thread::spawn(move || ureq::get(&url).call().map(drop));
                Ok(())
            })?;
            (sign_in, tokens)
        }
    };
    let player = Session::start(&sign_in, MemoryStore::new(), tokens)?.player()?;
    println!(
        "Signed in as {}",
        player.gamertag.as_deref().unwrap_or("somebody")
    );
    Ok(())
}
