//! Signs a player in who pastes the address at which the browser ends: for apps with a secret, whose
//! redirect URI does not lead to this program.
//!
//! ```text
//! HALO_CLIENT_ID=… HALO_CLIENT_SECRET=… cargo run --example sign_in_paste
//! ```
//!
//! Without them it signs in at the sandbox, which consents automatically.

use std::io::{self, Write};

use halo_infinite::auth::{AzureApp, Consent as Question, MemoryStore, Session, SignIn};
use halo_infinite::ureq;
use halo_infinite_sandbox::{Consent, Sandbox};

/// The player's input.
fn ask(question: &Question) -> io::Result<String> {
    println!(
        "Open this page, sign in, and paste the address that the browser ends at:\n{}",
        question.url()
    );
    print!("> ");
    io::stdout().flush()?;
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    Ok(line)
}

/// The address to which the sandbox redirects a browser after consent.
fn agree(question: &Question) -> Result<String, Box<dyn std::error::Error>> {
    let agent = ureq::Agent::config_builder()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .build()
        .new_agent();
    let answer = agent.get(question.url()).call()?;
    let address = answer
        .headers()
        .get("location")
        .ok_or("the sandbox did not redirect")?;
    Ok(address.to_str()?.to_owned())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::builder().consent(Consent::Accept).start()?;
    let app = match (
        std::env::var("HALO_CLIENT_ID"),
        std::env::var("HALO_CLIENT_SECRET"),
    ) {
        (Ok(client_id), Ok(client_secret)) => Some(AzureApp::new(client_id, client_secret)?),
        _ => None,
    };
    let sign_in = match &app {
        Some(app) => SignIn::new(app),
        None => SignIn::new(&sandbox.app()).environment(sandbox.environment()),
    };
    let question = sign_in.consent()?;
    let pasted = if app.is_some() {
        ask(&question)?
    } else {
        agree(&question)?
    };
    let tokens = sign_in.redeem(&question, &pasted)?;
    let player = Session::start(&sign_in, MemoryStore::new(), tokens)?.player()?;
    println!(
        "Signed in as {}",
        player.gamertag.as_deref().unwrap_or("somebody")
    );
    Ok(())
}
