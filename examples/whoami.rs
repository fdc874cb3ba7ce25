//! Prints the signed-in player. After the first run, no new sign-in is needed.
//!
//! ```text
//! cargo run --example whoami -- [--sandbox] [--store FILE] [--device]
//! ```
//!
//! The app is set by the environment variables `HALO_CLIENT_ID` and, if it has a secret,
//! `HALO_CLIENT_SECRET`. An app with a secret signs in by paste, one without by browser, or by device
//! code with `--device`. `--sandbox` signs in at the sandbox, which consents automatically. The
//! last line is the number of HTTP requests of this run's sign-in.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use halo_infinite::auth::{AzureApp, BROWSER_TIMEOUT, FileStore, Session, SignIn, TokenSet};
use halo_infinite::{Error, ureq};
use halo_infinite_sandbox::{Consent, Sandbox};

type Failure = Box<dyn std::error::Error>;

struct Options {
    sandbox: bool,
    device: bool,
    store: PathBuf,
}

fn options() -> Result<Options, lexopt::Error> {
    use lexopt::prelude::*;

    let mut options = Options {
        sandbox: false,
        device: false,
        store: "halo-tokens.json".into(),
    };
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("sandbox") => options.sandbox = true,
            Long("device") => options.device = true,
            Long("store") => options.store = arguments.value()?.into(),
            other => return Err(other.unexpected()),
        }
    }
    Ok(options)
}

/// An agent that counts the requests that go through it.
fn counting_agent(count: &Arc<AtomicUsize>) -> ureq::Agent {
    let count = Arc::clone(count);
    let middleware = move |request: ureq::http::Request<ureq::SendBody>,
                           next: ureq::middleware::MiddlewareNext| {
        count.fetch_add(1, Ordering::Relaxed);
        next.handle(request)
    };
    let config = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(60)));
    config.middleware(middleware).build().new_agent()
}

/// Asks the player for consent, by the flow that suits the app.
fn first_sign_in(sign_in: &SignIn, has_secret: bool, device: bool) -> Result<TokenSet, Failure> {
    if device {
        return Ok(sign_in.with_device_code(|prompt| println!("{prompt}"))?);
    }
    if !has_secret {
        return Ok(sign_in.with_browser(BROWSER_TIMEOUT, |url| {
            println!("Open this page to sign in:\n{url}");
            Ok(())
        })?);
    }
    let consent = sign_in.consent()?;
    println!(
        "Open this page, sign in, and paste the address that the browser ends at:\n{}",
        consent.url()
    );
    print!("> ");
    io::stdout().flush()?;
    let mut pasted = String::new();
    io::stdin().read_line(&mut pasted)?;
    Ok(sign_in.redeem(&consent, &pasted)?)
}

/// Signs in at the sandbox, which consents.
fn sandbox_sign_in(sign_in: &SignIn) -> Result<TokenSet, Failure> {
    let open = |url: &str| {
        let url = url.to_owned();
        std::thread::spawn(move || ureq::get(&url).call().map(drop));
        Ok(())
    };
    Ok(sign_in.with_browser(BROWSER_TIMEOUT, open)?)
}

fn run() -> Result<(), Failure> {
    let options =
        options().map_err(|error| format!("{error}\nusage: whoami [--sandbox] [--store FILE] [--device]"))?;
    let count = Arc::new(AtomicUsize::new(0));

    // The tokens are signed, so the sandbox of the next run accepts them.
    let sandbox = match options.sandbox {
        true => Some(
            Sandbox::builder()
                .consent(Consent::Accept)
                .device_consent(Consent::Accept, 1)
                .start()?,
        ),
        false => None,
    };
    let secret = std::env::var("HALO_CLIENT_SECRET")
        .ok()
        .filter(|secret| !secret.is_empty());
    let has_secret = secret.is_some();
    let mut sign_in = match &sandbox {
        Some(sandbox) => SignIn::new(&sandbox.public_app()).environment(sandbox.environment()),
        None => {
            let id = std::env::var("HALO_CLIENT_ID").map_err(|_| "set HALO_CLIENT_ID, or try --sandbox")?;
            SignIn::new(&match secret {
                Some(secret) => AzureApp::new(id, secret)?,
                None => AzureApp::public(id)?,
            })
        }
    };
    sign_in = sign_in.agent(counting_agent(&count));

    let begin = || -> Result<Session, Failure> {
        let tokens = match (&sandbox, options.device) {
            (Some(_), false) => sandbox_sign_in(&sign_in)?,
            _ => first_sign_in(&sign_in, has_secret, options.device)?,
        };
        Ok(Session::start(&sign_in, FileStore::new(&options.store), tokens)?)
    };
    let player = match Session::restore(&sign_in, FileStore::new(&options.store), None)? {
        Some(session) => match session.player() {
            // After some 90 days without a run, or when the player has revoked the consent.
            Err(Error::SignIn(error)) if error.kind.needs_new_sign_in() => {
                eprintln!("{error}");
                begin()?.player()?
            }
            player => player?,
        },
        None => begin()?.player()?,
    };
    println!("gamertag: {}", player.gamertag.as_deref().unwrap_or("unknown"));
    println!(
        "XUID: {}",
        player
            .xuid
            .map_or("unknown".into(), |xuid| xuid.get().to_string())
    );
    println!("Spartan token expires: {}", player.spartan_token_expires);
    println!(
        "Xbox Live authorization expires: {}",
        player.xbox_authorization_expires
    );
    println!("sign-in requests: {}", count.load(Ordering::Relaxed));
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
