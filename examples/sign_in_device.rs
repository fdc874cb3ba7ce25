//! Signs a player in who enters a code on another device: for machines without a browser.
//!
//! ```text
//! HALO_CLIENT_ID=… cargo run --example sign_in_device
//! ```
//!
//! Without a client ID it signs in at the sandbox, which consents automatically.

use halo_infinite::auth::{AzureApp, MemoryStore, Session, SignIn};
use halo_infinite_sandbox::{Consent, Sandbox};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::builder().device_consent(Consent::Accept, 0).start()?;
    let sign_in = match std::env::var("HALO_CLIENT_ID") {
        Ok(client_id) => SignIn::new(&AzureApp::public(client_id)?),
        Err(_) => SignIn::new(&sandbox.public_app()).environment(sandbox.environment()),
    };
    let tokens = sign_in.with_device_code(|prompt| println!("{prompt}"))?;
    let player = Session::start(&sign_in, MemoryStore::new(), tokens)?.player()?;
    println!(
        "Signed in as {}",
        player.gamertag.as_deref().unwrap_or("somebody")
    );
    Ok(())
}
