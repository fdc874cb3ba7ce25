//! `halo sandbox`: serves the sandbox, for other programs.

use std::time::Duration;

use clap::Args;
use halo_infinite_sandbox::{Consent, Sandbox as Server};

use crate::context::{Context, start_sandbox};
use crate::failure::Failure;
use crate::numbers::whole;
use crate::show::{Report, record};

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct Sandbox {
    /// The port of 127.0.0.1; 0 for any free one
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// Number of matches that the demo player has played, at most 100000
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = whole)]
    matches: usize,
    /// The seed of the world: the same seed, the same players and matches
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
}

record! {
    /// A sandbox that runs.
    pub struct Running {
        /// The address
        url: String,
        /// The demo player's gamertag
        gamertag: String,
        /// The demo player's XUID
        xuid: String,
        /// The demo player's Spartan token
        spartan_token: String,
        /// The clearance
        clearance: String,
        /// The ID of an app registration without a secret
        client_id: String,
    }
}

/// The time between two removals of logged requests: nothing reads them here.
const CLEAN_UP: Duration = Duration::from_secs(10);

impl Sandbox {
    /// Serves until Ctrl-C.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut builder = Server::builder()
            .port(self.port)
            .matches(self.matches)
            .seed(self.seed)
            .consent(Consent::Ask)
            .device_consent(Consent::Accept, 0);
        if context.globals.verbose {
            builder = builder.trace(context.served_requests());
        }
        let advice = "choose another --port, or leave it out for a free one";
        let server = start_sandbox(builder, "--matches", advice)?;
        let home = server.world().home();
        let running = Running {
            url: server.url().to_owned(),
            gamertag: home.gamertag().to_owned(),
            xuid: home.xuid().to_string(),
            spartan_token: server.spartan_token(),
            clearance: server.clearance(),
            client_id: server.public_client_id(),
        };
        let report = Report::one(&running)?
            .line(format!(
                "The sandbox listens on {0} (start page: {0}/).",
                running.url
            ))
            .line("In another terminal:")
            .line(format!("  export HALO_ENVIRONMENT={}", running.url))
            .line(format!("  halo login --client-id {}", running.client_id))
            .line(format!("  halo history {}", running.xuid));
        context.out.report(&report)?;
        context.out.note("Ctrl-C ends it.");
        while !context.cancel.wait(CLEAN_UP) {
            server.clear_requests();
        }
        Ok(())
    }
}
